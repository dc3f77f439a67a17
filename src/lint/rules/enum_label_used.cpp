#include "base/text.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// True when the step names the label as a value.
bool uses(const Step& step, const AddEnumLabel& added) {
    const std::string literal = "'" + added.label + "'";
    if (const auto* execute = std::get_if<Execute>(step.operation))
        return execute->sql.find(literal) != std::string::npos;
    const Column* column = nullptr;
    if (const auto* made = std::get_if<AddColumn>(step.operation)) column = &made->column;
    if (column != nullptr)
        return column->type.name == added.name.name && column->server_default &&
               column->server_default->sql.starts_with(literal);
    const auto* alter = std::get_if<AlterColumn>(step.operation);
    if (alter == nullptr || !alter->server_default || !alter->server_default->sql.starts_with(literal)) return false;
    const Column* there = find_column(step.before, alter->table, alter->column);
    return there != nullptr && there->type.name == added.name.name;
}

bool commits(const Step& step) {
    const auto* execute = std::get_if<Execute>(step.operation);
    return execute != nullptr && base::equal_ignoring_case(base::trim(execute->sql).substr(0, 6), "commit");
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* added = std::get_if<AddEnumLabel>(steps[i].operation);
        if (added == nullptr || steps[i].place.autocommit || !file.postgresql.before.enums.contains(added->name))
            continue;
        for (std::size_t j = i + 1; j < steps.size() && !commits(steps[j]); ++j) {
            if (!uses(steps[j], *added)) continue;
            report.add(steps[j].place.line,
                       "this uses '" + added->label + "' of " + to_string(added->name) +
                           " in the transaction that adds it, line " + std::to_string(steps[i].place.line) +
                           ": PostgreSQL refuses",
                       "put the ALTER TYPE ... ADD VALUE into `with op.get_context().autocommit_block():`");
            break;
        }
    }
}

}  // namespace

Rule enum_label_used() {
    return {
        .name = "enum-label-used",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL refuses to use a label of an enum type in the transaction that added it (\"unsafe use of "
            "new value\"), and before PostgreSQL 12 to add it inside a transaction at all.",
        .instead =
            "Add the label inside `with op.get_context().autocommit_block():`, in a migration before the one that "
            "uses it.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
