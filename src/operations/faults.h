/// The errors of `apply`: each says what is there and the nearest names.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace migrate::faults {

using Fault = tl::unexpected<Error>;

/// "did you mean invoices?", else what there is (the first ones), else that there is none.
std::string hint_from(const std::vector<std::string>& names, std::string_view wanted, std::string_view noun);

Fault no_such_table(const Schema& schema, const TableName& name);
Fault table_exists(const TableName& name, std::string_view as = "table");
Fault no_such_column(const Table& table, std::string_view column);
Fault column_exists(const Table& table, std::string_view column);
Fault no_such_index(const Schema& schema, std::string_view schema_name, std::string_view index);
Fault index_exists(std::string_view index, std::string_view owner);
Fault no_such_constraint(const Table& table, std::string_view constraint);
Fault constraint_exists(const Table& table, std::string_view constraint);
Fault no_such_type(const Schema& schema, const TableName& name);
Fault type_exists(const TableName& name);
/// `what` cannot go because of `dependent`: "table users", "foreign key fk_x of orders".
Fault depends_on(const std::string& what, const std::string& dependent);

/// The error of the first name that is no column of the table; nullopt when all are.
std::optional<Error> missing_column(const Table& table, const std::vector<std::string>& columns);

}  // namespace migrate::faults
