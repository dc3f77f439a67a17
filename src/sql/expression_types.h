/// Whether the parts of an SQL expression fit together on PostgreSQL, as far as columns and literals tell.
#pragma once

#include <string>

#include "schema/schema.h"

namespace migrate::sql {

enum class Use { condition, value };  ///< a CHECK or a predicate, or an index's expression

/// Why PostgreSQL would refuse the expression over the table's columns, as in "city is a string, and 5 is a number"; ""
/// where nothing says so. It knows columns, literals, comparisons, lists, patterns and logic; what is cast or comes
/// from a function is taken to fit. Measured with PostgreSQL 15: `ALTER TYPE` reads the CHECKs and indexes of a column
/// again with its new type, and refuses where they do not fit.
std::string misfit_in(const std::string& expression, const Table& table, Use use);

}  // namespace migrate::sql
