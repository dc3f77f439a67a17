/// The project's own config: .alembic-migrate.toml, or [tool.alembic-migrate] in pyproject.toml.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "project/project.h"
#include "project/toml_file.h"

namespace migrate::project {

/// The parsed file, and where in it our keys are.
struct OwnConfig {
    TomlFile file;       ///< its path is relative to the project's root
    std::string table;   ///< "tool.alembic-migrate", or "" where the whole file is ours
    std::string folder;  ///< absolute: that of the file
};

/// The folder that the project's config stands in; absolute.
std::string config_folder(const Project& project);

/// The nearest one between the folder of Alembic's config and the root; nothing when there is none. Error "bad_config"
/// with file and line when it is not TOML.
Result<std::optional<OwnConfig>> find_own_config(const Project& project);

/// The keys and tables in it that are no house rules: those of profile.h, check_settings.h and run_settings.h.
std::vector<std::string> keys_of_others();

/// The full name of one of our keys in the file.
std::string key_in(const OwnConfig& config, const std::string& key);

}  // namespace migrate::project
