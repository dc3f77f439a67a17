/// Profiles: named sets of house rules, each a TOML file in src/project/profiles/ that is built into the
/// program.
///
/// A new profile is one new file there. Besides the keys of house_keys.h a profile may say where it fits by
/// itself:
///   [match]
///   versions = "backend/app/migrations/versions"   # the versions folder, relative to the root
///   named = "VejaPRO"   # a name that the project's own skill for migrations or its CLAUDE.md speaks of
/// It then fits a chain of dated, numbered files there, or an empty one.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "project/project.h"

namespace migrate::project {

inline constexpr const char* kDefaultProfile = "alembic";

/// All names, in alphabetical order.
std::vector<std::string> profile_names();

/// The rules of a profile. Error "bad_config" for a name that is none, with the nearest.
Result<HouseRules> read_profile(const std::string& name);

/// The profile whose [match] fits the project, else kDefaultProfile.
std::string fitting_profile(const Project& project, const ChainHabits& habits);

}  // namespace migrate::project
