#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Failure& failure : failures_of(file, file.postgresql.upgrade)) {
        if (is_name_taken(failure.code) || failure.code == "bind") continue;  // rules of their own
        report.add_as(severity_of(file.postgresql), failure.line, failure.text, fix_for(failure));
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
