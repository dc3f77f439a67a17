#include "usecases/writing.h"

#include <map>

#include "base/files.h"

namespace migrate::usecases {

namespace {

constexpr std::chrono::seconds kLockTimeout{30};
constexpr std::chrono::seconds kShortTimeout{2};

/// Every folder that may hold migrations.
std::vector<std::string> folders_of(const project::Project& project) {
    std::vector<std::string> folders;
    for (const std::string& location : project.version_locations) {
        if (!base::is_directory(location)) continue;
        folders.push_back(location);
        if (!project.recursive_version_locations) continue;
        const auto entries = base::list_directory(location, {.recursive = true, .sizes = false});
        if (!entries) continue;
        for (const base::DirectoryEntry& entry : *entries) {
            if (entry.kind == base::EntryKind::directory && !entry.is_link) {
                folders.push_back(base::join_path(location, entry.name));
            }
        }
    }
    return folders;
}

Result<void> recover(const project::Project& project) {
    for (const std::string& folder : folders_of(project)) {
        if (const Result<bool> recovered = base::recover_changes(folder); !recovered) {
            return tl::unexpected(recovered.error());
        }
    }
    return {};
}

}  // namespace

Result<base::DirectoryLock> lock_versions(const project::Project& project, const std::stop_token& cancel) {
    const std::string& first = project.version_locations.front();
    if (!base::is_directory(first)) {
        if (const Result<void> made = base::create_directories(first); !made) return tl::unexpected(made.error());
    }
    Result<base::DirectoryLock> lock = base::DirectoryLock::acquire(first, kLockTimeout, cancel);
    if (!lock) return lock;
    if (const Result<void> recovered = recover(project); !recovered) return tl::unexpected(recovered.error());
    return lock;
}

void settle_versions(const project::Project& project, const std::stop_token& cancel) {
    bool pending = false;
    for (const std::string& folder : folders_of(project)) pending = pending || base::has_interrupted_change(folder);
    if (!pending) return;
    const Result<base::DirectoryLock> lock =
        base::DirectoryLock::acquire(project.version_locations.front(), kShortTimeout, cancel);
    if (lock) static_cast<void>(recover(project));
}

Result<void> write_edits(const std::vector<FileEdit>& edits) {
    if (edits.empty()) return {};
    const std::string folder = base::parent_path(edits.front().path);
    std::map<std::string, base::FileChange> by_name;
    for (const FileEdit& edit : edits) {
        if (base::parent_path(edit.path) != folder || base::parent_path(edit.new_path) != folder) {
            return fail("several_folders", "the files to change are in more than one folder",
                        "do it by hand: only within one folder can it be all or nothing", edit.path);
        }
        const std::string name = base::base_name(edit.path);
        by_name[name] = {name, edit.content_hash, std::nullopt};
    }
    for (const FileEdit& edit : edits) {
        if (!edit.text) continue;
        const std::string name = base::base_name(edit.new_path);
        base::FileChange& change = by_name.try_emplace(name, base::FileChange{name, {}, {}}).first->second;
        if (change.text) return fail("file_exists", "two files would be called " + name, {}, edit.new_path);
        change.text = edit.text;
    }
    // New files first: whoever looks in between finds a revision twice rather than not at all.
    std::vector<base::FileChange> changes;
    for (const auto& [name, change] : by_name) {
        if (change.text) changes.push_back(change);
    }
    for (const auto& [name, change] : by_name) {
        if (!change.text) changes.push_back(change);
    }
    return base::change_files(folder, changes);
}

}  // namespace migrate::usecases
