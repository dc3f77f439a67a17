/// The one table that an operation is about.
#pragma once

#include "operations/operation.h"

namespace migrate {

/// The table that it changes or creates; nullptr for types, sequences, views and SQL, and for an index that is found by
/// its name alone.
const TableName* table_of(const Operation& operation);

}  // namespace migrate
