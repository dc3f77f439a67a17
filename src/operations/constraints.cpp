#include "operations/constraints.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/postgres_names.h"
#include "schema/doubts.h"

namespace migrate {
namespace {

bool on_postgres(const Schema& schema) {
    return schema.dialect == Dialect::postgresql;
}

/// The error when a name that stands on an index of its own is not free.
std::optional<Error> taken_relation(const Schema& schema, const Table& table, const std::string& name) {
    const std::string holder = relation_holding(schema, table.name.schema, name);
    if (holder.empty()) return std::nullopt;
    return faults::index_exists(name, holder).value();
}

std::optional<Error> taken_constraint(const Table& table, const std::string& name) {
    if (!find_constraint(table, name)) return std::nullopt;
    return faults::constraint_exists(table, name).value();
}

/// Names it where PostgreSQL would; then both senses of "taken" are looked at.
template <class Constraint>
Result<Constraint> with_name(const Schema& schema, const Table& table, Constraint constraint, bool has_index) {
    if (on_postgres(schema) && constraint.name.empty()) constraint.name = postgres_name(schema, table, constraint);
    if (auto error = taken_constraint(table, constraint.name)) return tl::unexpected(std::move(*error));
    if (on_postgres(schema) && has_index) {
        if (auto error = taken_relation(schema, table, constraint.name)) return tl::unexpected(std::move(*error));
    }
    return constraint;
}

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns = index.include;
    for (const IndexElement& element : index.elements) {
        if (!element.column.empty()) columns.push_back(element.column);
    }
    return columns;
}

/// The types of PostgreSQL that nothing is equal to and nothing is less in, so that no index sorts them (measured with
/// 15).
bool has_order(const Type& type) {
    constexpr std::array<std::string_view, 9> kUnordered = {"xml",  "point",   "line",   "lseg",    "box",
                                                            "path", "polygon", "circle", "jsonpath"};
    const Type& inner = innermost(type);
    if (inner.kind == TypeKind::other) return std::ranges::count(kUnordered, base::lower(inner.name)) == 0;
    return inner.kind != TypeKind::json;
}

std::optional<Error> unordered_column(const Schema& schema, const Table& table, const std::vector<std::string>& names,
                                      std::string_view what) {
    if (!on_postgres(schema)) return std::nullopt;
    for (const std::string& name : names) {
        const Column* column = find_column(table, name);
        if (column == nullptr || has_order(column->type)) continue;
        const std::string type = sql_of(column->type, Dialect::postgresql);
        return fail("no_order",
                    to_string(table.name) + "." + name + " is " + type +
                        ", which PostgreSQL cannot compare, so that no " + std::string(what) + " can stand on it",
                    innermost(column->type).kind == TypeKind::json
                        ? "make the column jsonb, or index an expression over it"
                        : "index an expression over it, or name a method and an operator class for it")
            .value();
    }
    return std::nullopt;
}

/// Those that an index sorts or compares by the type's own order.
std::vector<std::string> sorted_columns(const Index& index) {
    std::vector<std::string> columns;
    const bool sorts = index.method.empty() || index.method == "btree" || index.method == "hash";
    for (const IndexElement& element : index.elements) {
        if (sorts && element.opclass.empty() && !element.column.empty()) columns.push_back(element.column);
    }
    return columns;
}

/// The target's key columns where the key names none; errors of PostgreSQL when the target is not there or
/// not unique.
Result<ForeignKey> with_target(const Schema& schema, const Table& table, ForeignKey key) {
    const Table* target = find_table(schema, key.target);
    const bool certain = !find_doubt_within(schema, key.target) && find_possible_doubt(schema) == nullptr;
    const bool strict = on_postgres(schema) && certain;
    if (!target) {
        if (strict) return faults::no_such_table(schema, key.target);
        return key;
    }
    if (key.target_columns.empty() && target->primary_key) key.target_columns = target->primary_key->columns;
    if (!strict) return key;
    if (auto error = faults::missing_column(*target, key.target_columns)) return tl::unexpected(std::move(*error));
    if (key.target_columns.empty() || key.target_columns.size() != key.columns.size() || !key_used_by(*target, key)) {
        return fail(
            "no_such_constraint",
            "the columns that " + to_string(table.name) + " refers to are not a key of " + to_string(key.target),
            "refer to its primary key or to unique columns");
    }
    return key;
}

}  // namespace

