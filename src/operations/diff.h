/// The parts of `diff`, shared with `invert`.
#pragma once

#include "operations/operation.h"

namespace migrate {

/// Operations that give the enum exactly these labels when AddEnumLabel cannot: a new type takes the place of
/// the old, and every column of `schema` that uses it is converted. PostgreSQL has no way to take a label
/// away.
std::vector<Operation> rebuild_enum(const Schema& schema, const EnumType& wanted);

/// CREATE INDEX for all of the table's indexes, after CREATE TABLE of the rest; constraints that are NOT
/// VALID are made by operations of their own, since CREATE TABLE cannot say it.
std::vector<Operation> create_whole_table(const Table& table);

}  // namespace migrate
