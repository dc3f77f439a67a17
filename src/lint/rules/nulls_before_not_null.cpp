#include <algorithm>
#include <utility>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// True when SQL before this step names the table: its rows may have been filled.
bool may_be_filled(const std::vector<Step>& steps, std::size_t end, const TableName& table) {
    return std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(end), [&](const Step& step) {
        const auto* execute = std::get_if<Execute>(step.operation);
        return execute != nullptr && execute->sql.find(table.name) != std::string::npos;
    });
}

void check(const replay::Visited& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* alter = std::get_if<AlterColumn>(steps[i].operation);
        if (alter == nullptr || alter->nullable.value_or(true) || !stood_before(file.postgresql, alter->table))
            continue;
        const Column* column =
            find_column(*find_table(std::as_const(file.postgresql.before), alter->table), alter->column);
        if (column == nullptr || !column->nullable || may_be_filled(steps, i, alter->table)) continue;
        report.add(steps[i].place.line,
                   to_string(alter->table) + "." + alter->column + " may hold NULLs when it becomes NOT NULL",
                   "fill them first: op.execute(\"UPDATE ... WHERE " + alter->column + " IS NULL\")");
    }
}

}  // namespace

Rule nulls_before_not_null() {
    return {
        .name = "nulls-before-not-null",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "SET NOT NULL stops at the first row that has none, and reads the whole table under a "
            "lock.",
        .instead = "Fill the rows in the same migration before it, or show that there can be none.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
