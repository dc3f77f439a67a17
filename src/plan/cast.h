/// Which type changes PostgreSQL makes by itself, and which need a USING expression.
#pragma once

#include <optional>
#include <string>

#include "schema/type.h"

namespace migrate::plan {

/// The USING expression that ALTER COLUMN TYPE needs from one PostgreSQL type to the other; "" where the cast is
/// implicit or by assignment (pg_cast, castcontext 'i' and 'a', and the I/O casts to string types).
std::string cast_expression(const std::string& column, const Type& from, const Type& to);

/// False where PostgreSQL has no cast at all, so that no value of the one becomes one of the other (measured with 15).
bool has_cast(const Type& from, const Type& to);

/// The USING expression of the way back for one that only casts (`total::integer`, `CAST(total AS integer)`, the column
/// itself) or sets a time zone as using_zone does; nullopt for all others, whose inverse is not in them. "" where a
/// plain cast leads back.
std::optional<std::string> inverse_using(const std::string& using_sql, const std::string& column, const Type& from,
                                         const Type& to);

/// What the values of the column must become on SQLite besides, as an expression over it; "" for nothing. They are
/// changed before the type where that is text, else after (the text form of a value is only in a text column).
std::string sqlite_conversion(const std::string& column, const Type& from, const Type& to);

/// The nearest whole number, as PostgreSQL takes it of a numeric where SQLite's CAST cuts off.
std::string rounded(const std::string& expression);

/// True for an expression that both databases read alike: no `::`, and only functions that both have.
bool is_portable_expression(const std::string& sql);

/// What the values lose by the cast without a word of the database, so that the way back does not bring them again: ""
/// or "the fraction of each value is rounded away".
std::string lost_by_cast(const Type& from, const Type& to);
/// The same of SQLite, which writes 15 digits of a number with a fraction as text.
std::string lost_on_sqlite(const Type& from, const Type& to);

/// True when values that the old type holds may not fit into the new one.
bool narrows(const Type& from, const Type& to);

}  // namespace migrate::plan
