#include "lint/faults.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    report_faults(chain, "unreadable_file", "repair the header, or move the file out of the folder", report);
}

}  // namespace

Rule unreadable_file() {
    return {
        .name = "unreadable-file",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem = "A file of the versions folder cannot be read as a migration.",
        .instead = "Repair its header, or move it out of the folder.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
