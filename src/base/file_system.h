/// The few calls of the file system that files.cpp, write.cpp and journal.cpp stand on. One implementation a system
/// (posix/, windows/); nothing else of the program calls the system for files.
///
/// Paths are ours: UTF-8 with '/'. A failure is an error code of the generic category, so that it can be compared with
/// std::errc on every system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/descriptor.h"
#include "base/files.h"
#include "base/write.h"

namespace migrate::base::file_system {

/// What is at a path.
struct Status {
    EntryKind kind = EntryKind::other;
    bool is_link = false;
    bool is_own = false;      ///< this user owns it
    bool is_private = false;  ///< nobody else may use it
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;
    FileAccess access;
};

enum class Links { follow, keep };

/// Nothing where nothing is, or where that cannot be known.
std::optional<Status> status_of(const std::string& path, Links links);

/// The whole content of a plain file; never waits for a pipe or a device. Errors as of read_file.
Result<std::string> read_plain_file(const std::string& path, std::size_t max_bytes);

struct NamedEntry {
    std::string name;
    EntryKind kind;  ///< as the folder itself says; `other` where that is not enough: links, odd file systems
};

/// What is in a folder, in no order, and why not all of it.
std::error_code list_names(const std::string& path, std::vector<NamedEntry>& names);

/// The path as the standard library takes it, whatever the system's own text is and however long it is.
std::filesystem::path standard_path(const std::string& path);

/// How much of a path says where it begins: 1 of "/x", 3 of "C:/x" or "C:\\x" on Windows, 0 of "x".
std::size_t root_size(std::string_view path);

/// The absolute path without links; empty where there is none.
std::string real_path(const std::string& path);

/// A new file with this content, on the disk if `durable`; nothing is left of it on a failure. `for_all`: who may read
/// it is as the user set it up, otherwise only the owner may.
std::error_code write_new(const std::string& path, std::string_view text, bool for_all, bool durable);

/// `from` becomes `to`, which must not exist (std::errc::file_exists); nothing is left of `from` on a failure.
std::error_code move_to_new(const std::string& from, const std::string& to);

/// `from` becomes `to`, whatever was there; nothing is left of `from` on a failure.
std::error_code move_over(const std::string& from, const std::string& to);

std::error_code remove(const std::string& path);

/// Removes a folder with everything below it; links are not followed. Fine if it is not there.
std::error_code remove_tree(const std::string& path);

/// Makes the names in the folder last; some file systems cannot, and need not.
void flush_folder(const std::string& path);

/// Takes the lock of a folder without waiting. Errors: device_or_resource_busy (somebody has it),
/// resource_unavailable_try_again (the folder was put in place of another meanwhile), not_a_directory, others.
std::error_code try_lock(const std::string& directory, Descriptor& lock);

}  // namespace migrate::base::file_system
