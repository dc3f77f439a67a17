/// What the writers of DDL share.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"

namespace migrate::sql {

/// The name as SQL, quoted where needed: billing."order".
std::string quoted(const TableName& name);
/// "a, \"order\", c"
std::string quoted_list(const std::vector<std::string>& names);

/// The clauses that stand in CREATE TABLE and behind ADD.
std::string column_sql(const Column& column, Dialect dialect);
std::string primary_key_sql(const PrimaryKey& key);
std::string unique_sql(const Unique& unique);
std::string check_sql(const Check& check);
std::string foreign_key_sql(const ForeignKey& key);
std::string exclude_sql(const Exclude& exclude);
std::string index_sql(const TableName& table, const Index& index, Dialect dialect, bool concurrently,
                      bool if_not_exists);

/// CREATE TABLE without the semicolon; foreign keys only when asked for.
std::string create_table_sql(const Table& table, Dialect dialect, bool with_foreign_keys, bool if_not_exists);
/// COMMENT ON statements for the table and its columns, PostgreSQL only.
std::vector<std::string> comments_sql(const Table& table);

}  // namespace migrate::sql
