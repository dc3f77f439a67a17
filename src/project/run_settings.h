/// What the project says about running its migrations for real: two keys of [tool.alembic-migrate] or
/// .alembic-migrate.toml.
///
///   python = ".venv/bin/python"                          # a path from this file, or a name for PATH
///   postgres = "postgresql://localhost:5432/postgres"    # a server on which scratch databases may be made
#pragma once

#include <string>

#include "base/result.h"
#include "project/project.h"

namespace migrate::project {

struct RunSettings {
    std::string python;    ///< absolute where it is a path; "" when not said
    std::string postgres;  ///< "" when not said
    bool operator==(const RunSettings&) const = default;
};

struct OwnConfig;

/// The keys of a config that was read already. Errors as run_settings.
Result<RunSettings> read_run_settings(const OwnConfig& config);

/// Error "bad_config" with file and line for a value that is no text.
Result<RunSettings> run_settings(const Project& project);

}  // namespace migrate::project
