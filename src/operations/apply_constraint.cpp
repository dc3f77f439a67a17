#include <algorithm>

#include "operations/apply_parts.h"
#include "operations/constraints.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/postgres_names.h"

namespace migrate::parts {
namespace {

bool on_postgres(const Schema& schema) {
    return schema.dialect == Dialect::postgresql;
}

bool stands_on_index(ConstraintKind kind) {
    return kind == ConstraintKind::primary_key || kind == ConstraintKind::unique || kind == ConstraintKind::exclude;
}

/// ADD CONSTRAINT ... UNIQUE USING INDEX: the index becomes the constraint and takes its name.
Result<Schema> make_index_unique(const CreateUnique& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    const Index* index = find_index(*table, operation.using_index);
    if (!index) return faults::no_such_index(schema, operation.table.schema, operation.using_index);
    Unique unique = operation.unique;
    if (unique.name.empty()) unique.name = index->name;
    unique.nulls_not_distinct = index->nulls_not_distinct;
    unique.columns.clear();
    for (const IndexElement& element : index->elements) unique.columns.push_back(element.column);
    std::erase_if(table->indexes, [&](const Index& each) { return each.name == operation.using_index; });
    return add_unique(std::move(schema), operation.table, std::move(unique));
}

/// The kind of what is to go: by name, or by kind alone where the constraint has no name (SQLite; the primary
/// key).
std::optional<ConstraintKind> kind_to_drop(const Table& table, const DropConstraint& operation) {
    if (!operation.name.empty()) return find_constraint(table, operation.name);
    if (operation.kind == ConstraintKind::primary_key && !table.primary_key) return std::nullopt;
    return operation.kind;
}

/// Drops the last of this name: only the unnamed ones of SQLite can be several.
template <class Items>
bool erase_last(Items& items, const std::string& name) {
    const auto found = std::find_if(items.rbegin(), items.rend(), [&](const auto& item) { return item.name == name; });
    if (found == items.rend()) return false;
    items.erase(std::next(found).base());
    return true;
}

bool erase_constraint(Table& table, ConstraintKind kind, const std::string& name) {
    switch (kind) {
        case ConstraintKind::primary_key:
            table.primary_key.reset();
            return true;
        case ConstraintKind::unique:
            return erase_last(table.uniques, name);
        case ConstraintKind::check:
            return erase_last(table.checks, name);
        case ConstraintKind::foreign_key:
            return erase_last(table.foreign_keys, name);
        case ConstraintKind::exclude:
            return erase_last(table.excludes, name);
    }
    return false;
}

template <class Items>
bool rename_first(Items& items, const std::string& from, const std::string& to) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == from; });
    if (found == items.end()) return false;
    found->name = to;
    return true;
}

bool rename_constraint(Table& table, ConstraintKind kind, const std::string& from, const std::string& to) {
    switch (kind) {
        case ConstraintKind::primary_key:
            table.primary_key->name = to;
            return true;
        case ConstraintKind::unique:
            return rename_first(table.uniques, from, to);
        case ConstraintKind::check:
            return rename_first(table.checks, from, to);
        case ConstraintKind::foreign_key:
            return rename_first(table.foreign_keys, from, to);
        case ConstraintKind::exclude:
            return rename_first(table.excludes, from, to);
    }
    return false;
}

/// Foreign keys that stand on the key: the error, or the schema without them under `cascade`.
Result<Schema> release_key(Schema schema, const DropConstraint& operation) {
    const std::vector<Referrer> keys = referrers_of_key(schema, operation.table, operation.name);
    if (!operation.cascade && !keys.empty()) {
        return faults::depends_on("constraint " + operation.name + " of " + to_string(operation.table),
                                  to_text(keys.front()));
    }
    for (const Referrer& key : keys) drop_foreign_key(schema, key);
    return schema;
}

}  // namespace

Result<Schema> apply_one(const CreatePrimaryKey& operation, Schema schema) {
    return add_primary_key(std::move(schema), operation.table, operation.primary_key);
}

Result<Schema> apply_one(const CreateUnique& operation, Schema schema) {
    if (!schema.tables.contains(operation.table)) return faults::no_such_table(schema, operation.table);
    if (!operation.using_index.empty()) return make_index_unique(operation, std::move(schema));
    return add_unique(std::move(schema), operation.table, operation.unique);
}

Result<Schema> apply_one(const CreateCheck& operation, Schema schema) {
    return add_check(std::move(schema), operation.table, operation.check);
}

Result<Schema> apply_one(const CreateForeignKey& operation, Schema schema) {
    return add_foreign_key(std::move(schema), operation.table, operation.foreign_key);
}

Result<Schema> apply_one(const CreateExclude& operation, Schema schema) {
    return add_exclude(std::move(schema), operation.table, operation.exclude);
}

Result<Schema> apply_one(const DropConstraint& operation, Schema schema) {
    const Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    const auto kind = kind_to_drop(*table, operation);
    if (!kind) {
        if (operation.if_exists) return schema;
        return faults::no_such_constraint(*table, operation.name);
    }
    DropConstraint exact = operation;
    if (exact.name.empty() && table->primary_key && kind == ConstraintKind::primary_key)
        exact.name = table->primary_key->name;
    if (on_postgres(schema) && stands_on_index(*kind)) {
        Result<Schema> released = release_key(std::move(schema), exact);
        if (!released) return released;
        schema = std::move(*released);
    }
    Table* changed = find_table(schema, operation.table);
    if (!erase_constraint(*changed, *kind, exact.name)) return faults::no_such_constraint(*changed, operation.name);
    return schema;
}

Result<Schema> apply_one(const RenameConstraint& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    const auto kind = find_constraint(*table, operation.from);
    if (!kind) return faults::no_such_constraint(*table, operation.from);
    if (find_constraint(*table, operation.to)) return faults::constraint_exists(*table, operation.to);
    if (on_postgres(schema) && stands_on_index(*kind)) {
        const std::string holder = relation_holding(schema, operation.table.schema, operation.to);
        if (!holder.empty()) return faults::index_exists(operation.to, holder);
    }
    rename_constraint(*table, *kind, operation.from, operation.to);
    return schema;
}

Result<Schema> apply_one(const ValidateConstraint& operation, Schema schema) {
    Table* table = find_table(schema, operation.table);
    if (!table) return faults::no_such_table(schema, operation.table);
    if (!find_constraint(*table, operation.name)) return faults::no_such_constraint(*table, operation.name);
    for (Check& check : table->checks) {
        if (check.name == operation.name) check.not_valid = false;
    }
    for (ForeignKey& key : table->foreign_keys) {
        if (key.name == operation.name) key.not_valid = false;
    }
    return schema;
}

}  // namespace migrate::parts
