/// Whether text is one SQL expression, before it is written into a migration.
#pragma once

#include <string>

#include "base/result.h"

namespace migrate::sql {

/// Nothing when PostgreSQL's grammar takes the text as one expression. Error "bad_sql" with its own message: for text
/// that is none, that is several, or that ends the expression and goes on. Names and types are not looked up.
Result<void> check_expression(const std::string& text);

}  // namespace migrate::sql
