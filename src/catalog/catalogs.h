/// The catalogs one by one, see catalog.h.
#pragma once

#include "catalog/catalog.h"

namespace migrate::sql {

inline constexpr std::string_view kDatabase = "the database's name";

/// "users.fk_x": constraints are named within their table.
std::string constraint_oid(const ConstraintRow& row);

Relation information_tables(const Schema& schema);
Relation information_columns(const Schema& schema);
Relation information_table_constraints(const Schema& schema);
Relation information_key_column_usage(const Schema& schema);
Relation information_constraint_column_usage(const Schema& schema);
Relation information_referential_constraints(const Schema& schema);
Relation information_check_constraints(const Schema& schema);
Relation information_views(const Schema& schema);
Relation information_sequences(const Schema& schema);
Relation information_schemata(const Schema& schema);

Relation pg_tables(const Schema& schema);
Relation pg_indexes(const Schema& schema);
Relation pg_views(const Schema& schema);
Relation pg_matviews(const Schema& schema);
Relation pg_sequences(const Schema& schema);
Relation pg_class(const Schema& schema);
Relation pg_namespace(const Schema& schema);
Relation pg_attribute(const Schema& schema);
Relation pg_constraint(const Schema& schema);
Relation pg_index(const Schema& schema);
Relation pg_type(const Schema& schema);
Relation pg_enum(const Schema& schema);
Relation pg_attrdef(const Schema& schema);

Relation sqlite_master(const Schema& schema);

/// PostgreSQL's internal name of a type (int4, varchar, _text) and its schema.
std::string udt_name(const Type& type);
/// All schemas that hold something, "public" first.
std::vector<std::string> schema_names(const Schema& schema);

}  // namespace migrate::sql
