/// What check says about a migration that is about to be written.
#pragma once

#include <string>

#include "usecases/create/file_name.h"
#include "usecases/review.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// Adds the findings above INFO of a file with this text to the review, as warnings with the rule's name as their code;
/// what a warning of the review says already is left out. The schemas before it are the workspace's: only this file is
/// run.
void add_findings(const Workspace& workspace, const FileName& name, const std::string& text, Review& review);

}  // namespace migrate::usecases
