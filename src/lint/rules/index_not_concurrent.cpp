#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* created = std::get_if<CreateIndex>(step.operation);
        if (created == nullptr || created->concurrently || !stood_before(file.postgresql, created->table)) continue;
        report.add(step.place.line,
                   "building index " + created->index.name + " blocks writes to " + to_string(created->table),
                   "if the table is large: postgresql_concurrently=True inside autocommit_block()");
    }
}

}  // namespace

Rule index_not_concurrent() {
    return {
        .name = "index-not-concurrent",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "CREATE INDEX locks the table against writes until it is built.",
        .instead =
            "On a table with rows: postgresql_concurrently=True inside "
            "op.get_context().autocommit_block().",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
