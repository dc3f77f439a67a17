#include <set>

#include "lint/databases.h"
#include "lint/downgrade.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// On SQLite only what the chain gets to there.
std::optional<Severity> severity_for(const replay::Visited& file, const replay::Side& side) {
    if (side.before.dialect == Dialect::sqlite) return severity_on_sqlite(file, Severity::warning);
    return severity_on_postgresql(file);
}

void check(const replay::Visited& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || only_raises(*function)) return;
    std::set<int> told;
    for (const replay::Side* side : {&file.postgresql, &file.sqlite}) {
        const bool stopped = !failures_of(file, side->upgrade).empty();
        const std::optional<Severity> severity = severity_for(file, *side);
        if (stopped || !severity) continue;  // what upgrade() leaves is not known then
        for (const Failure& failure : failures_of(file, side->downgrade)) {
            if (foreign_table(*side, failure) || !told.insert(failure.line).second) continue;
            report.add_part_as(*severity, failure.line,
                               {.group = std::string(name_of(side->before.dialect)),
                                .before = "downgrade() stops on " + std::string(name_of(side->before.dialect)) + ": ",
                                .what = failure.text,
                                .after = "",
                                .joiner = "; "},
                               fix_for(failure));
        }
    }
}

}  // namespace

Rule downgrade_fails() {
    return {
        .name = "downgrade-fails",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "downgrade() stops with an error against the schema that upgrade() leaves: the way back that a failed "
            "deployment needs is not there.",
        .instead = "Undo what upgrade() did, in reverse order, with the names it used.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
