/// Migration files that differ from what the main line has, for the rules.
#pragma once

#include <vector>

#include "lint/committed.h"
#include "project/project.h"

namespace migrate::usecases {

/// Those whose text is another one here; none where git knows nothing.
std::vector<lint::CommittedFile> committed_files(const project::Project& project);

}  // namespace migrate::usecases
