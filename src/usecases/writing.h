/// The lock under which everything is read and written, and what was left undone before it.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/write.h"
#include "project/project.h"

namespace migrate::usecases {

/// Locks the versions folders (the first one stands for all), makes the first where git kept no empty folder, and
/// finishes a change of several files that a kill cut short. Errors of DirectoryLock, create_directories and
/// recover_changes.
Result<base::DirectoryLock> lock_versions(const project::Project& project, const std::stop_token& cancel = {});

/// Finishes such a change before something is only shown; takes the lock only when there is one. Says nothing when the
/// folder may not be written: what is shown is then what lies there.
void settle_versions(const project::Project& project, const std::stop_token& cancel = {});

/// One new text for a file that stays where it is, or goes to another name in its folder.
struct FileEdit {
    std::string path;                 ///< absolute
    std::string content_hash;         ///< of what was read
    std::string new_path;             ///< in the same folder; `path` when it keeps its name
    std::optional<std::string> text;  ///< nothing: the file is taken away
};

/// Carries out all edits or none, also when killed. Errors of change_files; "several_folders" when they are not all in
/// one folder.
Result<void> write_edits(const std::vector<FileEdit>& edits);

}  // namespace migrate::usecases
