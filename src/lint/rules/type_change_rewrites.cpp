#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// Changes for which PostgreSQL only writes its catalog.
bool is_free(const Type& from, const Type& to) {
    const bool from_text = from.kind == TypeKind::string || from.kind == TypeKind::text;
    if (from == to) return true;
    if (from_text && to.kind == TypeKind::text) return true;
    if (from_text && to.kind == TypeKind::string)
        return !to.length || (from.kind == TypeKind::string && from.length && *from.length <= *to.length);
    if (from.kind == TypeKind::numeric && to.kind == TypeKind::numeric)
        return !to.precision || (from.precision && from.scale == to.scale && *from.precision <= *to.precision);
    return false;
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !stood_before(file.postgresql, alter->table)) continue;
        const Table* table = find_table(step.before, alter->table);
        const Column* column = table == nullptr ? nullptr : find_column(*table, alter->column);
        const bool known =
            column != nullptr && column->type.kind != TypeKind::opaque && alter->type->kind != TypeKind::opaque;
        if (!known || is_free(column->type, *alter->type)) continue;
        report.add(step.place.line,
                   to_string(alter->table) + "." + alter->column + " from " +
                       sql_of(column->type, Dialect::postgresql) + " to " + sql_of(*alter->type, Dialect::postgresql) +
                       " writes the table anew",
                   "if the table is large: a new column, filled in batches");
    }
}

}  // namespace

Rule type_change_rewrites() {
    return {
        .name = "type-change-rewrites",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "Changing the type writes the whole table anew while nobody can read or write it.",
        .instead = "Add a column of the new type, fill it in batches, and change over.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
