/// Alembic calls as text, for fixes that can be copied.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"

namespace migrate::lint {

/// The call that does the operation: op.create_index("ix_a", "users", ["email"], unique=True). "" for those that are
/// not among indexes and constraints. `more` are further arguments, as they stand in the call.
std::string call_for(const Operation& operation, const std::vector<std::string>& more = {});

/// The same for an index, constraint or key as it is in a table; the name tells which. "" when there is none.
std::string call_to_make(const Table& table, std::string_view name);

}  // namespace migrate::lint
