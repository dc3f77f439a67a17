#include "operations/postgres_names.h"

#include <algorithm>

#include "base/text.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate {
namespace {

template <class Items>
bool has_name(const Items& items, std::string_view name) {
    return std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

std::string holder_in(const Table& table, std::string_view name) {
    const auto of_table = [&](std::string_view kind) {
        return std::string(kind) + std::string(name) + " of " + to_string(table.name);
    };
    if (table.name.name == name) return "table " + to_string(table.name);
    if (has_name(table.indexes, name)) return of_table("index ");
    const bool is_key = table.primary_key && table.primary_key->name == name;
    if (is_key || has_name(table.uniques, name) || has_name(table.excludes, name)) return of_table("constraint ");
    return "";
}

bool is_constraint_name(const Schema& schema, const std::string& schema_name, std::string_view name) {
    const auto* found = schema.tables.find_marked(mark_of_name(name), [&](const auto& entry) {
        return entry.first.schema == schema_name && find_constraint(entry.second, name).has_value();
    });
    return found != nullptr;
}

/// ChooseRelationName of PostgreSQL; constraints that stand on an index must be free in both senses.
std::string relation_name(const Schema& schema, const Table& table, std::string_view columns, std::string_view label,
                          bool is_constraint) {
    const std::string& space = table.name.schema;
    return choose_postgres_name(table.name.name, columns, label, [&](std::string_view name) {
        return !relation_holding(schema, space, name).empty() ||
               (is_constraint && is_constraint_name(schema, space, name));
    });
}

/// ChooseConstraintName of PostgreSQL.
std::string constraint_name(const Schema& schema, const Table& table, std::string_view columns,
                            std::string_view label) {
    return choose_postgres_name(table.name.name, columns, label, [&](std::string_view name) {
        return is_constraint_name(schema, table.name.schema, name);
    });
}

/// Names of index columns, each once: the second "expr" is "expr1".
std::string joined_distinct(const std::vector<std::string>& names) {
    std::vector<std::string> distinct;
    for (const std::string& name : names) {
        std::string candidate = name;
        for (int number = 1; std::count(distinct.begin(), distinct.end(), candidate) > 0; ++number) {
            const std::string suffix = std::to_string(number);
            candidate = std::string(base::cut_utf8(name, kMaxIdentifierBytes - suffix.size())) + suffix;
        }
        distinct.push_back(std::move(candidate));
    }
    return base::join(distinct, "_");
}

/// The elements of "USING gist (room WITH =, during WITH &&)" as index columns.
std::vector<std::string> excluded_names(std::string_view sql) {
    std::vector<std::string> names;
    std::string element;
    int depth = 0;
    for (const Token& token : read_tokens(sql)) {
        if (token.text == "(" && ++depth == 1) continue;
        if (token.text == ")") --depth;
        const bool ends = (depth == 1 && token.text == ",") || depth == 0;
        if (depth == 0 && element.empty()) continue;
        if (!ends)
            element += depth == 1 && base::equal_ignoring_case(token.text, "with") ? "\n" : std::string(token.text);
        if (!ends) continue;
        names.push_back(index_column_name(element.substr(0, element.find('\n'))));
        element.clear();
        if (depth == 0) break;
    }
    return names;
}

}  // namespace

std::string relation_holding(const Schema& schema, const std::string& schema_name, std::string_view name) {
    if (name.empty()) return "";
    const TableName full{schema_name, std::string(name)};
    if (schema.views.contains(full)) return "view " + to_string(full);
    if (schema.sequences.contains(full)) return "sequence " + to_string(full);
    const auto* found = schema.tables.find_marked(mark_of_name(name), [&](const auto& entry) {
        return entry.first.schema == schema_name && !holder_in(entry.second, name).empty();
    });
    return found ? holder_in(found->second, name) : "";
}

std::string postgres_name(const Schema& schema, const Table& table, const PrimaryKey&) {
    return relation_name(schema, table, "", "pkey", true);
}

std::string postgres_name(const Schema& schema, const Table& table, const Unique& unique) {
    return relation_name(schema, table, joined_distinct(unique.columns), "key", true);
}

std::string postgres_name(const Schema& schema, const Table& table, const Check& check) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    const std::vector<std::string> used = columns_in_expression(check.sql, names);
    return constraint_name(schema, table, used.size() == 1 ? used.front() : "", "check");
}

std::string postgres_name(const Schema& schema, const Table& table, const ForeignKey& key) {
    return constraint_name(schema, table, base::join(key.columns, "_"), "fkey");
}

std::string postgres_name(const Schema& schema, const Table& table, const Exclude& exclude) {
    return relation_name(schema, table, joined_distinct(excluded_names(exclude.sql)), "excl", true);
}

std::string postgres_name(const Schema& schema, const Table& table, const Index& index) {
    std::vector<std::string> names;
    for (const IndexElement& element : index.elements) {
        names.push_back(element.expression.empty() ? element.column : index_column_name(element.expression));
    }
    // Included columns take part in the name, as PostgreSQL does it.
    names.insert(names.end(), index.include.begin(), index.include.end());
    return relation_name(schema, table, joined_distinct(names), "idx", false);
}

}  // namespace migrate
