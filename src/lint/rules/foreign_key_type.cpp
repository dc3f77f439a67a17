#include <algorithm>

#include "lint/lint.h"
#include "lint/new_keys.h"
#include "lint/steps.h"
#include "operations/dependents.h"

namespace migrate::lint::rules {

namespace {

/// A key that grows outgrows the columns that refer to it, where they stay as they were.
void check_grown(const replay::FileRuns& side, Report& report) {
    for (const Step& step : upgrade_steps(side)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !is_whole_number(alter->type->kind)) continue;
        const Schema& after = side.upgrade.after;
        for (const TableName& name : tables_referring_to(after, alter->table)) {
            const Table& table = *find_table(after, name);
            for (const ForeignKey& key : table.foreign_keys) {
                const auto at = std::ranges::find(key.target_columns, alter->column) - key.target_columns.begin();
                const bool refers = key.target == alter->table && at < std::ssize(key.target_columns);
                const Column* from = refers ? find_column(table, key.columns[static_cast<std::size_t>(at)]) : nullptr;
                if (from == nullptr || !is_certain(after, name) ||
                    compare_key(from->type, *alter->type) != KeyTypes::narrow)
                    continue;
                report.add_as(Severity::warning, step.place.line,
                              to_string(name) + "." + from->name + " refers to " + to_string(alter->table) + "." +
                                  alter->column + " and stays " + sql_of(from->type, Dialect::postgresql) +
                                  ": it cannot hold the new values",
                              "make " + to_string(name) + "." + from->name + " " +
                                  sql_of(*alter->type, Dialect::postgresql) + " in the same migration");
            }
        }
    }
}

void check(const replay::ReplayedFile& file, Report& report) {
    check_grown(file.postgresql, report);
    for (const NewKey& key : new_foreign_keys(file.postgresql)) {
        const Table* target = find_table(key.after, key.foreign_key->target);
        if (target == nullptr || !is_certain(key.after, target->name) || !is_certain(key.after, key.table->name))
            continue;
        for (std::size_t i = 0; i < std::min(key.foreign_key->columns.size(), key.foreign_key->target_columns.size());
             ++i) {
            const Column* from = find_column(*key.table, key.foreign_key->columns[i]);
            const Column* to = find_column(*target, key.foreign_key->target_columns[i]);
            const KeyTypes types = from == nullptr || to == nullptr ? KeyTypes::fit : compare_key(from->type, to->type);
            if (types == KeyTypes::fit) continue;
            const std::string wanted = sql_of(to->type, Dialect::postgresql);
            report.add_as(types == KeyTypes::refused ? Severity::critical : Severity::warning, key.line,
                          to_string(key.table->name) + "." + from->name + " is " +
                              sql_of(from->type, Dialect::postgresql) + ", but " + to_string(target->name) + "." +
                              to->name + " is " + wanted +
                              (types == KeyTypes::refused ? ": PostgreSQL refuses the key"
                                                          : ": the key cannot hold all of its values"),
                          "make " + from->name + " " + wanted + " as well");
        }
    }
}

}  // namespace

Rule foreign_key_type() {
    return {
        .name = "foreign-key-type",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "The key column has another type than the column it refers to: PostgreSQL refuses the constraint; "
            "where it takes it, an integer key cannot hold all numbers of a bigint one.",
        .instead = "Give the column the type of its target.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
