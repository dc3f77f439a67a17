/// What other git branches will bring: numbers that are taken there, and migrations on top of the same head.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "usecases/review.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

struct OtherBranches {
    std::map<int, std::string> numbers;  ///< NNNNNN to "20260301_000019_add_x.py on payments", of files not here
    std::vector<std::string> siblings;   ///< the same phrases, for files that build on the workspace's head
};

/// Looks at local branches and at remotes as they were last fetched. Knows nothing where there is no git, or a slow
/// one.
OtherBranches look_at_branches(const Workspace& workspace);

/// Says in the review which number was passed over, or taken although another branch has it, and where a second head
/// will come from.
void note_branches(const OtherBranches& branches, int own_number, bool number_was_given, Review& review);

}  // namespace migrate::usecases
