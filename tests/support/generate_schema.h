/// Random schemas and operations for property tests, shared by all rooms.
///
/// Everything is made by applying random operations one after the other, so that a schema is always one that
/// the operations can lead to. Call the functions only inside rc::check or rc::gen::exec.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "operations/operation.h"
#include "schema/naming.h"
#include "schema/repeats.h"

namespace migrate::generate {

inline int number(int low, int high) {
    // At full size from the first test on: a small range is small enough.
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

inline bool chance(int percent) {
    return number(1, 100) <= percent;
}

template <class Item>
Item one_of(const std::vector<Item>& items) {
    return items[static_cast<std::size_t>(number(0, static_cast<int>(items.size()) - 1))];
}

inline std::string table_word() {
    return one_of<std::string>({"invoices", "users", "projects", "line_items", "tags", "order", "group", "Customer",
                                "sąskaitos", "a_table_whose_name_is_as_long_as_postgresql_lets_it_be_63_bytes"});
}

inline std::string column_word() {
    return one_of<std::string>({"id", "name", "status", "email", "total", "created_at", "parent_id", "user", "order",
                                "Kind", "kiekis_ą", "data", "a column"});
}

inline std::string object_word(const std::string& prefix) {
    return prefix + "_" + one_of<std::string>({"a", "b", "c", "d", "e"}) + std::to_string(number(0, 9));
}

inline TableName new_table_name() {
    return {chance(8) ? "billing" : "", table_word()};
}

inline Type portable_type() {
    return *read_type(one_of<std::string>({"string(20)",    "string",
                                           "text",          "integer",
                                           "bigint",        "smallint",
                                           "numeric(12,2)", "numeric",
                                           "float",         "boolean",
                                           "date",          "time",
                                           "datetime",      "datetime_naive",
                                           "uuid",          "json",
                                           "jsonb",         "binary",
                                           "inet",          "array(text)",
                                           "char(3)",       "jsonb on sqlite text"}));
}

inline std::optional<Default> portable_default(const Type& type) {
    if (chance(60)) return std::nullopt;
    switch (type.kind) {
        case TypeKind::string:
        case TypeKind::text:
            return Default{chance(50) ? "'DRAFT'" : "'it''s'", std::nullopt};
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::numeric:
            return Default{std::to_string(number(0, 99)), std::nullopt};
        case TypeKind::boolean:
            return chance(50) ? default_true() : default_false();
        case TypeKind::datetime:
            return default_now();
        case TypeKind::uuid:
            return default_generated_uuid();
        default:
            return std::nullopt;
    }
}

/// A column as a plan would have it: for both dialects.
inline Column portable_column() {
    Column column;
    column.name = column_word();
    column.type = portable_type();
    column.nullable = chance(60);
    column.server_default = portable_default(column.type);
    return column;
}

inline Column lowered(Column column, Dialect dialect) {
    column.type = lower(column.type, dialect);
    if (column.server_default) column.server_default = lower(*column.server_default, dialect);
    return column;
}

/// A column of one database: sometimes with an identity, an enum or a comment on PostgreSQL.
inline Column column_for(const Schema& schema) {
    Column column = lowered(portable_column(), schema.dialect);
    if (schema.dialect != Dialect::postgresql) return column;
    const bool whole = column.type.kind == TypeKind::integer || column.type.kind == TypeKind::bigint;
    if (whole && !column.server_default && chance(40)) {
        column.identity = one_of<IdentityKind>({IdentityKind::serial, IdentityKind::always, IdentityKind::by_default});
        column.nullable = false;  // PostgreSQL makes it so
    }
    if (!schema.enums.empty() && chance(20)) {
        const EnumType& type = schema.enums.begin()->second;
        column.type = Type{};
        column.type.kind = TypeKind::enumeration;
        column.type.name = type.name.name;
        column.type.name_schema = type.name.schema;
        column.type.labels = type.labels;
        column.server_default.reset();
        column.identity.reset();
        if (chance(50) && !type.labels.empty())
            column.server_default = Default{"'" + type.labels.front() + "'", std::nullopt};
    }
    if (chance(10)) column.comment = "what it is";
    return column;
}

inline std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    return names;
}

/// One or two of the table's columns, each once.
inline std::vector<std::string> some_columns(const Table& table) {
    const std::vector<std::string> names = column_names(table);
    std::vector<std::string> chosen = {one_of(names)};
    const std::string second = one_of(names);
    if (chance(40) && second != chosen[0]) chosen.push_back(second);
    return chosen;
}

inline std::string expression(const Table& table) {
    const std::vector<std::string> columns = some_columns(table);
    const std::string first = quote_identifier(columns.front());
    const std::string last = quote_identifier(columns.back());
    return one_of<std::string>({first + " IS NOT NULL", first + " <> 'status'", "length(" + first + "::text) > 3",
                                first + " IS NOT NULL OR " + last + " IS NOT NULL",
                                "coalesce(" + last + "::text, 'x') <> ''"});
}

inline Check check_for(const Table& table) {
    Check check;
    if (chance(70)) check.name = object_word("chk");
    check.sql = expression(table);
    return check;
}

inline Unique unique_for(const Table& table) {
    Unique unique;
    if (chance(70)) unique.name = object_word("uniq");
    unique.columns = some_columns(table);
    if (chance(10)) unique.deferrable = "DEFERRABLE";
    return unique;
}

/// To the primary key of some table, or of the table itself.
inline std::optional<ForeignKey> foreign_key_for(const Schema& schema, const Table& table) {
    std::vector<Table> targets;
    for (const auto& [name, each] : schema.tables) {
        if (each.primary_key && each.primary_key->columns.size() == 1) targets.push_back(each);
    }
    if (targets.empty()) return std::nullopt;
    const Table target = one_of(targets);
    ForeignKey key;
    if (chance(70)) key.name = object_word("fk");
    key.columns = {one_of(column_names(table))};
    key.target = target.name;
    key.target_columns = target.primary_key->columns;
    key.on_delete = one_of<std::string>({"", "", "CASCADE", "SET NULL"});
    return key;
}

inline Index index_for(const Schema& schema, const Table& table) {
    Index index;
    if (schema.dialect == Dialect::sqlite || chance(80)) index.name = object_word("idx");
    for (const std::string& column : some_columns(table)) {
        IndexElement element;
        if (chance(15))
            element.expression = "lower(" + quote_identifier(column) + "::text)";
        else
            element.column = column;
        element.descending = chance(15);
        index.elements.push_back(element);
    }
    index.unique = chance(20);
    if (chance(25)) index.where = expression(table);
    if (schema.dialect == Dialect::postgresql && chance(10)) index.include = {one_of(column_names(table))};
    return index;
}

inline Table table_for(const Schema& schema) {
    Table table;
    table.name = new_table_name();
    for (int i = number(1, 5); i > 0; --i) {
        Column column = column_for(schema);
        if (!find_column(table, column.name)) table.columns.push_back(std::move(column));
    }
    if (chance(80)) table.primary_key = PrimaryKey{chance(20) ? object_word("pk") : "", {table.columns.front().name}};
    if (chance(30)) table.uniques.push_back(unique_for(table));
    for (int i = number(0, 2); i > 0; --i) table.checks.push_back(check_for(table));
    if (auto key = foreign_key_for(schema, table); key && chance(40)) table.foreign_keys.push_back(std::move(*key));
    if (chance(10) && schema.dialect == Dialect::postgresql) table.comment = "what it holds";
    return table;
}

inline Table some_table(const Schema& schema) {
    std::vector<TableName> names;
    for (const auto& [name, table] : schema.tables) names.push_back(name);
    return schema.tables.at(one_of(names));
}

inline std::vector<std::string> constraint_names(const Table& table) {
    std::vector<std::string> names;
    const auto add = [&](const auto& items) {
        for (const auto& item : items) names.push_back(item.name);
    };
    if (table.primary_key) names.push_back(table.primary_key->name);
    add(table.uniques);
    add(table.checks);
    add(table.foreign_keys);
    return names;
}

inline Operation alter_column(const Schema& schema, const Table& table) {
    const std::string name = one_of(column_names(table));
    AlterColumn change{table.name, name};
    const Column fresh = lowered(portable_column(), schema.dialect);
    if (chance(40)) change.type = fresh.type;
    if (chance(40)) change.nullable = chance(50);
    change.set_default = chance(40) || !(change.type || change.nullable);
    if (change.set_default) change.server_default = fresh.server_default;
    if (chance(20)) change.using_sql = quote_identifier(name) + "::text";
    return change;
}

inline Operation constraint_operation(const Schema& schema, const Table& table) {
    const std::vector<std::string> names = constraint_names(table);
    switch (number(0, 6)) {
        case 0:
            return CreateUnique{table.name, unique_for(table)};
        case 1:
            return CreateCheck{table.name, check_for(table)};
        case 2:
            if (auto key = foreign_key_for(schema, table)) return CreateForeignKey{table.name, std::move(*key)};
            return CreateCheck{table.name, check_for(table)};
        case 3:
            return CreatePrimaryKey{table.name, PrimaryKey{"", some_columns(table)}};
        case 4:
            if (names.empty()) return CreateCheck{table.name, check_for(table)};
            return RenameConstraint{table.name, one_of(names), object_word("renamed")};
        default: {
            if (names.empty()) return CreateUnique{table.name, unique_for(table)};
            const std::string name = one_of(names);
            return DropConstraint{table.name, name, find_constraint(table, name), false, chance(30)};
        }
    }
}

inline Operation enum_operation(const Schema& schema) {
    const TableName fresh{"", one_of<std::string>({"mood", "state", "level"})};
    if (schema.enums.empty() || chance(30)) return CreateEnum{EnumType{fresh, {"sad", "ok"}}};
    const EnumType& type = schema.enums.begin()->second;
    switch (number(0, 3)) {
        case 0:
            return DropEnum{type.name, false, chance(50)};
        case 1:
            return RenameEnum{type.name, fresh};
        case 2:
            return AddEnumLabel{type.name, object_word("label"), chance(30) ? type.labels.front() : ""};
        default:
            return RenameEnumLabel{type.name, type.labels.front(), object_word("label")};
    }
}

inline Operation table_operation(const Schema& schema, const Table& table) {
    switch (number(0, 9)) {
        case 0:
            return DropTable{table.name, false, chance(50)};
        case 1:
            return RenameTable{table.name, {table.name.schema, table_word()}};
        case 2:
        case 3:
            return AddColumn{table.name, column_for(schema)};
        case 4:
        case 5:
            return DropColumn{table.name, one_of(column_names(table)), false, chance(50)};
        case 6:
        case 7:
            return RenameColumn{table.name, one_of(column_names(table)), column_word()};
        case 8:
            return CommentTable{table.name, chance(50) ? "a comment" : ""};
        default:
            return alter_column(schema, table);
    }
}

inline Operation index_operation(const Schema& schema, const Table& table) {
    if (table.indexes.empty() || chance(40)) return CreateIndex{table.name, index_for(schema, table), chance(20)};
    const Index index = one_of(table.indexes);
    if (chance(60)) return DropIndex{table.name, table.name.schema, index.name, chance(20)};
    return RenameIndex{table.name.schema, index.name, object_word("idx")};
}

/// An operation that mostly fits the schema; apply may refuse it.
inline Operation operation_on(const Schema& schema) {
    const bool postgres = schema.dialect == Dialect::postgresql;
    if (schema.tables.empty() || chance(15)) return CreateTable{table_for(schema)};
    if (postgres && chance(10)) return enum_operation(schema);
    const Table table = some_table(schema);
    if (table.columns.empty()) return AddColumn{table.name, column_for(schema)};
    if (chance(40)) return table_operation(schema, table);
    return chance(50) ? constraint_operation(schema, table) : index_operation(schema, table);
}

/// A schema that up to `steps` operations lead to; what apply refuses is left out.
inline Schema schema_for(Dialect dialect, int steps = 14) {
    Schema schema;
    schema.dialect = dialect;
    for (int i = 0; i < steps; ++i) {
        const Operation operation = i < 3 ? Operation(CreateTable{table_for(schema)}) : operation_on(schema);
        Result<Schema> next = migrate::apply(operation, schema);
        // Two constraints of one name are no state that operations lead to: SQLite takes them in CREATE TABLE alone.
        const auto repeats = [](const auto& entry) { return !repeated_constraint_names(entry.second).empty(); };
        if (next && std::none_of(next->tables.begin(), next->tables.end(), repeats)) schema = std::move(*next);
    }
    return schema;
}

inline Dialect dialect() {
    return chance(60) ? Dialect::postgresql : Dialect::sqlite;
}

}  // namespace migrate::generate
