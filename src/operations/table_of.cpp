#include "operations/table_of.h"

#include <type_traits>
#include <variant>

namespace migrate {

const TableName* table_of(const Operation& operation) {
    return std::visit(
        [](const auto& each) -> const TableName* {
            if constexpr (requires { each.table.columns; }) {
                return &each.table.name;
            } else if constexpr (requires { each.table.name; }) {
                return &each.table;
            } else if constexpr (requires { each.table->name; }) {
                return each.table ? &*each.table : nullptr;
            } else if constexpr (std::is_same_v<std::decay_t<decltype(each)>, RenameTable>) {
                return &each.from;
            } else {
                return nullptr;
            }
        },
        operation);
}

}  // namespace migrate
