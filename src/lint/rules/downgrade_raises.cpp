#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || !only_raises(*function)) return;
    report.add(line_of_function(file, "downgrade"), "downgrade() only raises", "write the way back where there is one");
}

}  // namespace

Rule downgrade_raises() {
    return {
        .name = "downgrade-raises",
        .category = Category::downgrade,
        .severity = Severity::info,
        .problem = "downgrade() raises: a deployment that has gone wrong cannot be taken back by Alembic.",
        .instead = "Write the way back where there is one; keep the raise where rows are lost for good.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
