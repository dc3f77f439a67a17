#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const bool renames = std::holds_alternative<RenameTable>(*step.operation) ||
                             std::holds_alternative<RenameColumn>(*step.operation);
        if (!renames || !stood_before(file.postgresql, *table_of(*step.operation))) continue;
        report.add(step.place.line, describe(*step.operation) + ": code that still runs knows the old name",
                   "stop the application while this runs, or change over in steps");
    }
}

}  // namespace

Rule rename_breaks_code() {
    return {
        .name = "rename-breaks-code",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "Code that still runs while this is deployed knows only the old name.",
        .instead = "Add the new one beside the old, write to both, change over, and drop the old later.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
