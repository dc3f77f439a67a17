#include <algorithm>
#include <set>

#include "base/text.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "sql/sql.h"
#include "sql/write.h"

namespace migrate::sql {
namespace {

using Statements = std::vector<std::string>;

std::string ended(const Statements& statements) {
    std::string text;
    for (const std::string& statement : statements) text += statement + ";\n";
    return text;
}

void add_schemas(const Schema& schema, Statements& statements) {
    std::set<std::string> names;
    for (const auto& [name, table] : schema.tables) names.insert(name.schema);
    for (const auto& [name, type] : schema.enums) names.insert(name.schema);
    for (const auto& [name, options] : schema.sequences) names.insert(name.schema);
    for (const auto& [name, sql] : schema.views) names.insert(name.schema);
    names.erase("");
    for (const std::string& name : names) statements.push_back("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(name));
}

void add_indexes(const Table& table, Dialect dialect, Statements& statements) {
    for (const Index& index : table.indexes) statements.push_back(index_sql(table.name, index, dialect, false, false));
}

std::string add_constraint(const Table& table, const std::string& clause, bool not_valid) {
    return "ALTER TABLE " + quoted(table.name) + " ADD " + clause + (not_valid ? " NOT VALID" : "");
}

/// A new table takes its rows for valid, so constraints that are not yet valid come after it.
void add_not_valid(const Table& table, Statements& statements) {
    for (const Check& check : table.checks)
        if (check.not_valid) statements.push_back(add_constraint(table, check_sql(check), true));
}

void add_foreign_keys(const Table& table, bool only_not_valid, Statements& statements) {
    for (const ForeignKey& key : table.foreign_keys)
        if (key.not_valid || !only_not_valid)
            statements.push_back(add_constraint(table, foreign_key_sql(key), key.not_valid));
}

/// PostgreSQL makes one of two equal keys that stand in the same CREATE TABLE, so the second comes after it.
std::vector<Unique> take_repeated_uniques(Table& table) {
    std::vector<Unique> kept;
    std::vector<Unique> repeated;
    for (Unique& unique : table.uniques) {
        const bool like_key = table.primary_key && table.primary_key->columns == unique.columns &&
                              unique.deferrable.empty() && !unique.nulls_not_distinct;
        const bool again = std::any_of(kept.begin(), kept.end(), [&](const Unique& other) {
            return other.columns == unique.columns && other.deferrable == unique.deferrable &&
                   other.nulls_not_distinct == unique.nulls_not_distinct;
        });
        (like_key || again ? repeated : kept).push_back(std::move(unique));
    }
    table.uniques = std::move(kept);
    return repeated;
}

/// "serial" makes a NOT NULL column of a whole number; a column may have been changed since.
void add_changed_serials(const Table& table, Statements& statements) {
    for (const Column& column : table.columns) {
        if (column.identity != IdentityKind::serial) continue;
        AlterColumn change{.table = table.name, .column = column.name};
        if (!is_whole_number(column.type.kind)) change.type = column.type;
        if (column.nullable) change.nullable = true;
        if (change.type || change.nullable) statements.push_back(write_operation(change, Dialect::postgresql));
    }
}

/// CREATE TABLE and what must follow it at once. SQLite takes all of it in the one statement.
void add_table(Table table, Dialect dialect, bool with_foreign_keys, Statements& statements) {
    const bool postgres = dialect == Dialect::postgresql;
    const std::vector<Unique> repeated = postgres ? take_repeated_uniques(table) : std::vector<Unique>{};
    statements.push_back(create_table_sql(table, dialect, with_foreign_keys, false));
    if (!postgres) return;
    add_changed_serials(table, statements);
    for (const Unique& unique : repeated) statements.push_back(add_constraint(table, unique_sql(unique), false));
    add_not_valid(table, statements);
    for (const std::string& comment : comments_sql(table)) statements.push_back(comment);
}

/// A view goes after those that its query names.
void add_views(const Schema& schema, Dialect dialect, Statements& statements) {
    std::vector<TableName> left;
    for (const auto& [name, sql] : schema.views) left.push_back(name);
    while (!left.empty()) {
        const auto waits = [&](const TableName& name) {
            return std::any_of(left.begin(), left.end(), [&](const TableName& other) {
                return other != name && mentions_table(schema.views.at(name), other.name);
            });
        };
        auto next = std::find_if(left.begin(), left.end(), [&](const TableName& name) { return !waits(name); });
        if (next == left.end()) next = left.begin();
        statements.push_back(write_operation(CreateView{*next, schema.views.at(*next), false}, dialect));
        left.erase(next);
    }
}

}  // namespace

std::vector<std::string> schema_statements(const Schema& schema) {
    const bool postgres = schema.dialect == Dialect::postgresql;
    Statements statements;
    if (postgres) {
        add_schemas(schema, statements);
        for (const auto& [name, type] : schema.enums)
            statements.push_back(write_operation(CreateEnum{type, false}, schema.dialect));
        for (const auto& [name, options] : schema.sequences)
            statements.push_back(write_operation(CreateSequence{name, options, false}, schema.dialect));
    }
    for (const auto& [name, table] : schema.tables) add_table(table, schema.dialect, !postgres, statements);
    for (const auto& [name, table] : schema.tables) add_indexes(table, schema.dialect, statements);
    if (postgres)
        for (const auto& [name, table] : schema.tables) add_foreign_keys(table, false, statements);
    add_views(schema, schema.dialect, statements);
    for (const Attachment& thing : schema.attachments) {
        if (!postgres || thing.kind == "ownership")
            statements.push_back(thing.sql);  // triggers; PostgreSQL's lean on functions and extensions
    }
    return statements;
}

std::string write_schema(const Schema& schema) {
    return ended(schema_statements(schema));
}

}  // namespace migrate::sql
