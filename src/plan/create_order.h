/// In which order the tables of a request are made: one that is referred to comes first, and where two refer to each
/// other, the key that closes the ring comes after both.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace migrate::plan {

/// An operation, and the place in the request that it comes from.
struct Placed {
    RequestedOperation operation;
    std::size_t place = 0;
};

/// `house_key` is the type of the keys that nothing is said of.
std::vector<Placed> in_making_order(const std::vector<RequestedOperation>& operations, const Type& house_key);

}  // namespace migrate::plan
