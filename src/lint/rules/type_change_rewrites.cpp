#include "base/text.h"
#include "lint/lint.h"
#include "lint/locks.h"

namespace migrate::lint::rules {

namespace {

/// What the change makes PostgreSQL do with the rows; "" when nothing.
std::string work_of(const Table& table, const Column& column, const Type& to) {
    if (rewrites(column.type, to)) return "the table is written anew while nobody can read or write it";
    const std::vector<std::string> checks = checks_on(table, column.name);
    if (checks.empty() || column.type == to || column.type.kind == TypeKind::opaque) return "";
    return "all rows are read again for " + base::join(checks, ", ") + " while nobody can read or write the table";
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !stood_before(file.postgresql, alter->table)) continue;
        const Table* table = find_table(step.before, alter->table);
        const Column* column = table == nullptr ? nullptr : find_column(*table, alter->column);
        const std::string work = column == nullptr ? "" : work_of(*table, *column, *alter->type);
        if (work.empty()) continue;
        const std::string name = to_string(alter->table) + "." + alter->column;
        report.add_part(step.place.line,
                        {.group = to_string(alter->table) + work,
                         .before = "",
                         .what = name + " from " + sql_of(column->type, Dialect::postgresql) + " to " +
                                 sql_of(*alter->type, Dialect::postgresql),
                         .after = ": " + work},
                        rewrites(column->type, *alter->type)
                            ? "if the table has a million rows or more: add " + alter->column +
                                  "_new with the new type, fill it in batches, then rename"
                            : "if the table has a million rows or more: drop the CHECK before, make it NOT VALID "
                              "after, and validate it in "
                              "a later migration");
    }
}

}  // namespace

Rule type_change_rewrites() {
    return {
        .name = "type-change-rewrites",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "Changing the type writes the whole table and its indexes anew while nobody can read or write it.",
        .instead = "Add a column of the new type, fill it in batches, and change over.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
