#include <cctype>

#include "lint/lint.h"
#include "lint/steps.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

struct Named {
    std::string name;
    bool is_refused = false;  ///< when it is too long: of an index or constraint
};

std::vector<Named> names_of(const Operation& operation) {
    std::vector<Named> names;
    for (const Touched& each : objects_of(operation)) {
        if (each.use != Use::makes || each.kind == ObjectKind::label) continue;
        const bool has_name_of_its_own = each.kind <= ObjectKind::index && each.kind != ObjectKind::table;
        names.push_back({has_name_of_its_own ? each.name : each.owner.name,
                         has_name_of_its_own && each.kind != ObjectKind::column});
    }
    return names;
}

/// The whole of a name that replay has cut, as it stands in SQL; "" when it was not cut.
std::string whole_name(const std::string& text, const std::string& name) {
    const std::size_t begin = name.size() == kMaxIdentifierBytes ? text.find(name) : std::string::npos;
    if (begin == std::string::npos) return "";
    std::size_t end = begin + name.size();
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    return end - begin > name.size() ? text.substr(begin, end - begin) : "";
}

void tell(const std::string& name, bool is_refused, int line, Report& report) {
    report.add_as(
        is_refused ? Severity::critical : Severity::warning, line,
        name + " has " + std::to_string(name.size()) +
            (is_refused ? " bytes: SQLAlchemy refuses more than 63 on PostgreSQL" : " bytes: PostgreSQL cuts it at 63"),
        "call it " + shorten_identifier(name) + " or something shorter");
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const Named& named : names_of(*step.operation)) {
            const std::string cut = whole_name(file.text, named.name);
            if (!cut.empty()) tell(cut, false, step.place.line, report);
            if (named.name.size() > kMaxIdentifierBytes) tell(named.name, named.is_refused, step.place.line, report);
        }
    }
}

}  // namespace

Rule name_too_long() {
    return {
        .name = "name-too-long",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL keeps 63 bytes of a name. SQLAlchemy refuses a longer one for an index or constraint "
            "(IdentifierError); a longer table or column, and any name in SQL, is cut (WARNING): the object is "
            "there under another name than the migration says.",
        .instead =
            "Use a name of at most 63 bytes. Names in op.f() and from a naming convention are shortened by "
            "SQLAlchemy itself, always in the same way.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
