#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* unique = std::get_if<CreateUnique>(step.operation);
        const bool builds = (unique != nullptr && unique->using_index.empty()) ||
                            std::holds_alternative<CreatePrimaryKey>(*step.operation);
        const TableName* table = table_of(*step.operation);
        if (!builds || !stood_before(file.postgresql, *table)) continue;
        report.add(step.place.line, describe(*step.operation) + " locks the table while its index is built",
                   "if the table is large: a unique index CONCURRENTLY first, then USING INDEX");
    }
}

}  // namespace

Rule unique_builds_index() {
    return {
        .name = "unique-builds-index",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "Adding a unique constraint or primary key builds its index while nobody can read or write "
            "the table.",
        .instead = "Build a unique index CONCURRENTLY first, then ADD CONSTRAINT ... USING INDEX.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
