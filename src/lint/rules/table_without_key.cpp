#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* created = std::get_if<CreateTable>(step.operation);
        if (created == nullptr) continue;
        const Table* last = find_table(file.postgresql.upgrade.after, created->table.name);
        if (last == nullptr || last->primary_key || !is_certain(file.postgresql.upgrade.after, last->name)) continue;
        std::vector<std::string> keys;
        for (const ForeignKey& key : last->foreign_keys)
            keys.insert(keys.end(), key.columns.begin(), key.columns.end());
        std::string columns;
        for (const std::string& key : keys) columns += (columns.empty() ? "\"" : ", \"") + key + "\"";
        const std::string fix =
            keys.size() >= 2 ? "sa.PrimaryKeyConstraint(" + columns + ")" : "a column with primary_key=True";
        report.add_part(step.place.line,
                        {.group = "", .before = "", .what = to_string(last->name), .after = ": no primary key"}, fix);
    }
}

}  // namespace

Rule table_without_key() {
    return {
        .name = "table-without-key",
        .category = Category::integrity,
        .severity = Severity::info,
        .problem =
            "A table without a primary key: two equal rows cannot be told apart, SQLAlchemy cannot map it, and "
            "logical replication refuses its UPDATEs and DELETEs.",
        .instead = "Give it a primary key; for a join table, the two foreign keys together.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
