/// What a database would hold in its catalogs if it had this schema. Built from the schema for one question,
/// then thrown away.
///
/// An object's oid is its name: "users" or "billing.users" for a relation, so that 'users'::regclass finds
/// it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/narrow.h"
#include "catalog/values.h"
#include "schema/schema.h"

namespace migrate::sql {

/// The catalog of this name ("information_schema" or "pg_catalog" or "" as schema); nullopt when there is
/// none of that name here. Rows that do not meet the conditions may be left out.
std::optional<Relation> find_catalog(const Schema& schema, const std::string& schema_name, const std::string& name,
                                     const std::vector<Wanted>& conditions = {});

/// True for names of catalogs that hold what no schema does (roles, extensions, policies, settings ...).
bool is_catalog_name(const std::string& schema_name, const std::string& name);

/// SQLite's table_info, index_list ...: `argument` is the table or index. nullopt when not followed.
std::optional<Relation> find_pragma(const Schema& schema, const std::string& pragma, const std::string& argument);

/// A constraint of PostgreSQL as its catalogs list it.
struct ConstraintRow {
    const Table* table;
    std::string name;
    char type;  ///< 'p', 'u', 'c', 'f', 'x'
    std::vector<std::string> columns;
    const ForeignKey* foreign_key = nullptr;
    bool valid = true;
    std::string deferrable;
};
std::vector<ConstraintRow> constraints_of(const Table& table);
std::vector<ConstraintRow> all_constraints(const Schema& schema);

/// An index, also of a key or a unique constraint.
struct IndexRow {
    const Table* table;
    std::string name;
    std::vector<std::string> columns;  ///< "" for an expression
    bool unique = false;
    bool primary = false;
    const Index* index = nullptr;  ///< nullptr: it belongs to a constraint
};
std::vector<IndexRow> indexes_of(const Table& table);
std::vector<IndexRow> all_indexes(const Schema& schema);

/// The relation that a name stands for, as its oid: table, index, sequence or view. nullopt: there is none.
std::optional<std::string> find_relation(const Schema& schema, const std::string& written);
/// "public" for "".
std::string schema_shown(const TableName& name);
/// The text of pg_get_constraintdef or of indexdef where PostgreSQL's own spelling is certain; vague
/// elsewhere.
Value constraint_definition(const Schema& schema, const std::string& oid);
Value index_definition(const IndexRow& row);
Value index_definition(const Schema& schema, const std::string& oid);

}  // namespace migrate::sql
