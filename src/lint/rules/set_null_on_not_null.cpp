#include "lint/lint.h"
#include "lint/new_keys.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    for (const NewKey& key : new_foreign_keys(file.postgresql)) {
        const Table* last = find_table(file.postgresql.upgrade.after, key.table->name);
        if (last == nullptr || !is_certain(file.postgresql.upgrade.after, last->name)) continue;
        const std::string& action = key.foreign_key->on_delete;
        for (const std::string& name : key.foreign_key->columns) {
            const Column* column = find_column(*last, name);
            if (column == nullptr || column->nullable) continue;
            const bool fails = action == "SET NULL" || (action == "SET DEFAULT" && !column->server_default);
            if (!fails) continue;
            report.add(key.line,
                       "ON DELETE " + action + " of " + to_string(last->name) + "." + name +
                           ", which is NOT NULL: deleting from " + to_string(key.foreign_key->target) + " fails",
                       "nullable=True for " + name + ", or ondelete=\"CASCADE\" or \"RESTRICT\"");
        }
    }
}

}  // namespace

Rule set_null_on_not_null() {
    return {
        .name = "set-null-on-not-null",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "The foreign key says ON DELETE SET NULL, or SET DEFAULT without a default, and its column is NOT "
            "NULL: every DELETE of a row that is referred to fails.",
        .instead = "Make the column nullable, or choose RESTRICT or CASCADE.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
