/// Which version of a library the project uses: lock files first, then requirements, pyproject.toml, setup.py, and a
/// virtual environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace migrate::project {

/// What a project says of it: all "" when it says nothing.
struct LibraryVersion {
    std::string exact;  ///< "1.13.1", where a lock, a pin or an installation names it
    std::string least;  ///< of a range: "2.0" in ">=2.0"
    std::string below;  ///< of a range: "2.1" in "<2.1", "~=2.0.4"
    bool operator==(const LibraryVersion&) const = default;
};

/// From the nearest folder between `folder` and `root` (which holds it) that names a version; where none does, the
/// nearest range. `library` in small letters.
LibraryVersion find_library_version(const std::string& folder, const std::string& root, std::string_view library);

/// True if `version` is known and lower than `minimum`, compared number by number.
bool is_older(std::string_view version, std::string_view minimum);

/// Whether it is older than `minimum`; nullopt when the project does not say.
std::optional<bool> is_before(const LibraryVersion& version, std::string_view minimum);

}  // namespace migrate::project
