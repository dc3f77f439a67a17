#include "project/folder_walk.h"

#include <algorithm>

namespace migrate::project {

bool is_searched(const std::string& folder, const base::DirectoryEntry& entry) {
    if (entry.kind != base::EntryKind::directory || entry.is_link || entry.name.starts_with('.')) return false;
    if (entry.name == "node_modules" || entry.name == "__pycache__" || entry.name == "site-packages") return false;
    return !base::is_file(base::join_path(folder, "pyvenv.cfg"));
}

LeftOut walk_folders(const std::string& start, const WalkLimits& limits, const VisitFolder& visit,
                     const EntersFolder& enters) {
    LeftOut left = LeftOut::nothing;
    std::size_t seen = 0;
    std::vector<std::string> level = {start};
    for (int depth = 0; depth <= limits.levels && !level.empty(); ++depth) {
        std::vector<std::string> next;
        for (const std::string& folder : level) {
            if (seen >= limits.entries) return LeftOut::too_many_entries;
            const auto entries =
                base::list_directory(folder, {.max_entries = limits.entries - seen, .sizes = limits.sizes});
            if (!entries) {
                const bool many = entries.error().code == "too_many_entries";
                left = std::max(left, many ? LeftOut::too_many_entries : LeftOut::unreadable_folders);
                continue;
            }
            seen += entries->size();
            visit(folder, *entries);
            for (const base::DirectoryEntry& entry : *entries) {
                std::string path = base::join_path(folder, entry.name);
                if (enters(path, entry)) next.push_back(std::move(path));
            }
        }
        level = std::move(next);
    }
    return level.empty() ? left : std::max(left, LeftOut::deeper_folders);
}

}  // namespace migrate::project
