#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Failure& failure : failures_only_on_sqlite(file)) {
        if (made_elsewhere(file.sqlite, file.sqlite.before, failure)) continue;  // as on PostgreSQL, which tells of it
        if (failure.code == "sqlite_alter" || failure.code == "bind") continue;  // rules of their own
        report.add_part_as(
            *severity, failure.line,
            {.group = fix_for(failure), .before = "on SQLite: ", .what = failure.text, .after = "", .joiner = "; "},
            fix_for(failure));
    }
}

}  // namespace

Rule fails_on_sqlite() {
    return {
        .name = "fails-on-sqlite",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "SQLite, or Alembic for it, refuses this call: tests that run the chain there stop, and the chain "
            "runs on PostgreSQL alone from here on. Later files are not told so again, but for an INFO in those "
            "that speak of SQLite.",
        .instead = "Give SQLite a type or a statement of its own, in a branch on op.get_context().dialect.name.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
