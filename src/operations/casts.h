/// Which casts PostgreSQL makes by itself when a column changes its type.
#pragma once

#include <string>

#include "schema/type.h"

namespace migrate {

/// True where the cast is implicit or by assignment (pg_cast, castcontext 'i' and 'a', and the I/O casts to text
/// types), so that ALTER COLUMN TYPE needs no USING. Both types are PostgreSQL's.
bool casts_by_itself(const Type& from, const Type& to);

/// True where PostgreSQL's own cast asks the session for its time zone: between moments in time on one side, and times,
/// dates or text that may not say their zone on the other. (A moment as text says its offset.)
bool asks_session_zone(const Type& from, const Type& to);

/// The USING expression that takes the values of `from` for times in that zone, or tells moments in it; the one with
/// the types the other way round is its inverse. `zone` is an SQL literal. "" where no zone is needed, or where AT TIME
/// ZONE does not do it (a time of day).
std::string using_zone(const std::string& column, const Type& from, const Type& to, const std::string& zone);

}  // namespace migrate
