#include <algorithm>

#include "lint/lint.h"
#include "lint/new_keys.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
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
