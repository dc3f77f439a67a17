#include "lint/faults.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    report_faults(chain, "cycle", "correct the down_revision that closes the circle", report);
}

}  // namespace

Rule revision_cycle() {
    return {
        .name = "revision-cycle",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem = "Revisions are each other's ancestors: there is no order to run them in.",
        .instead = "Correct the down_revision that closes the circle.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
