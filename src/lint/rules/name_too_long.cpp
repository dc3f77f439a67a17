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

template <class Parts>
void collect(const Parts& parts, bool is_refused, std::vector<Named>& names) {
    for (const auto& each : parts) names.push_back({each.name, is_refused});
}

std::vector<Named> names_of(const Operation& operation) {
    std::vector<Named> names;
    if (const auto* created = std::get_if<CreateTable>(&operation)) {
        names.push_back({created->table.name.name});
        collect(created->table.columns, false, names);
        collect(created->table.uniques, true, names);
        collect(created->table.checks, true, names);
        collect(created->table.foreign_keys, true, names);
    }
    if (const auto* added = std::get_if<AddColumn>(&operation)) names.push_back({added->column.name});
    if (const auto* index = std::get_if<CreateIndex>(&operation)) names.push_back({index->index.name, true});
    if (const auto* unique = std::get_if<CreateUnique>(&operation)) names.push_back({unique->unique.name, true});
    if (const auto* made = std::get_if<CreateCheck>(&operation)) names.push_back({made->check.name, true});
    if (const auto* key = std::get_if<CreateForeignKey>(&operation)) names.push_back({key->foreign_key.name, true});
    if (const auto* renamed = std::get_if<RenameColumn>(&operation)) names.push_back({renamed->to});
    if (const auto* renamed = std::get_if<RenameTable>(&operation)) names.push_back({renamed->to.name});
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

void check(const replay::Visited& file, Report& report) {
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
