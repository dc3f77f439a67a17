/// SQLAlchemy's own type names: which kind each is, and what its arguments mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/library.h"
#include "schema/type.h"

namespace migrate::models {

// The table itself is sqlalchemy's (column_type_table.h): the one that migrations are read by.

/// True for a name of SQLAlchemy, SQLModel or the PostgreSQL dialect that is a type ("String", "JSONB",
/// "ARRAY", "Enum").
bool is_type_name(std::string_view name);

/// The type, with the arguments of `call` (none when it is null). Nothing for ARRAY, Enum and names that are
/// no types.
std::optional<Type> known_type(const Scope& scope, std::string_view name, const python::Call* call);

}  // namespace migrate::models
