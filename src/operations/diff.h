/// The parts of `diff`, shared with `invert`.
#pragma once

#include "operations/operation.h"

namespace migrate {

/// Operations that give the enum exactly these labels when AddEnumLabel cannot: a new type takes the place of
/// the old, and every column of `schema` that uses it is converted. PostgreSQL has no way to take a label
/// away.
std::vector<Operation> rebuild_enum(const Schema& schema, const EnumType& wanted);

/// "c::integer": the column in its new type; by its text from one enum to another, from boolean by integer to numeric.
std::string cast_of(const std::string& column, const Type& from, const Type& to, Dialect dialect);

/// CREATE INDEX for all of the table's indexes, after CREATE TABLE of the rest; constraints that are NOT
/// VALID are made by operations of their own, since CREATE TABLE cannot say it; so are serial columns that may be NULL.
std::vector<Operation> create_whole_table(const Table& table);

}  // namespace migrate
