/// Whether text is one SQL expression, before it is written into a migration.
#pragma once

#include <string>

#include "base/result.h"
#include "schema/type.h"

namespace migrate::sql {

/// Nothing when the database's grammar takes the text as one expression. Error "bad_sql" with PostgreSQL's own message:
/// for text that is none, that is several, or that ends the expression and goes on. Names and types are not looked up.
/// For SQLite its own operators (GLOB, REGEXP, MATCH, ==, IS with a value) are read as PostgreSQL's of the same place.
Result<void> check_expression(const std::string& text, Dialect dialect);

}  // namespace migrate::sql
