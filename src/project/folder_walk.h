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
};

/// What is done with a folder and what stands in it.
using VisitFolder = std::function<void(const std::string& folder, const std::vector<base::DirectoryEntry>& entries)>;
/// Whether a folder is entered that is neither hidden, a link, nor of node_modules, caches or installed libraries.
using EntersFolder = std::function<bool(const std::string& folder, const base::DirectoryEntry& entry)>;

/// False when a limit, or a folder that cannot be read, left something out. Virtual environments are not entered.
bool walk_folders(const std::string& start, const WalkLimits& limits, const VisitFolder& visit,
                  const EntersFolder& enters = {});

}  // namespace migrate::project
