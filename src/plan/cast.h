/// Which type changes PostgreSQL makes by itself, and which need a USING expression.
#pragma once

#include <string>

#include "schema/type.h"

namespace migrate::plan {

/// The USING expression that ALTER COLUMN TYPE needs from one PostgreSQL type to the other; "" where the cast is
/// implicit or by assignment (pg_cast, castcontext 'i' and 'a', and the I/O casts to string types).
std::string cast_expression(const std::string& column, const Type& from, const Type& to);

/// False where PostgreSQL has no cast at all, so that no value of the one becomes one of the other (measured with 15).
bool has_cast(const Type& from, const Type& to);

/// True when values that the old type holds may not fit into the new one.
bool narrows(const Type& from, const Type& to);

}  // namespace migrate::plan
