#include <algorithm>

#include "operations/apply_parts.h"
#include "operations/constraints.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/function_text.h"
#include "operations/hanging.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::parts {
namespace {

bool on_postgres(const Schema& schema) {
    return schema.dialect == Dialect::postgresql;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string full_name(const Table& table, std::string_view column) {
    return "column " + to_string(table.name) + "." + std::string(column);
}

std::vector<std::string> computed_from(const Table& table, const std::string& column) {
    std::vector<std::string> found;
    for (const Column& each : table.columns) {
        if (each.computed && each.name != column && mentions_column(table, *each.computed, column))
            found.push_back(each.name);
    }
    return found;
}

void take_column_out(Table& table, const std::string& column) {
    const auto in_text = [&](const auto& item) { return mentions_column(table, item.sql, column); };
    std::erase_if(table.checks, in_text);
    std::erase_if(table.excludes, in_text);
    std::erase_if(table.indexes, [&](const Index& index) { return mentions_column(table, index, column); });
    std::erase_if(table.uniques, [&](const Unique& unique) { return contains(unique.columns, column); });
    std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return contains(key.columns, column); });
    if (table.primary_key && contains(table.primary_key->columns, column)) table.primary_key.reset();
    std::erase_if(table.columns, [&](const Column& each) { return each.name == column; });
}

void rename_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
    std::replace(names.begin(), names.end(), from, to);
}

void rename_in_indexes(Table& table, const std::string& from, const std::string& to) {
    for (Index& index : table.indexes) {
        for (IndexElement& element : index.elements) {
            if (element.column == from) element.column = to;
            element.expression = rename_column_in(element.expression, from, to);
        }
        index.where = rename_column_in(index.where, from, to);
        rename_in(index.include, from, to);
    }
}

void rename_in_table(Table& table, const std::string& from, const std::string& to) {
    find_column(table, from)->name = to;
    for (Column& column : table.columns) {
        if (column.computed) column.computed = rename_column_in(*column.computed, from, to);
    }
    if (table.primary_key) rename_in(table.primary_key->columns, from, to);
    for (Unique& unique : table.uniques) rename_in(unique.columns, from, to);
    for (Check& check : table.checks) check.sql = rename_column_in(check.sql, from, to);
    for (ForeignKey& key : table.foreign_keys) rename_in(key.columns, from, to);
    for (Exclude& exclude : table.excludes) exclude.sql = rename_column_in(exclude.sql, from, to);
    rename_in_indexes(table, from, to);
}

/// The error that PostgreSQL gives for a change that another fact of the column forbids.
std::optional<Error> forbidden(const Table& table, const Column& column, const AlterColumn& change) {
    const std::string what = full_name(table, column.name);
    const bool in_key = table.primary_key && contains(table.primary_key->columns, column.name);
    if (change.nullable == true && in_key) {
        return fail("depends_on", what + " cannot become nullable: it is in the primary key",
                    "drop the primary key first")
            .value();
    }
    const bool is_identity = column.identity && *column.identity != IdentityKind::serial;
    const bool stays = is_identity && !(change.set_identity && !change.identity);
    if (stays && change.set_default && change.server_default) {
        return fail("depends_on", what + " cannot have a default: it is an identity column", "drop the identity first")
            .value();
    }
    if (stays && change.nullable == true) {
        return fail("depends_on", what + " cannot become nullable: it is an identity column", "drop the identity first")
            .value();
    }
    if (stays && change.type && !is_whole_number(change.type->kind)) {
        return fail("depends_on",
                    what + " cannot become " + sql_of(*change.type, Dialect::postgresql) + ": it is an identity column",
                    "drop the identity first")
            .value();
    }
    return std::nullopt;
}

/// With CASCADE the views over the column go, and so do what else names it; statistics go in any case.
void drop_what_names(Schema& schema, const TableName& table, const std::string& column) {
    std::vector<TableName> views;
    for (const auto& [name, sql] : schema.views) {
        if (reads_column(sql, table, column)) views.push_back(name);
    }
    for (const TableName& view : views) drop_view(schema, view);
    take_away(schema, [&](const Attachment& thing) {
        return thing.owner == table && !columns_in_expression(thing.sql, {column}).empty();
    });
}

void rename_in_attached(Schema& schema, const RenameColumn& rename) {
    const bool keep_name = on_postgres(schema);
    change_each(schema.views, [&](auto& view) {
        view.second = rename_column_in_view(view.second, rename.table, rename.from, rename.to, keep_name);
    });
    change_each(schema.attachments, [&](Attachment& thing) {
        const bool reads =
            thing.kind == "function" && has_read_body(thing.sql) && mentions_table(thing.sql, rename.table.name);
        if (thing.owner == rename.table || reads) thing.sql = rename_column_in(thing.sql, rename.from, rename.to);
    });
}

/// A serial column that gets another default or a type of another family counts no more; its sequence stays, and goes
/// with the column.
void leave_serial(Schema& schema, const TableName& table, Column& column, TypeKind counted) {
    column.identity.reset();
    const TableName name = serial_sequence(table, column.name);
    column.server_default = Default{"nextval('" + sql_name(name) + "'::regclass)", std::nullopt};
    if (schema.sequences.contains(name)) return;
    const bool wide = counted == TypeKind::bigint;
    schema.sequences.change().emplace(name, wide ? "" : "AS " + sql_of(Type{.kind = counted}, Dialect::postgresql));
    schema.attachments.change().push_back(ownership(name, table, column.name));
}

