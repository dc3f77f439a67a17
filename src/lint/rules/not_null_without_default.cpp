#include <algorithm>

#include "lint/lint.h"
#include "lint/python_rows.h"
#include "lint/steps.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// True where something of the column is not known: the next step says so, and it may be the default.
bool is_in_doubt(const std::vector<Step>& steps, std::size_t i, const AddColumn& added) {
    const auto* next = i + 1 < steps.size() ? std::get_if<Opaque>(steps[i + 1].operation) : nullptr;
    const std::string column = "column " + to_string(added.table) + "." + added.column.name;
    return next != nullptr && std::find(next->objects.begin(), next->objects.end(), column) != next->objects.end();
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* added = std::get_if<AddColumn>(steps[i].operation);
        if (added == nullptr || !stood_before(file.postgresql, added->table)) continue;
        const Column& column = added->column;
        if (column.nullable || column.server_default || column.identity || column.computed) continue;
        if (is_emptied(steps, i, added->table) || empties_in_python(file, added->table)) continue;
        if (is_in_doubt(steps, i, *added)) continue;
        const std::string table = to_string(added->table);
        report.add(
            steps[i].place.line,
            table + "." + column.name + " is NOT NULL without a default: the upgrade stops when " + table + " has rows",
            "add server_default=..., or nullable=True, then " +
                render::write_call(
                    Execute{"UPDATE " + sql_name(added->table) + " SET " + quote_identifier(column.name) + " = ..."}) +
                " and " +
                render::write_call(AlterColumn{.table = added->table, .column = column.name, .nullable = false}));
    }
}

}  // namespace

Rule not_null_without_default() {
    return {
        .name = "not-null-without-default",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "A NOT NULL column without a default is added to a table that is there: with rows in it both "
            "databases refuse.",
        .instead = "Give it a server_default, or add it as nullable, fill it, and set NOT NULL after that.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
