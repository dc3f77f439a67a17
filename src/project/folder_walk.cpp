#include "project/folder_walk.h"

namespace migrate::project {
namespace {

bool is_searched(const base::DirectoryEntry& entry) {
    if (entry.kind != base::EntryKind::directory || entry.is_link || entry.name.starts_with('.')) return false;
    return entry.name != "node_modules" && entry.name != "__pycache__" && entry.name != "site-packages";
}

bool is_environment(const std::string& folder) {
    return base::is_file(base::join_path(folder, "pyvenv.cfg"));
}

}  // namespace

bool walk_folders(const std::string& start, const WalkLimits& limits, const VisitFolder& visit,
                  const EntersFolder& enters) {
    bool complete = true;
    std::size_t seen = 0;
    std::vector<std::string> level = {start};
    for (int depth = 0; depth <= limits.levels && !level.empty(); ++depth) {
        std::vector<std::string> next;
        for (const std::string& folder : level) {
            const auto entries = seen >= limits.entries
                                     ? fail("too_many_entries", "", "")
                                     : base::list_directory(folder, {.max_entries = limits.entries - seen});
            complete = complete && entries;
            if (!entries) continue;
            seen += entries->size();
            visit(folder, *entries);
            for (const base::DirectoryEntry& entry : *entries) {
                const std::string path = base::join_path(folder, entry.name);
                if (is_searched(entry) && (!enters || enters(path, entry)) && !is_environment(path))
                    next.push_back(path);
            }
        }
        level = std::move(next);
    }
    return complete && level.empty();
}

}  // namespace migrate::project
