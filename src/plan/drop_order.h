/// In which order the operations of a request are run: tables that are dropped together go by their keys.
#pragma once

#include <vector>

#include "plan/work.h"

namespace migrate::plan {

/// The places of all operations, in the order given, but in each run of drops a table comes after those that refer to
/// it.
std::vector<std::size_t> in_running_order(const std::vector<RequestedOperation>& operations, const Schema& schema);

/// Before the drop at `place`: drops the keys by which tables that are dropped later in the same run refer to its
/// table, which is so where two refer to each other.
Result<void> free_mutual_keys(const std::vector<RequestedOperation>& operations, std::size_t place, Work& work);

}  // namespace migrate::plan
