/// Types from names: what a column's name says of its type where the request does not. The rules are data, in
/// type_guess.cpp.
#pragma once

#include <string_view>

#include "operations/requested.h"

namespace migrate::plan {

struct TypeGuess {
    Type type;
    bool from_name = true;  ///< false: no rule matched, and it is the fallback string(255)
};

/// Never fails: a name that no rule knows is string(255).
TypeGuess guess_type(std::string_view column);

/// True for a column that gets the default false: a boolean, written or guessed, whose name is that of a flag, and of
/// which nothing else is said.
bool starts_false(const RequestedColumn& column);

/// The table that a column named `customer_id` points to: customers or customer, in the column's own schema; nullptr
/// when none.
const Table* guess_reference(std::string_view column, const TableName& table, const Schema& schema);

}  // namespace migrate::plan
