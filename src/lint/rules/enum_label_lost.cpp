#include <algorithm>

#include "lint/lint.h"
#include "lint/steps.h"
#include "operations/dependents.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// The labels of the enum that the type names; nullptr where it is none.
const std::vector<std::string>* labels_of(const Schema& schema, const Type& type) {
    const bool by_name = type.kind == TypeKind::other;
    if (!by_name && type.kind != TypeKind::enumeration) return nullptr;
    const TableName name = by_name ? read_table_name(type.name) : TableName{type.name_schema, type.name};
    const auto found = schema.enums.find(name);
    return found == schema.enums.end() ? nullptr : &found->second.labels;
}

/// True where a step before `end` may move rows to other labels.
bool is_moved(const std::vector<Step>& steps, std::size_t end, const AlterColumn& alter) {
    return std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Step& step) { return may_fill(step, alter.table, alter.column); });
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* alter = std::get_if<AlterColumn>(steps[i].operation);
        if (alter == nullptr || !alter->type || !stood_before(file.postgresql, alter->table)) continue;
        const Schema& before = steps[i].before;
        const Column* column = find_column(before, alter->table, alter->column);
        const auto* labels = labels_of(before, *alter->type);
        if (column == nullptr || labels == nullptr || column->type.kind != TypeKind::enumeration) continue;
        const auto lost = std::ranges::find_if(
            column->type.labels, [&](const std::string& label) { return std::ranges::count(*labels, label) == 0; });
        if (lost == column->type.labels.end() || is_moved(steps, i, *alter)) continue;
        report.add(steps[i].place.line,
                   "the cast stops if a row of " + to_string(alter->table) + " has '" + *lost + "' in " +
                       alter->column + ", which the new type has not",
                   "say before what such rows become: UPDATE " + sql_name(alter->table) + " SET " +
                       quote_identifier(alter->column) + " = ... WHERE " + quote_identifier(alter->column) + " = " +
                       quote_text(*lost) + "; or, for another name of the label, ALTER TYPE ... RENAME VALUE");
    }
}

}  // namespace

Rule enum_label_lost() {
    return {
        .name = "enum-label-lost",
        .category = Category::errors,
        .severity = Severity::warning,
        .problem =
            "A label of an enum goes, in a type that takes its place, and nothing says what rows become that have it: "
            "the cast stops at the first one.",
        .instead = "Move those rows first, or rename the label: ALTER TYPE ... RENAME VALUE.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
