#include "lint/calls.h"

#include <algorithm>

#include "base/text.h"
#include "python/literal.h"

namespace migrate::lint {

namespace {

using Texts = std::vector<std::string>;

std::string quoted(const std::string& text) {
    return python::write_string(text);
}

std::string name_or_none(const std::string& name) {
    return name.empty() ? "None" : quoted(name);
}

std::string list_of(const Texts& names) {
    Texts items;
    std::transform(names.begin(), names.end(), std::back_inserter(items), quoted);
    return "[" + base::join(items, ", ") + "]";
}

std::string sql_text(const std::string& sql) {
    return "sa.text(" + quoted(sql) + ")";
}

std::string call(const std::string& name, Texts arguments, const TableName& table, const Texts& more) {
    if (!table.schema.empty()) arguments.push_back("schema=" + quoted(table.schema));
    arguments.insert(arguments.end(), more.begin(), more.end());
    return "op." + name + "(" + base::join(arguments, ", ") + ")";
}

std::string element_text(const IndexElement& element) {
    std::string order = element.descending ? " DESC" : "";
    if (!element.nulls.empty()) order += " NULLS " + element.nulls;
    if (!element.expression.empty()) return sql_text(element.expression + order);
    return order.empty() ? quoted(element.column) : sql_text(element.column + order);
}

std::string call_of(const CreateIndex& create, const Texts& more) {
    Texts elements;
    for (const IndexElement& element : create.index.elements) elements.push_back(element_text(element));
    Texts arguments = {name_or_none(create.index.name), quoted(create.table.name),
                       "[" + base::join(elements, ", ") + "]"};
    if (create.index.unique) arguments.emplace_back("unique=True");
    if (!create.index.method.empty()) arguments.push_back("postgresql_using=" + quoted(create.index.method));
    if (!create.index.where.empty()) arguments.push_back("postgresql_where=" + sql_text(create.index.where));
    return call("create_index", arguments, create.table, more);
}

std::string call_of(const DropIndex& drop, const Texts& more) {
    Texts arguments = {quoted(drop.index)};
    if (drop.table) arguments.push_back("table_name=" + quoted(drop.table->name));
    return call("drop_index", arguments, drop.table.value_or(TableName{}), more);
}

std::string call_of(const CreateUnique& create, const Texts& more) {
    return call("create_unique_constraint",
                {name_or_none(create.unique.name), quoted(create.table.name), list_of(create.unique.columns)},
                create.table, more);
}

std::string call_of(const CreateCheck& create, const Texts& more) {
    return call("create_check_constraint",
                {name_or_none(create.check.name), quoted(create.table.name), quoted(create.check.sql)}, create.table,
                more);
}

std::string call_of(const CreatePrimaryKey& create, const Texts& more) {
    return call("create_primary_key",
                {name_or_none(create.primary_key.name), quoted(create.table.name), list_of(create.primary_key.columns)},
                create.table, more);
}

std::string call_of(const CreateForeignKey& create, const Texts& more) {
    const ForeignKey& key = create.foreign_key;
    Texts arguments = {name_or_none(key.name), quoted(create.table.name), quoted(key.target.name), list_of(key.columns),
                       list_of(key.target_columns)};
    if (!key.on_delete.empty()) arguments.push_back("ondelete=" + quoted(key.on_delete));
    if (!key.on_update.empty()) arguments.push_back("onupdate=" + quoted(key.on_update));
    if (!create.table.schema.empty()) arguments.push_back("source_schema=" + quoted(create.table.schema));
    if (!key.target.schema.empty()) arguments.push_back("referent_schema=" + quoted(key.target.schema));
    return call("create_foreign_key", arguments, TableName{}, more);
}

}  // namespace

std::string call_for(const Operation& operation, const std::vector<std::string>& more) {
    return std::visit(
        [&](const auto& each) -> std::string {
            if constexpr (requires { call_of(each, more); }) return call_of(each, more);
            return "";
        },
        operation);
}

std::string call_to_make(const Table& table, std::string_view name) {
    const auto find = [&](const auto& list) {
        return std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    if (const Index* index = find_index(table, name)) return call_for(CreateIndex{table.name, *index, false, false});
    if (const auto each = find(table.uniques); each != table.uniques.end())
        return call_for(CreateUnique{table.name, *each, ""});
    if (const auto each = find(table.checks); each != table.checks.end())
        return call_for(CreateCheck{table.name, *each});
    if (const auto each = find(table.foreign_keys); each != table.foreign_keys.end())
        return call_for(CreateForeignKey{table.name, *each});
    if (table.primary_key && table.primary_key->name == name)
        return call_for(CreatePrimaryKey{table.name, *table.primary_key});
    return "";
}

}  // namespace migrate::lint
