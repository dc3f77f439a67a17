/// Computed columns: GENERATED ALWAYS AS (sql) STORED.
#pragma once

#include <optional>
#include <string>

#include "plan/work.h"

namespace migrate::plan {

/// The widest type of the numbers that the expression is over, which are columns of the table (or of `own`, the table
/// that is made); nullopt where a column is no number, or a fraction would not fit.
std::optional<Type> type_of_computed(const std::string& sql, const TableName& table, const Table* own,
                                     const Work& work);

/// Error where the request gives a computed column what it cannot have ("contradicts"), or no type that is known
/// ("needs_type"). Nothing for other columns.
Result<void> check_computed(const RequestedColumn& request, const TableName& table, const Table* own, const Work& work);

}  // namespace migrate::plan
