/// Which Alembic the project pins: lock files first, then requirements, pyproject.toml, and a virtual
/// environment.
#pragma once

#include <string>
#include <string_view>

namespace migrate::project {

/// "1.13.1" from the nearest folder between `folder` and `root` (which holds it) that tells; "" when none
/// does.
std::string find_alembic_version(const std::string& folder, const std::string& root);

/// The version of one requirement ("alembic[tz]==1.13.1 ; python_version > '3.8'"); "" when it is not
/// Alembic's or not exact.
std::string pinned_by_requirement(std::string_view line);

/// True if `version` is known and lower than `minimum`, compared number by number.
bool is_older(std::string_view version, std::string_view minimum);

}  // namespace migrate::project
