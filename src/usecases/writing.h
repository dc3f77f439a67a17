/// The lock under which everything is read and written, and what was left undone before it.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/attempt.h"
#include "base/write.h"
#include "project/project.h"

namespace migrate::usecases {

/// The lock on the versions folders: whoever writes there has one to show. A folder that was made for it goes when
/// nothing was written.
class VersionsLock {
  public:
    VersionsLock(base::DirectoryLock lock, std::vector<std::string> made)
        : lock_(std::move(lock)), made_(std::move(made)) {}
    VersionsLock(VersionsLock&&) = default;
    VersionsLock& operator=(VersionsLock&&) = delete;
    ~VersionsLock();

  private:
    base::DirectoryLock lock_;
    std::vector<std::string> made_;  ///< outer ones first
};

/// Locks the versions folders (the first one stands for all), makes the first where git kept no empty folder, and
/// finishes a change of several files that a kill cut short. Errors of DirectoryLock, create_directories and
/// recover_changes.
Result<VersionsLock> lock_versions(const project::Project& project, const std::stop_token& cancel = {});

/// Waits a little while such a change of another process is under way, before something is only shown. Writes and locks
/// nothing: after a kill, what is shown is what lies there. True when a change stays unfinished.
bool settle_versions(const project::Project& project, const std::stop_token& cancel = {});

/// Runs `run` with the lock; for a dry run without one, once no change of others is under way.
template <class Run>
auto with_lock(const project::Project& project, bool dry_run, const std::stop_token& cancel, const Run& run)
    -> decltype(run(nullptr)) {
    if (dry_run) {
        settle_versions(project, cancel);
        return run(nullptr);
    }
    const VersionsLock held = TRY(lock_versions(project, cancel));
    return run(&held);
}

/// Fine when a file may be written at `path`: the folder that it comes to, links resolved, is a versions folder (or
/// below one, where the project reads those) within the project's bounds. Errors: "outside_project",
/// "outside_versions".
Result<void> check_place(const project::Project& project, const std::string& path);

/// A new file, never over another one; its folder is made where the file template asks for one. Errors of check_place,
/// create_directories and create_exclusive.
Result<void> write_new_file(const VersionsLock& held, const project::Project& project, const std::string& path,
                            const std::string& text);

/// One new text for a file that stays where it is, or goes to another name in its folder.
struct FileEdit {
    std::string path;                 ///< absolute
    std::string content_hash;         ///< of what was read
    std::string new_path;             ///< in the same folder; `path` when it keeps its name
    std::optional<std::string> text;  ///< nothing: the file is taken away
};

/// Carries out all edits or none, also when killed. Errors of check_place and change_files; "several_folders" when they
/// are not all in one folder.
Result<void> write_edits(const VersionsLock& held, const project::Project& project, const std::vector<FileEdit>& edits);

}  // namespace migrate::usecases
