#include "usecases/writing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <thread>

#include "base/attempt.h"
#include "base/files.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::chrono::seconds kLockTimeout{30};
constexpr std::chrono::seconds kShortTimeout{2};
constexpr int kLockAttempts = 100;

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

/// Where a folder really is, also one whose last parts are still to be made.
std::string real_folder(const std::string& folder) {
    const std::string there = base::existing_part(folder);
    const Result<std::string> real = base::resolve(there);
    if (!real) return folder;
    return there == folder ? *real : base::join_path(*real, base::relative_to(there, folder));
}

bool is_at_or_below(const std::string& root, const std::string& folder) {
    return folder == root || folder.starts_with(root == "/" ? root : root + "/");
}

/// True for a folder of packages or of git, and for a hidden one that is not the config's own: what stands there is run
/// or read by other programs.
bool is_foreign(const project::Project& project, const std::string& folder) {
    const bool own = is_at_or_below(base::parent_path(project.config_path), folder);
    const auto parts = base::split(base::relative_to(project.root, folder), '/');
    return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
        const bool hidden = part.starts_with('.') && part != ".";
        return part == ".git" || part == "site-packages" || part == "dist-packages" || (hidden && !own);
    });
}

/// `folder` is a real one.
Result<void> check_folder(const project::Project& project, const std::string& folder) {
    if (is_at_or_below(project.root, folder) && !is_foreign(project, folder)) return {};
    return fail("outside_project",
                fmt::format("{} is no folder of the repository {}: nothing is written there", folder, project.root),
                "keep the migrations inside the repository; without git, start in (or name) the folder that holds both "
                "them and the config",
                folder);
}

Result<void> recover(const project::Project& project) {
    for (const std::string& folder : folders_of(project)) {
        if (!check_folder(project, real_folder(folder))) continue;
        if (const Result<bool> recovered = base::recover_changes(folder); !recovered) {
            return tl::unexpected(recovered.error());
        }
    }
    return {};
}

}  // namespace

VersionsLock::~VersionsLock() {
    base::remove_made_folders(made_);
}

Result<VersionsLock> lock_versions(const project::Project& project, const std::stop_token& cancel) {
    const std::string& first = project.version_locations.front();
    TRY(check_folder(project, real_folder(first)));
    const bool had_files = base::holds_anything(first);
    // Whoever made the folder and was refused takes it away again, perhaps while we wait for its lock: then it is made
    // anew. One with files in it was taken away by somebody else, and is not.
    for (int attempt = 1;; ++attempt) {
        std::vector<std::string> made = base::missing_folders(first);
        if (had_files && !made.empty())
            return fail("no_directory", "there is no folder " + first, "make the folder", first);
        TRY(base::create_directories(first));
        Result<base::DirectoryLock> lock = base::DirectoryLock::acquire(first, kLockTimeout, cancel);
        if (!lock && lock.error().code == "no_directory" && attempt < kLockAttempts) continue;
        if (!lock) return tl::unexpected(lock.error());
        VersionsLock versions(std::move(*lock), std::move(made));
        TRY(recover(project));
        return versions;
    }
}

bool settle_versions(const project::Project& project, const std::stop_token& cancel) {
    const std::vector<std::string> folders = folders_of(project);
    const auto pending = [&] { return std::any_of(folders.begin(), folders.end(), base::has_interrupted_change); };
    const auto until = std::chrono::steady_clock::now() + kShortTimeout;
    while (pending()) {
        if (cancel.stop_requested() || std::chrono::steady_clock::now() >= until) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

Result<void> check_place(const project::Project& project, const std::string& path) {
    const std::string folder = real_folder(base::parent_path(path));
    const std::vector<std::string> parts = base::split(path, '/');
    const bool plain = base::is_absolute(path) && std::find(parts.begin(), parts.end(), "..") == parts.end();
    const bool is_version_folder =
        std::any_of(project.version_locations.begin(), project.version_locations.end(), [&](const std::string& one) {
            const std::string location = real_folder(one);
            return folder == location || (project.recursive_version_locations && is_at_or_below(location, folder));
        });
    if (plain && is_version_folder) return check_folder(project, folder);
    return fail(
        "outside_versions",
        fmt::format("{} would be written in {}, which is no folder of migrations", base::base_name(path), folder),
        "a file that is a link to elsewhere is edited there, by hand; file_template names files of the versions "
        "folder",
        project::relative_path(project, path));
}

Result<void> write_new_file(const VersionsLock& /*held*/, const project::Project& project, const std::string& path,
                            const std::string& text) {
    if (Result<void> fine = check_place(project, path); !fine) return fine;
    const std::string folder = base::parent_path(path);
    const std::vector<std::string> made = base::missing_folders(folder);
    if (Result<void> done = base::create_directories(folder); !done) return done;
    Result<void> written = check_place(project, path);
    if (written) written = base::create_exclusive(path, text);
    if (!written) base::remove_made_folders(made);
    return written;
}

Result<void> write_edits(const VersionsLock& /*held*/, const project::Project& project,
                         const std::vector<FileEdit>& edits) {
    if (edits.empty()) return {};
    if (Result<void> fine = check_place(project, edits.front().path); !fine) return fine;
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
    std::vector<std::pair<std::string, base::FileAccess>> moved;
    for (const FileEdit& edit : edits) {
        const std::optional<base::FileAccess> access = base::access_of(edit.path);
        if (access && edit.text && edit.new_path != edit.path) moved.emplace_back(edit.new_path, *access);
    }
    Result<void> done = base::change_files(folder, changes);
    for (const auto& [path, access] : moved) {
        if (done) base::give_access(path, access);
    }
    return done;
}

}  // namespace migrate::usecases
