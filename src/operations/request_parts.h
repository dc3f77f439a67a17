/// The parts of a requested operation as JSON: columns, defaults, constraints, indexes, in both directions.
#pragma once

#include "operations/fields.h"
#include "operations/requested.h"

namespace migrate {

/// Reads "table" and "schema" (or the keys given): with a schema key the name is taken as it is, else split
/// at its dot.
TableName read_table(const Fields& fields, std::string_view table_key = "table",
                     std::string_view schema_key = "schema");

/// A default for a column of the type (nullptr: not known): a string is a literal unless it is the now() of a
/// timestamp and the like; {"sql": ...} is SQL as it stands; null is none.
std::optional<Default> read_default(const nlohmann::json& value, const Type* type, const std::string& path,
                                    Problem& problem);
std::optional<Type> read_type_field(const Fields& fields, std::string_view key);
std::optional<IdentityKind> read_identity(const Fields& fields, std::string_view key);

RequestedColumn read_column(const nlohmann::json& value, const std::string& path, Problem& problem);
Unique read_unique(const nlohmann::json& value, const std::string& path, Problem& problem);
Check read_check(const nlohmann::json& value, const std::string& path, Problem& problem);
ForeignKey read_foreign_key(const nlohmann::json& value, const std::string& path, Problem& problem);
Index read_index(const nlohmann::json& value, const std::string& path, Problem& problem);

// The keys of an index, a unique constraint ... stand beside "op" and "table" when it is an operation of its
// own.
std::vector<std::string> index_keys();
std::vector<std::string> unique_keys();
std::vector<std::string> check_keys();
std::vector<std::string> foreign_key_keys();
Index read_index(const Fields& fields);
Unique read_unique(const Fields& fields);
Check read_check(const Fields& fields);
ForeignKey read_foreign_key(const Fields& fields);

void write_table(nlohmann::json& out, const TableName& table, const char* table_key = "table",
                 const char* schema_key = "schema");
nlohmann::json write_default(const Default& value, const Type* type);
nlohmann::json write_column(const RequestedColumn& column);
nlohmann::json write_unique(const Unique& unique);
nlohmann::json write_check(const Check& check);
nlohmann::json write_foreign_key(const ForeignKey& key);
nlohmann::json write_index(const Index& index);
std::string_view word_of(IdentityKind kind);
std::string_view word_of(ConstraintKind kind);

}  // namespace migrate
