/// One walk downward from a folder, level by level.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"

namespace migrate::project {

struct WalkLimits {
    int levels = 6;               ///< below the first folder
    std::size_t entries = 20000;  ///< of all folders together
    bool sizes = false;           ///< asked for with each entry
};

/// What is done with a folder and what stands in it.
using VisitFolder = std::function<void(const std::string& folder, const std::vector<base::DirectoryEntry>& entries)>;
/// Whether a folder is entered.
using EntersFolder = std::function<bool(const std::string& folder, const base::DirectoryEntry& entry)>;

/// The usual ones: neither hidden, a link, a virtual environment, nor of node_modules, caches or installed libraries.
bool is_searched(const std::string& folder, const base::DirectoryEntry& entry);

/// What a walk has left out, the worst of it.
enum class LeftOut { nothing, deeper_folders, unreadable_folders, too_many_entries };

LeftOut walk_folders(const std::string& start, const WalkLimits& limits, const VisitFolder& visit,
                     const EntersFolder& enters = is_searched);

}  // namespace migrate::project
