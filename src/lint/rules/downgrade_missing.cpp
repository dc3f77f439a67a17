#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    if (find_function(file, "downgrade") != nullptr) return;
    report.add(0, "there is no downgrade()", "write the way back");
}

}  // namespace

Rule downgrade_missing() {
    return {
        .name = "downgrade-missing",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem = "There is no downgrade(): `alembic downgrade` stops here with an AttributeError.",
        .instead = "Write the downgrade that leads back to the schema before.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
