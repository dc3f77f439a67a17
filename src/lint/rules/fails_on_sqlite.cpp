#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    report_failures(file, file.sqlite, report);
}

}  // namespace

Rule fails_on_sqlite() {
    return {
        .name = "fails-on-sqlite",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem = "SQLite, or Alembic for it, refuses this call: tests that run the chain there stop.",
        .instead =
            "Make the call fit the schema as it stands, or put it in a branch for the dialect that "
            "can.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
