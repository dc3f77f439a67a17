/// DO blocks: the small part of PL/pgSQL that migrations use to guard one DDL statement.
#pragma once

#include <string_view>

#include "sql/reader.h"

namespace migrate::sql {

/// True when the text, or a string in it, holds words that may change a schema.
bool mentions_ddl(const Source& source, std::size_t from, std::size_t to, int depth = 3);

/// Runs the body of a DO block against the schema. Errors: "not_followed", with the reason, where a statement
/// that may change the schema hangs on something that is not known here.
Result<Operations> run_block(const Source& body, const Schema& schema, std::string_view where, int depth);

}  // namespace migrate::sql
