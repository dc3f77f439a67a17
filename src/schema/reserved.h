/// Words that cannot stand as a bare name.
#pragma once

#include <string_view>

namespace migrate {

/// `word` in lower case: reserved by PostgreSQL 15, at least as a column's name in an expression.
bool is_postgres_reserved(std::string_view word);
/// `word` in lower case: reserved by SQLite 3.40.
bool is_sqlite_reserved(std::string_view word);

}  // namespace migrate
