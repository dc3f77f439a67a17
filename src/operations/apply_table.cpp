#include <algorithm>
#include <set>
#include <utility>

#include "operations/apply_parts.h"
#include "operations/constraints.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/function_text.h"
#include "operations/hanging.h"
#include "operations/postgres_names.h"
#include "schema/expression.h"

namespace migrate::parts {
namespace {

bool on_postgres(const Schema& schema) {
    return schema.dialect == Dialect::postgresql;
}

/// The error when a table cannot have this name.
std::optional<Error> taken_table_name(const Schema& schema, const TableName& name) {
    if (schema.tables.contains(name)) return faults::table_exists(name).value();
    if (schema.views.contains(name)) return faults::table_exists(name, "view").value();
    if (on_postgres(schema)) {
        const std::string holder = relation_holding(schema, name.schema, name.name);
        if (!holder.empty()) return faults::table_exists(name, holder).value();
        if (schema.enums.contains(name)) return faults::type_exists(name).value();
        return std::nullopt;
    }
    const Table* owner = find_index_owner(schema, name.schema, name.name);
    if (owner) return faults::table_exists(name, "index of " + to_string(owner->name)).value();
    return std::nullopt;
}

Result<std::vector<Column>> settle_columns(const Schema& schema, const Table& table) {
    std::vector<Column> columns;
    std::set<std::string_view> names;
    for (const Column& column : table.columns) {
        if (!names.insert(column.name).second) return faults::column_exists(table, column.name);
        Result<Column> settled = settle_column(schema, column);
        if (!settled) return tl::unexpected(std::move(settled.error()));
        columns.push_back(std::move(*settled));
    }
    return columns;
}

/// PostgreSQL makes one of the keys on the same columns in one CREATE TABLE; the first keeps its place, or
/// gets a name from a later one.
Table without_repeated_keys(Table table) {
    std::vector<Unique> kept;
    for (Unique& unique : table.uniques) {
        const bool like_key = table.primary_key && table.primary_key->columns == unique.columns &&
                              !unique.nulls_not_distinct && unique.deferrable.empty();
        if (like_key) {
            if (table.primary_key->name.empty()) table.primary_key->name = unique.name;
            continue;
        }
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const Unique& other) {
            return other.columns == unique.columns && other.nulls_not_distinct == unique.nulls_not_distinct &&
                   other.deferrable == unique.deferrable;
        });
        if (same == kept.end())
            kept.push_back(std::move(unique));
        else if (same->name.empty())
            same->name = unique.name;
    }
    table.uniques = std::move(kept);
    return table;
}

/// Adds each constraint. In SQLite's CREATE TABLE two may have one name: there each is added without it, and gets it
/// then.
template <class Constraint>
Result<Schema> add_all(Result<Schema> schema, const TableName& table, std::vector<Constraint> constraints,
                       std::vector<Constraint> Table::* list,
                       Result<Schema> (*add)(Schema, const TableName&, Constraint)) {
    for (Constraint& constraint : constraints) {
        if (!schema) return schema;
        const bool strict = on_postgres(*schema);
        const std::string name = strict ? std::string() : std::exchange(constraint.name, std::string());
        schema = add(std::move(*schema), table, std::move(constraint));
        if (schema && !strict) (find_table(*schema, table)->*list).back().name = name;
    }
    return schema;
}

/// PostgreSQL's own order: checks, then the keys that stand on an index, then foreign keys.
Result<Schema> add_parts(Schema schema, const Table& parts) {
    const TableName& name = parts.name;
    Result<Schema> result = add_all(std::move(schema), name, parts.checks, &Table::checks, add_check);
    if (result && parts.primary_key) result = add_primary_key(std::move(*result), name, *parts.primary_key);
    result = add_all(std::move(result), name, parts.uniques, &Table::uniques, add_unique);
    result = add_all(std::move(result), name, parts.excludes, &Table::excludes, add_exclude);
    result = add_all(std::move(result), name, parts.foreign_keys, &Table::foreign_keys, add_foreign_key);
    for (const Index& index : parts.indexes) {
        if (result) result = add_index(std::move(*result), name, index);
    }
    return result;
}

