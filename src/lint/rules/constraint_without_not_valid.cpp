#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* key = std::get_if<CreateForeignKey>(step.operation);
        const auto* made = std::get_if<CreateCheck>(step.operation);
        const bool validates =
            (key != nullptr && !key->foreign_key.not_valid) || (made != nullptr && !made->check.not_valid);
        const TableName* table = table_of(*step.operation);
        if (!validates || !stood_before(file.postgresql, *table)) continue;
        report.add(step.place.line, describe(*step.operation) + " reads all rows under a lock",
                   "if the table is large: NOT VALID now, VALIDATE CONSTRAINT in a later migration");
    }
}

}  // namespace

Rule constraint_without_not_valid() {
    return {
        .name = "constraint-without-not-valid",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "Adding the constraint reads the whole table while nobody can write to it.",
        .instead = "Create it NOT VALID and run VALIDATE CONSTRAINT in a later migration.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
