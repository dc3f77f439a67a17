/// Which casts PostgreSQL makes by itself when a column changes its type.
#pragma once

#include "schema/type.h"

namespace migrate {

/// True where the cast is implicit or by assignment (pg_cast, castcontext 'i' and 'a', and the I/O casts to text
/// types), so that ALTER COLUMN TYPE needs no USING. Both types are PostgreSQL's.
bool casts_by_itself(const Type& from, const Type& to);

}  // namespace migrate