/// Foreign keys and views of others that hold the table; the error, or the schema without them under
/// `cascade`.
Result<Schema> release_table(Schema schema, const TableName& name, bool cascade) {
    const std::vector<Referrer> keys = referrers(schema, name, false);
    const std::vector<TableName> views = views_on(schema, name);
    const std::string what = "table " + to_string(name);
    if (!cascade && !keys.empty()) return faults::depends_on(what, to_text(keys.front()));
    if (!cascade && !views.empty()) return faults::depends_on(what, "view " + to_string(views.front()));
    if (auto error = held_fast(DropTable{.table = name, .cascade = cascade}, what, schema))
        return tl::unexpected(std::move(*error));
    for (const Referrer& key : keys) drop_foreign_key(schema, key);
    for (const TableName& view : views) drop_view(schema, view);
    return schema;
}

void follow_rename(Schema& schema, const RenameTable& rename) {
    for (const TableName& name : tables_referring_to(schema, rename.from)) {
        for (ForeignKey& key : find_table(schema, name)->foreign_keys) {
            if (key.target == rename.from) key.target = rename.to;
        }
    }
    change_each(schema.views,
                [&](auto& view) { view.second = rename_table_in(view.second, rename.from.name, rename.to.name); });
    change_each(schema.attachments, [&](Attachment& thing) {
        if (thing.owner == rename.from) thing.owner = rename.to;
        const bool by_text = thing.kind == "function" && !has_read_body(thing.sql);
        const std::string known = by_text ? signature_of(thing.sql) : thing.sql;  // the rest is text to the database
        thing.sql = rename_table_in(known, rename.from.name, rename.to.name) + thing.sql.substr(known.size());
    });
    Table& table = *find_table(schema, rename.to);
    for (Check& check : table.checks) check.sql = rename_table_in(check.sql, rename.from.name, rename.to.name);
    for (Index& index : table.indexes) index.where = rename_table_in(index.where, rename.from.name, rename.to.name);
}

}  // namespace

Result<Schema> apply_one(const CreateTable& operation, Schema schema) {
    const TableName& name = operation.table.name;
    if (operation.if_not_exists && (schema.tables.contains(name) || schema.views.contains(name))) return schema;
    if (auto error = taken_table_name(schema, name)) return tl::unexpected(std::move(*error));
    Result<std::vector<Column>> columns = settle_columns(schema, operation.table);
    if (!columns) return tl::unexpected(std::move(columns.error()));
    Table table;
    table.name = name;
    table.columns = std::move(*columns);
    if (on_postgres(schema)) table.comment = operation.table.comment;
    schema.tables.emplace(name, std::move(table));
    if (!on_postgres(schema)) return add_parts(std::move(schema), operation.table);
    return add_parts(std::move(schema), without_repeated_keys(operation.table));
}

Result<Schema> apply_one(const DropTable& operation, Schema schema) {
    if (!schema.tables.contains(operation.table)) {
        if (operation.if_exists) return schema;
        return faults::no_such_table(schema, operation.table);
    }
    Result<Schema> released = on_postgres(schema) ? release_table(std::move(schema), operation.table, operation.cascade)
                                                  : Result<Schema>(std::move(schema));
    if (!released) return released;
    released->tables.erase(operation.table);
    take_away(*released, [&](const Attachment& thing) { return thing.owner == operation.table; });
    return released;
}

Result<Schema> apply_one(const RenameTable& operation, Schema schema) {
    if (!schema.tables.contains(operation.from)) return faults::no_such_table(schema, operation.from);
    if (auto error = taken_table_name(schema, operation.to)) return tl::unexpected(std::move(*error));
    Table table = *schema.tables.take(operation.from);
    table.name = operation.to;
    schema.tables.emplace(operation.to, std::move(table));
    follow_rename(schema, operation);
    return schema;
}

Result<Schema> apply_one(const CommentTable& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    if (on_postgres(schema)) table->comment = operation.comment;
    return schema;
}

}  // namespace migrate::parts
