/// Finds the files that may configure an Alembic project, upward and downward from a folder.
///
/// It opens alembic.ini and pyproject.toml only to see whether they are Alembic's; what their values mean is
/// settings.h.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace migrate::project {

struct Candidate {
    std::string folder;          ///< absolute: what `%(here)s` is
    std::string ini_path;        ///< absolute, "" when there is none
    std::string section;         ///< of the ini file
    std::string pyproject_path;  ///< absolute, "" when it has no [tool.alembic]
    std::string script_folder;   ///< found by its env.py: there is no config, or it does not say which
    bool operator==(const Candidate&) const = default;
};

/// The nearest folder at or above `path` that has a .git; "" without one.
std::string git_root(const std::string& path);

/// What one folder configures; several when one ini file has several sections with a script_location and no
/// [alembic]. Error "bad_config" when a file cannot be read as what its name says.
Result<std::vector<Candidate>> candidates_in(const std::string& folder);

/// What a config file configures: an ini file, or pyproject.toml. `section` chooses one of an ini's sections,
/// "" for the usual.
Result<std::vector<Candidate>> candidates_of_file(const std::string& path, const std::string& section);

/// The nearest folder at or above `folder`, up to `top`, that configures something.
Result<std::vector<Candidate>> candidates_above(const std::string& folder, const std::string& top);

struct Search {
    std::vector<Candidate> found;             ///< those with a config; without one anywhere, the script folders
    std::vector<std::string> script_folders;  ///< all that have an env.py of Alembic's and versions
    bool complete = true;                     ///< false when a limit ended the search
};

/// All below `folder`: 6 levels, 20,000 entries; hidden folders, node_modules, virtual environments and links
/// left out. A file that cannot be read is left out too, unless nothing else is found.
Result<Search> candidates_below(const std::string& folder);

/// The script folders below a config whose script_location is filled in by code.
std::vector<Candidate> without_location(const Candidate& candidate);

/// How a person names the candidate in a request: its config file relative to `start`, "#section" added where
/// needed.
std::string name_of(const Candidate& candidate, const std::string& start);

}  // namespace migrate::project
