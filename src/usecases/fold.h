/// More wishes for a migration that is not deployed yet: put into what it does already, where that can hold them.
#pragma once

#include <string>
#include <vector>

#include "operations/requested.h"

namespace migrate::usecases {

/// The operations with one more after them. A change of a column that they make is made in its column, a drop of what
/// they make takes it out again; anything else stands at the end.
std::vector<RequestedOperation> fold(std::vector<RequestedOperation> operations, const RequestedOperation& more);

/// The operation that drops what a person names: "invoices.total", a table, an index or a constraint that the
/// operations make. Error "unknown_object" with what there is.
Result<RequestedOperation> drop_of(const std::vector<RequestedOperation>& operations, const std::string& name);

}  // namespace migrate::usecases
