/// The few ways in which this program changes a file, each of them all or nothing, also when it is killed
/// half way.
///
/// New content goes to a hidden temporary file in the same folder, is flushed to the disk and then put in
/// place in one step. Callers decide what may be written where (`is_inside` of files.h) and hold the folder's
/// lock while they read and write.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace migrate::base {

/// A new file, never over another one. Errors: "file_exists", "cannot_write". The folder must exist.
Result<void> create_exclusive(const std::string& path, std::string_view text);

/// New content for a file whose content still has the hash `expected_hash` (hash128). Keeps its permissions, and its
/// owner where this user may give files away. A link is refused. Errors: "file_changed", "no_file", "not_a_file",
/// "cannot_write".
Result<void> replace_if_unchanged(const std::string& path, const std::string& expected_hash, std::string_view text);

/// Removes the file if its content still has the hash. Errors as above.
Result<void> remove_if_unchanged(const std::string& path, const std::string& expected_hash);

/// The nearest thing that exists at or above `path`: what can be resolved of a folder that is still to be made.
std::string existing_part(std::string path);

/// Creates the folder and those above it. Fine if it is there. Error "cannot_write".
Result<void> create_directories(const std::string& path);
/// Removes the folder if there is nothing in it.
void remove_empty_directory(const std::string& path);

/// The folders that are still to be made for this one, outer ones first; and their end where they stay empty.
std::vector<std::string> missing_folders(std::string folder);
void remove_made_folders(const std::vector<std::string>& made);
/// Removes a folder of our own with everything below it; links are not followed. Error "cannot_write".
Result<void> remove_tree(const std::string& path);

/// Who may do what with a file.
struct FileAccess {
    unsigned mode = 0;
    unsigned owner = 0;
    unsigned group = 0;
};
/// Nothing for what is no plain file.
std::optional<FileAccess> access_of(const std::string& path);
/// Gives the file that access, as far as this user may.
void give_access(const std::string& path, const FileAccess& access);
/// Lets everybody run the file, where a system wants that said.
void make_executable(const std::string& path);

/// Writes a file that may be lost (a cache): over whatever is there, in one step, without waiting for the
/// disk.
Result<void> write_cache_file(const std::string& path, std::string_view text);
/// Removes it, and nothing else.
void remove_cache_file(const std::string& path);

/// Makes the folder, and those above it, where it is not there yet. True where it is one that only this user may use,
/// and no link.
bool make_private_folder(const std::string& path);
bool is_private_folder(const std::string& path);
/// True for a plain file that only this user may use, and no link.
bool is_private_file(const std::string& path);

/// One step of a change of several files.
struct FileChange {
    std::string name;                          ///< a plain name in the folder, no '/'
    std::optional<std::string> expected_hash;  ///< hash128 of what is there; nothing: the file must not exist yet
    std::optional<std::string> text;           ///< the new content; nothing: the file is removed

    bool operator==(const FileChange&) const = default;
};

/// Carries out all changes or none. What is to happen is first written to one journal file in the folder
/// (`.alembic-migrate-journal`), and its hash to this user's state folder; after a kill, the next `recover_changes`
/// finishes it. The folder's lock must be held. Errors: "file_changed", "file_exists", "no_file", "bad_name",
/// "cannot_write", "bad_journal" for a journal of others in the folder.
Result<void> change_files(const std::string& directory, const std::vector<FileChange>& changes);

/// Finishes a change of this program that was interrupted by a kill, and removes temporary files that one left behind.
/// True if there was a change to finish; a journal of others stays as it is. The folder's lock must be held. Error
/// "bad_journal" when the journal cannot be read or a file is neither as it was nor as it should become.
Result<bool> recover_changes(const std::string& directory);

/// True while a change of several files by this program is under way in the folder, or was cut short there.
bool has_interrupted_change(const std::string& directory);

/// Holds the lock on a folder itself (flock): nothing is left behind. Other processes and other holders in
/// this one wait.
class DirectoryLock {
  public:
    /// Waits for at most `timeout`, or until `cancel`. Errors: "locked" (someone else has it), "cancelled",
    /// "no_directory".
    static Result<DirectoryLock> acquire(const std::string& directory, std::chrono::milliseconds timeout,
                                         const std::stop_token& cancel = {});

  private:
    explicit DirectoryLock(Descriptor folder) : folder_(std::move(folder)) {}
    Descriptor folder_;
};

}  // namespace migrate::base
