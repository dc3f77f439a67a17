#include <algorithm>

#include "base/text.h"
#include "lint/lint.h"
#include "lint/new_keys.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

bool begins_with(const std::vector<std::string>& columns, const std::vector<std::string>& wanted) {
    return columns.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), columns.begin());
}

bool is_indexed(const Table& table, const std::vector<std::string>& columns) {
    if (table.primary_key && begins_with(table.primary_key->columns, columns)) return true;
    for (const Unique& unique : table.uniques) {
        if (begins_with(unique.columns, columns)) return true;
    }
    return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
        std::vector<std::string> names;
        for (const IndexElement& element : index.elements) names.push_back(element.column);
        return begins_with(names, columns);
    });
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const NewKey& key : new_foreign_keys(file.postgresql)) {
        const Table* last = find_table(file.postgresql.upgrade.after, key.table->name);
        if (last == nullptr || !is_certain(file.postgresql.upgrade.after, last->name)) continue;
        if (is_indexed(*last, key.foreign_key->columns)) continue;
        const std::string table = to_string(last->name), columns = base::join(key.foreign_key->columns, ", ");
        Index index{.name = "ix_" + last->name.name + "_" + base::join(key.foreign_key->columns, "_")};
        for (const std::string& column : key.foreign_key->columns) index.elements.push_back({.column = column});
        report.add_part(key.line,
                        {.group = "",
                         .before = "no index begins with the foreign key ",
                         .what = table + "(" + columns + ")",
                         .after = ""},
                        render::write_call(CreateIndex{last->name, index, false, false}));
    }
}

}  // namespace

Rule foreign_key_without_index() {
    return {
        .name = "foreign-key-without-index",
        .category = Category::integrity,
        .severity = Severity::info,
        .problem =
            "PostgreSQL makes no index for a foreign key: deleting a row of the target reads the whole table, and "
            "so does each join.",
        .instead = "Create an index that begins with the key's columns.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
