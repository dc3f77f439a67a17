/// Whether text is one SQL expression, one type or one name, before it is written into a migration.
#pragma once

#include <string>

#include "base/result.h"
#include "schema/type.h"

namespace migrate::sql {

/// Nothing when the database's grammar takes the text as one expression. Error "bad_sql" with PostgreSQL's own message:
/// for text that is none, that is several, or that ends the expression and goes on. Names and types are not looked up.
/// A comment and a semicolon outside of a string are refused: they would end what stands around the expression. For
/// SQLite its own operators (GLOB, REGEXP, MATCH, ==, IS with a value) are read as PostgreSQL's of the same place.
Result<void> check_expression(const std::string& text, Dialect dialect);

/// The same for what stands behind DEFAULT, where a condition needs parentheses.
Result<void> check_default(const std::string& text, Dialect dialect);

/// Error "bad_sql" where the dialect's reading of strings and comments makes more than one expression of a text that
/// the other dialect takes: what is a string for PostgreSQL (E'\'') need not be one for SQLite.
Result<void> check_marks(const std::string& text, Dialect dialect);

/// The same for a database whose grammar is not known here: no comment, semicolon or parenthesis that any of them could
/// see, so neither # nor a backslash within quotes.
Result<void> check_marks_anywhere(const std::string& text);

/// Nothing when PostgreSQL takes the text as one type ("vector(3)", "numeric(10,2)[]"). Error "bad_sql".
Result<void> check_type(const std::string& text);

/// The same for the name of an operator class, as it stands behind an index's column; for its access method; and for
/// what stands in WITH ( ).
Result<void> check_operator_class(const std::string& text);
Result<void> check_access_method(const std::string& text);
Result<void> check_storage(const std::string& text);

}  // namespace migrate::sql
