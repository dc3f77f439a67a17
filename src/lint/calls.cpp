#include "lint/calls.h"

#include <algorithm>

#include "render/render.h"

namespace migrate::lint {

std::string call_for(const Operation& operation) {
    return render::write_call(operation);
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
