/// Which database a project is for, as far as its config tells.
#pragma once

#include <optional>

#include "project/project.h"

namespace migrate::project {

/// The database of sqlalchemy.url where that is written out in the ini file; nullopt when it is not known.
std::optional<Dialect> database_of(const Project& project);

}  // namespace migrate::project
