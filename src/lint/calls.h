/// Alembic calls as text, for fixes that can be copied.
#pragma once

#include <string>
#include <string_view>

#include "operations/operation.h"

namespace migrate::lint {

/// The call that does the operation on PostgreSQL: op.create_index("ix_a", "users", ["email"], unique=True), or its SQL
/// in op.execute().
std::string call_for(const Operation& operation);

/// The same for an index, constraint or key as it is in a table; the name tells which. "" when there is none.
std::string call_to_make(const Table& table, std::string_view name);

}  // namespace migrate::lint
