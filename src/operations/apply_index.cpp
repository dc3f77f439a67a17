#include <algorithm>

#include "operations/apply_parts.h"
#include "operations/constraints.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/postgres_names.h"

namespace migrate::parts {
namespace {

void rename_index(Table& table, const std::string& from, const std::string& to) {
    for (Index& index : table.indexes) {
        if (index.name == from) index.name = to;
    }
}

/// The table of the constraint that stands on an index of this name; its index and it share the name on
/// PostgreSQL.
std::optional<TableName> owner_of_key(const Schema& schema, const std::string& schema_name, const std::string& name) {
    if (schema.dialect != Dialect::postgresql) return std::nullopt;
    const auto* owner = schema.tables.find_marked(mark_of_name(name), [&](const auto& entry) {
        const auto kind = find_constraint(entry.second, name);
        const bool has_index = kind && *kind != ConstraintKind::check && *kind != ConstraintKind::foreign_key;
        return entry.first.schema == schema_name && has_index;
    });
    return owner ? std::optional(owner->first) : std::nullopt;
}

/// A constraint's own index is not dropped or made by itself.
faults::Fault missing_index(const Schema& schema, const std::string& schema_name, const std::string& name) {
    const std::string holder = relation_holding(schema, schema_name, name);
    const bool is_constraint = schema.dialect == Dialect::postgresql && holder.starts_with("constraint ");
    if (is_constraint) return faults::depends_on("index " + name, holder);
    return faults::no_such_index(schema, schema_name, name);
}

}  // namespace

Result<Schema> apply_one(const CreateIndex& operation, Schema schema) {
    const std::string& name = operation.index.name;
    const bool exists = !name.empty() && !index_name_holder(schema, operation.table.schema, name).empty();
    if (operation.if_not_exists && exists) return schema;
    return add_index(std::move(schema), operation.table, operation.index);
}

Result<Schema> apply_one(const DropIndex& operation, Schema schema) {
    const std::string space = operation.schema.empty() && operation.table ? operation.table->schema : operation.schema;
    const Table* owner = find_index_owner(schema, space, operation.index);
    if (!owner) {
        const bool gone = relation_holding(schema, space, operation.index).empty();
        if (operation.if_exists && gone) return schema;
        return missing_index(schema, space, operation.index);
    }
    if (schema.dialect == Dialect::postgresql) {
        const std::vector<Referrer> keys = referrers_of_key(schema, owner->name, operation.index);
        if (!keys.empty()) return faults::depends_on("index " + operation.index, to_text(keys.front()));
    }
    Table* table = find_table(schema, TableName(owner->name));
    std::erase_if(table->indexes, [&](const Index& index) { return index.name == operation.index; });
    return schema;
}

Result<Schema> apply_one(const RenameIndex& operation, Schema schema) {
    const Table* table = find_index_owner(schema, operation.schema, operation.from);
    if (!table) {
        const auto owner = owner_of_key(schema, operation.schema, operation.from);
        if (owner) return apply_one(RenameConstraint{*owner, operation.from, operation.to}, std::move(schema));
        const bool gone = relation_holding(schema, operation.schema, operation.from).empty();
        if (operation.if_exists && gone) return schema;
        return missing_index(schema, operation.schema, operation.from);
    }
    const std::string holder = index_name_holder(schema, operation.schema, operation.to);
    if (!holder.empty()) return faults::index_exists(operation.to, holder);
    rename_index(*find_table(schema, TableName(table->name)), operation.from, operation.to);
    return schema;
}

}  // namespace migrate::parts
