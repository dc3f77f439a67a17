#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_postgresql(file);
    if (!severity) return;
    for (const Failure& failure : failures_of(file, file.postgresql.upgrade)) {
        if (is_name_taken(failure.code) || failure.code == "bind") continue;  // rules of their own
        if (const auto table = made_elsewhere(file.postgresql, file.postgresql.before, failure)) {
            report.add_part_as(Severity::info, failure.line,
                               {.group = "foreign",
                                .before = "nothing in this chain makes ",
                                .what = *table,
                                .after = ": whether this works there is not known"},
                               "none, where the application creates its first tables by itself; else correct the name");
            continue;
        }
        const bool sure = !leans_on_doubt(file.postgresql, failure);
        report.add_as(sure ? *severity : Severity::info, failure.line, failure.text, fix_for(failure));
    }
}

}  // namespace

Rule fails_on_postgresql() {
    return {
        .name = "fails-on-postgresql",
        .category = Category::dialects,
        .severity = Severity::critical,
        .problem = "PostgreSQL, or Alembic for it, refuses this call against the schema that the chain leads to.",
        .instead = "Make the call fit the schema as it stands, or put it in a branch for the dialect that can.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
