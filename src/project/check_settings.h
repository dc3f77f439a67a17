/// What the project says about checking its migrations: the table `check` of [tool.alembic-migrate] or
/// .alembic-migrate.toml.
///
///   [tool.alembic-migrate.check]
///   fail-on = "warning"                        # "info", "warning", "critical" (default), "never"
///   baseline = "migrations-baseline.json"      # beside this file; .alembic-migrate-baseline.json when not given
///   ignore = ["foreign-key-without-index"]     # everywhere
///   [tool.alembic-migrate.check.per-file-ignores]
///   "*/versions/2023*.py" = ["unnamed-constraint"]   # from the root, * also for /; or a file's name
///   [tool.alembic-migrate.check.severity]
///   rename-breaks-code = "critical"            # "info", "warning", "critical"
///
/// The room does not know the rules: their names are values here, each with its place for an error.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "project/project.h"

namespace migrate::project {

/// A rule's name as it stands in the config.
struct NamedRule {
    std::string name;
    std::string where;  ///< "pyproject.toml:12"
    bool operator==(const NamedRule&) const = default;
};

struct CheckSettings {
    struct ForFiles {
        std::string pattern;  ///< of a path relative to the root, or of a file's name when it has no '/'; see fits_glob
        std::vector<NamedRule> rules;
        bool operator==(const ForFiles&) const = default;
    };
    struct Severity {
        NamedRule rule;
        std::string severity;  ///< "info", "warning", "critical"
        bool operator==(const Severity&) const = default;
    };
    std::string fail_on = "critical";
    std::string baseline;  ///< absolute; the file need not exist
    std::vector<NamedRule> ignore;
    std::vector<ForFiles> per_file_ignores;
    std::vector<Severity> severities;
    bool operator==(const CheckSettings&) const = default;
};

/// Errors: "bad_config" with file and line for an unknown key or a value of the wrong kind, and for a baseline outside
/// of the project's root.
Result<CheckSettings> check_settings(const Project& project);

}  // namespace migrate::project
