#include "lint/faults.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    report_faults(chain, "duplicate_revision", "give one of them an id of its own", report);
}

}  // namespace

Rule duplicate_revision() {
    return {
        .name = "duplicate-revision",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem = "Two files have the same revision id: Alembic warns, and one of them is never run.",
        .instead = "Give the newer one an id of its own, and its children the new parent.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
