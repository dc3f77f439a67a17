/// Putting one constraint or index on a table of a schema: the columns must be there, the name is made as
/// PostgreSQL makes it, and must be free. What CreateTable does many times and the Create... operations do
/// once.
#pragma once

#include "schema/schema.h"

namespace migrate {

Result<Schema> add_primary_key(Schema schema, const TableName& table, PrimaryKey key);
Result<Schema> add_unique(Schema schema, const TableName& table, Unique unique);
Result<Schema> add_check(Schema schema, const TableName& table, Check check);
Result<Schema> add_foreign_key(Schema schema, const TableName& table, ForeignKey key);
Result<Schema> add_exclude(Schema schema, const TableName& table, Exclude exclude);
Result<Schema> add_index(Schema schema, const TableName& table, Index index);

/// The error of PostgreSQL where a key, unique constraint or index stands on the column by an order that its type has
/// not (json, xml, shapes); nullopt where none does.
std::optional<Error> unordered_user(const Schema& schema, const Table& table, const std::string& column);

}  // namespace migrate
