#include "lint/faults.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    report_faults(chain, "missing_parent", "name a revision that is there in down_revision", report);
}

}  // namespace

Rule missing_parent() {
    return {
        .name = "missing-parent",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem =
            "A revision names a parent that no file has: Alembic stops with a KeyError before it does "
            "anything.",
        .instead = "Name the parent that is there, or bring its file back.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
