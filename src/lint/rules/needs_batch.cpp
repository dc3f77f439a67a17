#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Failure& failure : failures_only_on_sqlite(file)) {
        if (failure.code != "sqlite_alter") continue;
        report.add_part_as(*severity, failure.line,
                           {.group = "", .before = "", .what = failure.text, .after = "", .joiner = "; "},
                           fix_for(failure));
    }
}

}  // namespace

Rule needs_batch() {
    return {
        .name = "needs-batch",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "SQLite has no ALTER for columns' types, nullability and defaults nor for constraints: outside of "
            "batch mode Alembic stops there.",
        .instead =
            "with op.batch_alter_table(\"...\") as batch_op: and the same call on batch_op. On PostgreSQL it is a "
            "plain ALTER.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
