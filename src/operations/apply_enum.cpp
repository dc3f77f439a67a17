#include <algorithm>

#include "operations/apply_parts.h"
#include "operations/array_literal.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::parts {
namespace {

template <class Change>
void change_users(Schema& schema, const TableName& name, Change change) {
    for (const EnumUser& user : users_of(schema, name))
        change(*find_column(*find_table(schema, user.table), user.column));
}

void spread_labels(Schema& schema, const TableName& name) {
    const std::vector<std::string>& labels = schema.enums.at(name).labels;
    change_users(schema, name, [&](Column& column) { innermost(column.type).labels = labels; });
}

/// A default that is the label, with or without a cast, follows the label's new name.
void rename_default(Column& column, const RenameEnumLabel& rename) {
    if (!column.server_default) return;
    std::string& sql = column.server_default->sql;
    if (column.type.kind == TypeKind::array) {
        sql = rename_in_array(sql, rename.from, rename.to);
        return;
    }
    const std::string old = quote_text(rename.from);
    const bool is_label = sql == old || sql.starts_with(old + "::");
    if (is_label) sql = quote_text(rename.to) + sql.substr(old.size());
}

/// PostgreSQL keeps the labels that others compare with as values, not as text.
void rename_compared(Schema& schema, const EnumUser& user, const RenameEnumLabel& rename) {
    Table& table = *find_table(schema, user.table);
    const auto follow = [&](std::string& sql) {
        sql = replace_literal_in(sql, quote_text(rename.from), quote_text(rename.to));
    };
    const auto follow_in_table = [&](std::string& sql) {
        if (mentions_column(table, sql, user.column)) follow(sql);
    };
    for (Check& check : table.checks) follow_in_table(check.sql);
    for (Exclude& exclude : table.excludes) follow_in_table(exclude.sql);
    for (Index& index : table.indexes) {
        follow_in_table(index.where);
        for (IndexElement& element : index.elements) follow_in_table(element.expression);
    }
    change_each(schema.views, [&](auto& view) {
        if (reads_column(view.second, user.table, user.column)) follow(view.second);
    });
    change_each(schema.attachments, [&](Attachment& thing) {
        if (thing.owner == user.table) follow(thing.sql);
    });
}

/// Where the new label goes; nullopt when its neighbour is not there.
std::optional<std::size_t> place_of(const std::vector<std::string>& labels, const AddEnumLabel& addition) {
    const std::string& neighbour = addition.before.empty() ? addition.after : addition.before;
    if (neighbour.empty()) return labels.size();
    const auto found = std::find(labels.begin(), labels.end(), neighbour);
    if (found == labels.end()) return std::nullopt;
    return static_cast<std::size_t>(found - labels.begin()) + (addition.before.empty() ? 1 : 0);
}

faults::Fault no_such_label(const EnumType& type, std::string_view label) {
    return fail("no_such_type", "type " + to_string(type.name) + " has no label '" + std::string(label) + "'",
                faults::hint_from(type.labels, label, "its labels"));
}

bool type_name_taken(const Schema& schema, const TableName& name) {
    return schema.enums.contains(name) || schema.tables.contains(name) || schema.views.contains(name);
}

}  // namespace

Result<Schema> apply_one(const CreateEnum& operation, Schema schema) {
    const TableName& name = operation.type.name;
    if (operation.if_not_exists && schema.enums.contains(name)) return schema;
    if (type_name_taken(schema, name)) return faults::type_exists(name);
    schema.enums.change().emplace(name, operation.type);
    return schema;
}

Result<Schema> apply_one(const DropEnum& operation, Schema schema) {
    if (!schema.enums.contains(operation.name)) {
        if (operation.if_exists) return schema;
        return faults::no_such_type(schema, operation.name);
    }
    const std::vector<EnumUser> users = users_of(schema, operation.name);
    if (!users.empty() && !operation.cascade) {
        return faults::depends_on("type " + to_string(operation.name),
                                  "column " + to_string(users.front().table) + "." + users.front().column);
    }
    for (const EnumUser& user : users) {
        Result<Schema> dropped = drop_column(std::move(schema), user.table, user.column, true);
        if (!dropped) return dropped;
        schema = std::move(*dropped);
    }
    schema.enums.change().erase(operation.name);
    return schema;
}

Result<Schema> apply_one(const RenameEnum& operation, Schema schema) {
    if (!schema.enums.contains(operation.from)) return faults::no_such_type(schema, operation.from);
    if (type_name_taken(schema, operation.to)) return faults::type_exists(operation.to);
    auto node = schema.enums.change().extract(operation.from);
    node.key() = operation.to;
    node.mapped().name = operation.to;
    schema.enums.change().insert(std::move(node));
    change_users(schema, operation.from, [&](Column& column) {
        Type& type = innermost(column.type);
        type.name = operation.to.name;
        type.name_schema = operation.to.schema;
    });
    return schema;
}

Result<Schema> apply_one(const AddEnumLabel& operation, Schema schema) {
    const auto found = schema.enums.find(operation.name);
    if (found == schema.enums.end()) return faults::no_such_type(schema, operation.name);
    const EnumType& type = found->second;
    if (std::ranges::find(type.labels, operation.label) != type.labels.end()) {
        if (operation.if_not_exists) return schema;
        return fail("type_exists",
                    "type " + to_string(operation.name) + " already has the label '" + operation.label + "'");
    }
    const auto place = place_of(type.labels, operation);
    if (!place) return no_such_label(type, operation.before.empty() ? operation.after : operation.before);
    std::vector<std::string>& labels = schema.enums.change().at(operation.name).labels;
    labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(*place), operation.label);
    spread_labels(schema, operation.name);
    return schema;
}

Result<Schema> apply_one(const RenameEnumLabel& operation, Schema schema) {
    const auto found = schema.enums.find(operation.name);
    if (found == schema.enums.end()) return faults::no_such_type(schema, operation.name);
    const EnumType& type = found->second;
    if (std::ranges::find(type.labels, operation.from) == type.labels.end()) return no_such_label(type, operation.from);
    if (std::ranges::find(type.labels, operation.to) != type.labels.end()) {
        return fail("type_exists",
                    "type " + to_string(operation.name) + " already has the label '" + operation.to + "'");
    }
    std::vector<std::string>& labels = schema.enums.change().at(operation.name).labels;
    *std::ranges::find(labels, operation.from) = operation.to;
    spread_labels(schema, operation.name);
    change_users(schema, operation.name, [&](Column& column) { rename_default(column, operation); });
    for (const EnumUser& user : users_of(schema, operation.name)) rename_compared(schema, user, operation);
    return schema;
}

}  // namespace migrate::parts
