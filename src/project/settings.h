/// From Alembic's own settings to a Project: where scripts and versions are, and how files are named.
#pragma once

#include "base/result.h"
#include "project/candidates.h"
#include "project/project.h"

namespace migrate::project {

/// Reads the candidate's files. Error "bad_config" (file and line) when script_location is not given, leads
/// nowhere, or leads out of the repository, and for values that Alembic would refuse.
Result<Project> read_settings(const Candidate& candidate);

/// False where script_location is missing, or holds what code fills in: a folder that is not there.
bool says_script_folder(const Candidate& candidate);

}  // namespace migrate::project
