#include "operations/faults.h"

#include <algorithm>

#include "base/text.h"

namespace migrate::faults {
namespace {

constexpr std::size_t kMaxShown = 8;

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    return names;
}

std::vector<std::string> constraint_names(const Table& table) {
    std::vector<std::string> names;
    const auto add = [&](const auto& items) {
        for (const auto& item : items) {
            if (!item.name.empty()) names.push_back(item.name);
        }
    };
    if (table.primary_key && !table.primary_key->name.empty()) names.push_back(table.primary_key->name);
    add(table.uniques);
    add(table.checks);
    add(table.foreign_keys);
    add(table.excludes);
    return names;
}

}  // namespace

std::string hint_from(const std::vector<std::string>& names, std::string_view wanted, std::string_view noun) {
    const std::vector<std::string> near = base::nearest(names, wanted);
    if (!near.empty()) return "did you mean " + base::join(near, " or ") + "?";
    if (names.empty()) return "there is none yet";
    const std::vector<std::string> shown(names.begin(), names.begin() + std::min(names.size(), kMaxShown));
    const std::size_t more = names.size() - shown.size();
    return std::string(noun) + ": " + base::join(shown, ", ") +
           (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

Fault no_such_table(const Schema& schema, const TableName& name) {
    std::vector<std::string> names;
    for (const auto& [table, value] : schema.tables) names.push_back(to_string(table));
    for (const auto& [view, sql] : schema.views) names.push_back(to_string(view));
    return fail("no_such_table", "table " + to_string(name) + " does not exist",
                hint_from(names, to_string(name), "there are"));
}

Fault table_exists(const TableName& name, std::string_view as) {
    return fail("table_exists", to_string(name) + " already exists as a " + std::string(as),
                "choose another name, or change what is there");
}

Fault no_such_column(const Table& table, std::string_view column) {
    return fail("no_such_column", "table " + to_string(table.name) + " has no column " + std::string(column),
                hint_from(column_names(table), column, "its columns"));
}

Fault column_exists(const Table& table, std::string_view column) {
    return fail("column_exists", "table " + to_string(table.name) + " already has a column " + std::string(column),
                "choose another name, or alter the column");
}

Fault no_such_index(const Schema& schema, std::string_view schema_name, std::string_view index) {
    std::vector<std::string> names;
    for (const auto& [name, table] : schema.tables) {
        if (name.schema != schema_name) continue;
        for (const Index& each : table.indexes) names.push_back(each.name);
    }
    return fail("no_such_index", "index " + std::string(index) + " does not exist",
                hint_from(names, index, "there are"));
}

Fault index_exists(std::string_view index, std::string_view owner) {
    return fail("index_exists", "the name " + std::string(index) + " is already taken by " + std::string(owner),
                "choose another name");
}

Fault no_such_constraint(const Table& table, std::string_view constraint) {
    const std::string shown = constraint.empty() ? "(unnamed)" : std::string(constraint);
    return fail("no_such_constraint", "table " + to_string(table.name) + " has no constraint " + shown,
                hint_from(constraint_names(table), constraint, "its constraints"));
}

Fault constraint_exists(const Table& table, std::string_view constraint) {
    return fail("constraint_exists",
                "table " + to_string(table.name) + " already has a constraint " + std::string(constraint),
                "choose another name, or drop that one first");
}

Fault no_such_type(const Schema& schema, const TableName& name) {
    std::vector<std::string> names;
    for (const auto& [type, value] : schema.enums) names.push_back(to_string(type));
    return fail("no_such_type", "type " + to_string(name) + " does not exist",
                hint_from(names, to_string(name), "there are"));
}

Fault type_exists(const TableName& name) {
    return fail("type_exists", "type " + to_string(name) + " already exists", "choose another name");
}

Fault depends_on(const std::string& what, const std::string& dependent) {
    return fail("depends_on", what + " cannot go: " + dependent + " depends on it",
                "drop or change " + dependent + " first");
}

std::optional<Error> missing_column(const Table& table, const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
        if (!find_column(table, column)) return no_such_column(table, column).value();
    }
    return std::nullopt;
}

}  // namespace migrate::faults
