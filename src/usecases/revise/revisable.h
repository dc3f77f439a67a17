/// The migration that is to be written anew or taken back, and whether that is still allowed. Internal to revise.cpp.
#pragma once

#include <string>

#include "usecases/workspace.h"

namespace migrate::usecases {

struct Revisable {
    history::Revision revision;
    std::string text;  ///< of its file
    Workspace before;  ///< as though the file were not there: its head is the revision's parent
};

/// Errors as in revise_migration.
Result<Revisable> find_revisable(const project::Project& project, const std::string& wanted, bool allow_committed,
                                 const base::Work& work);

}  // namespace migrate::usecases
