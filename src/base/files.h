/// Reading the file system: files, folders, where a path really leads.
///
/// Paths are UTF-8 text with '/' between parts, as the program shows them. Writing is in write.h. This header
/// knows nothing of what the files hold; every read is bounded, so that a huge or endless file is an error
/// and not a wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate::base {

inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20U;  ///< 1 MiB: more than any source file worth reading

/// The whole content. Errors: "no_file", "not_a_file" (a folder, a device, a pipe), "too_large" (over
/// `max_bytes`), "cannot_read".
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = kMaxFileBytes);

enum class EntryKind { file, directory, other };

/// One thing in a folder.
struct DirectoryEntry {
    std::string name;  ///< path relative to the listed folder, with '/'
    EntryKind kind = EntryKind::other;
    bool is_link = false;    ///< a symbolic link; `kind` is then that of its target, `other` when it leads nowhere
    std::uint64_t size = 0;  ///< bytes, for a file
    std::int64_t modified_ns = 0;  ///< last change of the content, nanoseconds since 1970

    bool operator==(const DirectoryEntry&) const = default;
};

/// How far `list_directory` goes.
struct ListOptions {
    bool recursive = false;
    std::size_t max_depth = 16;        ///< folders below the listed one
    std::size_t max_entries = 100000;  ///< "too_many_entries" beyond it
    bool sizes = true;                 ///< false: `size` and `modified_ns` stay 0, which spares a call for each entry
};

/// What is in the folder, sorted by name (byte order). Links to folders are listed but never entered; a link
/// that leads out of the folder is listed as `other`. Errors: "no_directory", "too_many_entries",
/// "cannot_read".
Result<std::vector<DirectoryEntry>> list_directory(const std::string& path, const ListOptions& options = {});

/// True if something is there (after links); false too when that cannot be known.
bool exists(const std::string& path);
bool is_directory(const std::string& path);
bool is_file(const std::string& path);
/// True for a folder with anything in it; false too when that cannot be known.
bool holds_anything(const std::string& directory);

/// True for "/x", and for "C:/x" where there are drives.
bool is_absolute(std::string_view path);

/// The absolute path without links, "." and "..". Everything must exist: error "no_file".
Result<std::string> resolve(const std::string& path);

/// True if `path`, after resolving links, is `root` or below it. The last part of `path` need not exist yet,
/// its folder must.
bool is_inside(const std::string& root, const std::string& path);

/// `directory` + '/' + `name`; `name` alone if it is absolute or `directory` is empty.
std::string join_path(std::string_view directory, std::string_view name);

/// The last part of the path, and what is before it ("" for a bare name, "/" for "/x").
std::string base_name(std::string_view path);
std::string parent_path(std::string_view path);

/// The path without "." and ".." and without a '/' at its end, by its text alone: nothing is looked up.
std::string normal_path(std::string_view path);

/// The way from the folder `root` to `path`, by ".." where it leads out of it; both absolute, by their text alone.
std::string path_from(std::string_view root, std::string_view path);

/// `path` as seen from `root` when it is below it (both as text, without looking at the disk); otherwise
/// `path`. "." for root.
std::string relative_to(std::string_view root, std::string_view path);

}  // namespace migrate::base
