#include <algorithm>

#include "base/text.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

std::string why_not_plain(const Node& node) {
    if (node["partbound"]) return "partitions are not followed";
    if (node["inhRelations"]) return "inherited tables are not followed";
    if (node["ofTypename"]) return "typed tables are not followed";
    for (const Node& element : node["tableElts"].items)
        if (element["TableLikeClause"]) return "LIKE copies what stands in another table";
    return {};
}

void add_column(Table& table, ColumnParts parts) {
    table.columns.push_back(std::move(parts.column));
    if (parts.primary_key) table.primary_key = std::move(parts.primary_key);
    table.uniques.insert(table.uniques.end(), parts.uniques.begin(), parts.uniques.end());
    table.checks.insert(table.checks.end(), parts.checks.begin(), parts.checks.end());
    table.foreign_keys.insert(table.foreign_keys.end(), parts.foreign_keys.begin(), parts.foreign_keys.end());
}

void add_constraint(Table& table, ConstraintParts parts) {
    if (parts.primary_key) table.primary_key = std::move(parts.primary_key);
    if (parts.unique) table.uniques.push_back(std::move(*parts.unique));
    if (parts.check) table.checks.push_back(std::move(*parts.check));
    if (parts.foreign_key) table.foreign_keys.push_back(std::move(*parts.foreign_key));
    if (parts.exclude) table.excludes.push_back(std::move(*parts.exclude));
}

/// What only the whole table shows: PostgreSQL makes key columns NOT NULL and takes rows of a new table for
/// valid.
void finish_table(const Statement& statement, Table& table) {
    if (table.primary_key && !statement.on_sqlite())
        for (const std::string& name : table.primary_key->columns)
            if (Column* column = find_column(table, name)) column->nullable = false;
    for (Check& check : table.checks) check.not_valid = false;
    for (ForeignKey& key : table.foreign_keys) {
        key.not_valid = false;
        complete_target(statement, key, &table);
    }
}

}  // namespace

Operations read_create_table(const Statement& statement, const Node& node) {
    const TableName name = relation_name(statement, node["relation"]);
    if (node["relation"].str("relpersistence") == "t") {
        statement.world.temporary.push_back(name.name);
        return {execute(statement)};
    }
    if (const std::string reason = why_not_plain(node); !reason.empty())
        return {opaque(statement, reason, {object_of("table", name)})};

    CreateTable create{{.name = name}, node.flag("if_not_exists")};
    std::vector<std::string> unread;
    for (const Node& element : node["tableElts"].items) {
        const Node& value = element.value();
        const std::size_t from = statement.source.token_at(static_cast<std::size_t>(value["location"].number));
        const std::size_t until = statement.source.element_end(from, statement.end);
        if (element.type() == "ColumnDef") {
            ColumnParts parts = read_column(statement, name, value, until);
            unread.insert(unread.end(), parts.unread.begin(), parts.unread.end());
            add_column(create.table, std::move(parts));
        } else {
            ConstraintParts parts = read_constraint(statement, name, value, until);
            unread.insert(unread.end(), parts.unread.begin(), parts.unread.end());
            add_constraint(create.table, std::move(parts));
        }
    }
    if (node["partspec"]) unread.push_back("how it is partitioned");
    finish_table(statement, create.table);
    Operations operations = {create};
    const bool there = create.if_not_exists && find_table(statement.world.schema(), name);
    if (!unread.empty() && !there)
        operations.push_back(
            opaque(statement, "not held in a schema: " + base::join(unread, ", "), {object_of("table", name)}));
    return operations;
}

}  // namespace migrate::sql
