#include <algorithm>

#include "lint/lint.h"
#include "lint/removed_rows.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// The line of SQL before the step that speaks of what is dropped and may have kept what it held; 0 for none.
int kept_in(const std::vector<Step>& steps, std::size_t end, const TableName& table, const std::string& column) {
    for (std::size_t i = 0; i < end; ++i) {
        const auto* execute = std::get_if<Execute>(steps[i].operation);
        if (execute == nullptr || execute->sql.find(table.name) == std::string::npos) continue;
        if (!column.empty() && execute->sql.find(column) == std::string::npos) continue;
        const std::vector<sql::Effect> effects = effects_of(steps[i]);
        const bool copies = std::any_of(effects.begin(), effects.end(), [](const sql::Effect& effect) {
            return effect.kind == sql::Effect::Kind::insert || effect.kind == sql::Effect::Kind::update;
        });
        if (copies) return steps[i].place.line;
    }
    return 0;
}

void tell(const std::vector<Step>& steps, std::size_t i, const TableName& table, const std::string& column,
          Report& report) {
    const int kept = kept_in(steps, i, table, column);
    const std::string what = column.empty() ? "table " + to_string(table) : to_string(table) + "." + column;
    if (kept > 0) {
        report.add_as(Severity::info, steps[i].place.line,
                      "dropping " + what + ": line " + std::to_string(kept) +
                          " may have kept what it holds; code that still reads it fails",
                      "release the code that no longer uses it first");
        return;
    }
    report.add_part(steps[i].place.line,
                    {.group = to_string(table),
                     .before = "dropping ",
                     .what = what,
                     .after = " loses what it holds, and code that still reads it fails"},
                    "release the code that no longer uses it first, then drop");
}

/// Of rows that the statement chooses only that they go: they may well be meant.
void tell(const RemovedRows& rows, Report& report) {
    const std::string which = rows.all ? "every row of " : "rows of ";
    report.add_part_as(rows.all ? Severity::warning : Severity::info, rows.line,
                       {.group = rows.words + which + (rows.perhaps ? "perhaps" : ""),
                        .before = rows.words + (rows.perhaps ? " may remove " : " removes ") + which,
                        .what = to_string(rows.table),
                        .after = std::string(rows.cascade ? " and of all tables that refer to it" : "") +
                                 ", and downgrade() brings none back"},
                       rows.cascade ? "name the tables that are meant, without CASCADE"
                                    : "keep a copy of the rows where they may be wanted");
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::optional<TableName> table = table_of(*steps[i].operation);
        const bool stood = table && stood_before(file.postgresql, *table);
        if (stood && std::holds_alternative<DropTable>(*steps[i].operation)) tell(steps, i, *table, "", report);
        const auto* column = std::get_if<DropColumn>(steps[i].operation);
        if (stood && column != nullptr &&
            find_column(*find_table(file.postgresql.before, *table), column->column) != nullptr)
            tell(steps, i, *table, column->column, report);
    }
    for (const RemovedRows& rows : removed_rows(file)) tell(rows, report);
}

}  // namespace

Rule drop_loses_rows() {
    return {
        .name = "drop-loses-rows",
        .category = Category::downgrade,
        .severity = Severity::info,
        .problem =
            "What the table, column or row holds is gone, and downgrade() brings back only the empty place. Code "
            "that still runs and reads it fails.",
        .instead = "First release the code that no longer uses it; keep a copy of the rows where they may be wanted.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
