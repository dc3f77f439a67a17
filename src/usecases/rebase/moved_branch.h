/// Which revisions a rebase moves, and behind what. Internal to rebase.cpp.
#pragma once

#include <string>
#include <vector>

#include "history/history.h"
#include "usecases/rebase/rebase.h"

namespace migrate::usecases {

struct MovedBranch {
    std::vector<history::Revision> revisions;  ///< a straight line, parents first
    history::Graph staying;                    ///< all others, without faults
    std::string onto;                          ///< the head that they go behind
    std::string reason;                        ///< why these, as a sentence; "" when the request said so
};

/// Errors as in rebase_branch.
Result<MovedBranch> choose_branch(const project::Project& project, const history::Graph& graph,
                                  const RebaseRequest& request);

}  // namespace migrate::usecases