/// The other way: a whole number that takes its default from the sequence that it owns is serial.
void become_serial(Schema& schema, const TableName& table, Column& column) {
    if (column.identity || !is_whole_number(column.type.kind) || !column.server_default) return;
    const auto counts = [&](const Attachment& thing) {
        return thing.kind == "ownership" && thing.owner == table && thing.unsure.empty() &&
               !columns_in_expression(thing.sql, {column.name}).empty() &&
               calls_sequence(column.server_default->sql, read_table_name(thing.name));
    };
    if (std::none_of(schema.attachments.begin(), schema.attachments.end(), counts)) return;
    take_away(schema, counts);
    column.identity = IdentityKind::serial;
    column.server_default.reset();
}

void change_default(Schema& schema, Column& column, const AlterColumn& change, TypeKind counted) {
    const bool is_serial = column.identity == IdentityKind::serial && on_postgres(schema);
    const bool counts_no_more = change.set_default || !is_whole_number(column.type.kind);
    if (is_serial && counts_no_more) leave_serial(schema, change.table, column, counted);
    if (change.set_default) column.server_default = change.server_default;
    if (change.set_identity) {
        column.identity = change.identity;
        if (change.identity) column.server_default.reset();
    }
    if (on_postgres(schema)) become_serial(schema, change.table, column);
}

}  // namespace

Result<Schema> drop_column(Schema schema, const TableName& name, const std::string& column, bool cascade) {
    Table& table = *find_table(schema, name);
    const std::vector<std::string> computed = computed_from(table, column);
    if (!cascade && !computed.empty()) {
        return faults::depends_on(full_name(table, column), full_name(table, computed.front()));
    }
    if (on_postgres(schema)) {
        const std::vector<Referrer> keys = referrers_of_column(schema, name, column);
        if (!cascade && !keys.empty()) return faults::depends_on(full_name(table, column), to_text(keys.front()));
        for (const Referrer& key : keys) drop_foreign_key(schema, key);
    }
    if (!cascade) {
        const DropColumn drop{.table = name, .column = column};
        if (auto error = held_fast(drop, full_name(table, column), schema)) return tl::unexpected(std::move(*error));
    }
    if (on_postgres(schema)) drop_what_names(schema, name, column);
    // A computed column never feeds another one, so one round is enough.
    for (const std::string& each : computed) take_column_out(table, each);
    take_column_out(table, column);
    return schema;
}

Result<Schema> apply_one(const AddColumn& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    if (find_column(*table, operation.column.name)) {
        if (operation.if_not_exists) return schema;
        return faults::column_exists(*table, operation.column.name);
    }
    Result<Column> column = settle_column(schema, operation.column);
    if (!column) return tl::unexpected(std::move(column.error()));
    table->columns.push_back(std::move(*column));
    return schema;
}

Result<Schema> apply_one(const DropColumn& operation, Schema schema) {
    const Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    if (!find_column(*table, operation.column)) {
        if (operation.if_exists) return schema;
        return faults::no_such_column(*table, operation.column);
    }
    return drop_column(std::move(schema), operation.table, operation.column, operation.cascade);
}

Result<Schema> apply_one(const RenameColumn& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    if (!find_column(*table, operation.from)) return faults::no_such_column(*table, operation.from);
    if (find_column(*table, operation.to)) return faults::column_exists(*table, operation.to);
    if (auto error = held_fast(operation, full_name(*table, operation.from), schema))
        return tl::unexpected(std::move(*error));
    rename_in_table(*table, operation.from, operation.to);
    rename_in_attached(schema, operation);
    for (const TableName& name : tables_referring_to(schema, operation.table)) {
        for (ForeignKey& key : find_table(schema, name)->foreign_keys) {
            if (key.target == operation.table) rename_in(key.target_columns, operation.from, operation.to);
        }
    }
    return schema;
}

Result<Schema> apply_one(const AlterColumn& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    Column* column = find_column(*table, operation.column);
    if (!column) return faults::no_such_column(*table, operation.column);
    if (on_postgres(schema)) {
        if (auto error = forbidden(*table, *column, operation)) return tl::unexpected(std::move(*error));
        const std::string what = full_name(*table, column->name);
        if (auto error = held_fast(operation, what, schema)) return tl::unexpected(std::move(*error));
    }
    const TypeKind counted = column->type.kind;
    if (operation.type) {
        Result<Type> type = settle_type(schema, *operation.type);
        if (!type) return tl::unexpected(std::move(type.error()));
        column->type = std::move(*type);
        if (auto error = unordered_user(schema, *table, column->name)) return tl::unexpected(std::move(*error));
    }
    if (operation.nullable) column->nullable = *operation.nullable;
    change_default(schema, *column, operation, counted);
    if (operation.comment && on_postgres(schema)) column->comment = *operation.comment;
    return schema;
}

}  // namespace migrate::parts
