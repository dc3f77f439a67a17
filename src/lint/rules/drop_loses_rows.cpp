#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const TableName* table = table_of(*step.operation);
        const bool drops =
            std::holds_alternative<DropTable>(*step.operation) || std::holds_alternative<DropColumn>(*step.operation);
        if (!drops || table == nullptr || !stood_before(file.postgresql, *table)) continue;
        report.add(step.place.line,
                   describe(*step.operation) + ": its rows are lost and code that still reads it fails",
                   "release the code that no longer uses it first");
    }
}

}  // namespace

Rule drop_loses_rows() {
    return {
        .name = "drop-loses-rows",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "What the table or column holds is gone, and downgrade() brings back only the empty place. "
            "Code that still runs and reads it fails.",
        .instead =
            "First release the code that no longer uses it; keep a copy of the rows where they may be "
            "wanted.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