Result<Schema> add_primary_key(Schema schema, const TableName& name, PrimaryKey key) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    if (table->primary_key) return faults::constraint_exists(*table, "of this kind: a primary key");
    if (auto error = faults::missing_column(*table, key.columns)) return tl::unexpected(std::move(*error));
    if (auto error = unordered_column(schema, *table, key.columns, "key")) return tl::unexpected(std::move(*error));
    auto named = with_name(schema, *table, std::move(key), true);
    if (!named) return tl::unexpected(std::move(named.error()));
    if (on_postgres(schema)) {
        for (const std::string& column : named->columns) find_column(*table, column)->nullable = false;
    }
    table->primary_key = std::move(*named);
    return schema;
}

Result<Schema> add_unique(Schema schema, const TableName& name, Unique unique) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    if (auto error = faults::missing_column(*table, unique.columns)) return tl::unexpected(std::move(*error));
    if (auto error = unordered_column(schema, *table, unique.columns, "unique constraint"))
        return tl::unexpected(std::move(*error));
    auto named = with_name(schema, *table, std::move(unique), true);
    if (!named) return tl::unexpected(std::move(named.error()));
    table->uniques.push_back(std::move(*named));
    return schema;
}

Result<Schema> add_check(Schema schema, const TableName& name, Check check) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    auto named = with_name(schema, *table, std::move(check), false);
    if (!named) return tl::unexpected(std::move(named.error()));
    table->checks.push_back(std::move(*named));
    return schema;
}

Result<Schema> add_foreign_key(Schema schema, const TableName& name, ForeignKey key) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    if (auto error = faults::missing_column(*table, key.columns)) return tl::unexpected(std::move(*error));
    auto settled = with_target(schema, *table, std::move(key));
    if (!settled) return tl::unexpected(std::move(settled.error()));
    auto named = with_name(schema, *table, std::move(*settled), false);
    if (!named) return tl::unexpected(std::move(named.error()));
    table->foreign_keys.push_back(std::move(*named));
    return schema;
}

Result<Schema> add_exclude(Schema schema, const TableName& name, Exclude exclude) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    auto named = with_name(schema, *table, std::move(exclude), true);
    if (!named) return tl::unexpected(std::move(named.error()));
    table->excludes.push_back(std::move(*named));
    return schema;
}

Result<Schema> add_index(Schema schema, const TableName& name, Index index) {
    Table* table = find_table(schema, name);
    if (!table) return faults::no_such_table(schema, name);
    if (auto error = faults::missing_column(*table, columns_of(index))) return tl::unexpected(std::move(*error));
    if (auto error = unordered_column(schema, *table, sorted_columns(index), "index"))
        return tl::unexpected(std::move(*error));
    if (on_postgres(schema) && index.name.empty()) index.name = postgres_name(schema, *table, index);
    const std::string holder = index_name_holder(schema, table->name.schema, index.name);
    if (!holder.empty()) return faults::index_exists(index.name, holder);
    table->indexes.push_back(std::move(index));
    return schema;
}

std::optional<Error> unordered_user(const Schema& schema, const Table& table, const std::string& column) {
    const auto uses = [&](const std::vector<std::string>& columns) { return std::ranges::count(columns, column) > 0; };
    const auto refused = [&](std::string_view what) { return unordered_column(schema, table, {column}, what); };
    if (table.primary_key && uses(table.primary_key->columns)) return refused("key");
    for (const Unique& unique : table.uniques) {
        if (uses(unique.columns)) return refused("unique constraint " + unique.name);
    }
    for (const Index& index : table.indexes) {
        if (uses(sorted_columns(index))) return refused("index " + index.name);
    }
    return std::nullopt;
}

}  // namespace migrate
