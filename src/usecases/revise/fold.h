/// More wishes for a migration that is not deployed yet: put into what it does already, where that can hold them.
#pragma once

#include <string>
#include <vector>

#include "operations/requested.h"

namespace migrate::usecases {

/// The operations with one more after them. A change of a column that they make is made in its column, a drop of what
/// they make takes it out again; anything else stands at the end. A column that is added to a table that they make is
/// nullable or has a default, as in any other table, unless it says otherwise: `assumption` tells.
struct Folded {
    std::vector<RequestedOperation> operations;
    std::string assumption;  ///< "" for none
};
Folded fold(std::vector<RequestedOperation> operations, const RequestedOperation& more);

/// The operation that drops what a person names: "invoices.total", a table, an index or a constraint that the
/// operations make. Error "unknown_object" with what there is.
Result<RequestedOperation> drop_of(const std::vector<RequestedOperation>& operations, const std::string& name);

}  // namespace migrate::usecases
