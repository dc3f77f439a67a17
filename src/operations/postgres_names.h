/// The names that PostgreSQL gives to what has none, and which names are taken (checked against PostgreSQL
/// 15).
#pragma once

#include <optional>
#include <string>

#include "schema/schema.h"

namespace migrate {

/// What holds the name among tables, views, sequences, indexes and the constraints that stand on an index, as
/// "table users" or "index idx_x of users"; "" when it is free.
std::string relation_holding(const Schema& schema, const std::string& schema_name, std::string_view name);

std::string postgres_name(const Schema& schema, const Table& table, const PrimaryKey& key);
std::string postgres_name(const Schema& schema, const Table& table, const Unique& unique);
std::string postgres_name(const Schema& schema, const Table& table, const Check& check);
std::string postgres_name(const Schema& schema, const Table& table, const ForeignKey& key);
std::string postgres_name(const Schema& schema, const Table& table, const Exclude& exclude);
std::string postgres_name(const Schema& schema, const Table& table, const Index& index);

}  // namespace migrate
