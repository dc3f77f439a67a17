/// SQL that comes with a new column: a CHECK without parentheses, and what a computed column holds. Internal to
/// new_column.cpp.
#pragma once

#include "intent/new_column.h"

namespace migrate::intent {

/// "check rating between 1 and 5": an expression over the new column `name` and those that are there.
Build<std::string> read_column_check(const Context& context, const Node& sql, const std::string& name,
                                     const Place& place, Draft& draft);
/// "computed as price * quantity". Error "not_exact" for functions of which it is not known that both databases have
/// them and that they always give the same.
Build<std::string> read_computed(const Context& context, const Node& sql, const Place& place, Draft& draft);

/// The context with the columns that a new table gets in this very request.
Context with_columns_of(const Context& context, const std::vector<const Node*>& items, const Place& place);

}  // namespace migrate::intent
