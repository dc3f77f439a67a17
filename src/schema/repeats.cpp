#include "schema/repeats.h"

#include <algorithm>

namespace migrate {

std::vector<std::string> repeated_constraint_names(const Table& table) {
    std::vector<std::string> names, repeated;
    const auto take = [&](const std::string& name) {
        auto& list = std::find(names.begin(), names.end(), name) == names.end() ? names : repeated;
        const bool listed = &list == &repeated && std::find(list.begin(), list.end(), name) != list.end();
        if (!name.empty() && !listed) list.push_back(name);
    };
    for (const Check& check : table.checks) take(check.name);
    for (const Unique& unique : table.uniques) take(unique.name);
    for (const ForeignKey& key : table.foreign_keys) take(key.name);
    return repeated;
}

}  // namespace migrate
