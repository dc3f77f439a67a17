#include <algorithm>
#include <set>

#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// The doubts about everything that `after` has and `before` has not. A doubt about one object is no matter of this
/// rule: what is said of all others holds, and that one is shown with the schema.
std::vector<Doubt> new_doubts(const Schema& before, const Schema& after) {
    std::vector<Doubt> found;
    std::set_difference(after.doubts.begin(), after.doubts.end(), before.doubts.begin(), before.doubts.end(),
                        std::back_inserter(found));
    std::erase_if(found, [](const Doubt& doubt) { return doubt.object != "*"; });
    return found;
}

/// Without what the message says already.
std::string without_lead(const std::string& reason) {
    constexpr std::string_view kLead = "this is not followed to its end: ";
    return reason.starts_with(kLead) ? reason.substr(kLead.size()) : reason;
}

void check(const replay::ReplayedFile& file, Report& report) {
    std::set<std::string> told;  // by place: what two databases have in common is told once
    const auto tell = [&](const replay::FileRuns& side, std::string_view function, const Schema& before,
                          const Schema& after) {
        for (const Doubt& doubt : new_doubts(before, after)) {
            if (!told.insert(doubt.where).second) continue;
            const int line = line_in(file.path, doubt.where);
            const std::string place = line == 0 && !doubt.where.empty() ? " (" + doubt.where + ")" : "";
            report.add(
                line,
                std::string(function) + "() is not wholly followed on " + std::string(name_of(side.before.dialect)) +
                    ", so that other rules may be silent about it and what comes after: " + without_lead(doubt.reason) +
                    place,
                "read this part by eye, or let `alembic-migrate verify` run it on a scratch database");
        }
    };
    for (const replay::FileRuns* side : {&file.postgresql, &file.sqlite}) {
        const bool matters = side->before.dialect == Dialect::sqlite
                                 ? severity_on_sqlite(file, Severity::info).has_value()
                                 : severity_on_postgresql(file).has_value();
        if (!matters) continue;
        tell(*side, "upgrade", side->before, side->upgrade.after);
        tell(*side, "downgrade", side->upgrade.after, side->downgrade.after);
    }
}

}  // namespace

Rule not_followed() {
    return {
        .name = "not-followed",
        .category = Category::check,
        .severity = Severity::info,
        .problem =
            "What a part of the migration does hangs on something that is not known here (rows, another system, a "
            "loop without an end): what no rule says of it is not a sign that it is sound.",
        .instead = "Say what is done by statements that stand in the file, or look at that part by eye.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
