#include "lint/faults.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    report_faults(chain, "bad_revision_id", "use letters, digits and underscores", report);
}

}  // namespace

Rule bad_revision_id() {
    return {
        .name = "bad-revision-id",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem =
            "Alembic gives @, -, + and : in a revision id a meaning of their own (branches, relative steps, "
            "ranges) and refuses ids with them.",
        .instead = "Use letters, digits and underscores.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
