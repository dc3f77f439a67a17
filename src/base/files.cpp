#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/descriptor.h"

namespace migrate::base {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_read(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return fail("no_file", fmt::format("there is no {}", path), "check the path", path);
    return fail("cannot_read", fmt::format("cannot read {}: {}", path, std::strerror(error)),
                "give this user the right to read it", path);
}

/// `expected` is the size that the file had: mostly one read gets it all, and shows that no more follows.
Result<std::string> read_all(int descriptor, const std::string& path, std::size_t expected, std::size_t max_bytes) {
    std::string content;
    std::size_t filled = 0;
    std::size_t room = std::min(expected, max_bytes) + 1;
    while (true) {
        content.resize(filled + room);
        const auto count = ::read(descriptor, content.data() + filled, room);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(path, errno);
        filled += static_cast<std::size_t>(count);
        if (filled > max_bytes) {
            return fail("too_large", fmt::format("{} is larger than {} bytes", path, max_bytes),
                        "it is too large for a source file: make it shorter, or move it away", path);
        }
        if (count == 0 || (filled == expected && static_cast<std::size_t>(count) < room)) {
            content.resize(filled);
            return content;
        }
        room = 65536;
    }
}

EntryKind kind_of(const struct stat& status) {
    if (S_ISREG(status.st_mode)) return EntryKind::file;
    return S_ISDIR(status.st_mode) ? EntryKind::directory : EntryKind::other;
}

DirectoryEntry entry_at(const std::string& root, const std::string& name) {
    DirectoryEntry entry{.name = name};
    const auto path = join_path(root, name);
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return entry;
    entry.is_link = S_ISLNK(status.st_mode);
    if (entry.is_link && (!is_inside(root, path) || ::stat(path.c_str(), &status) != 0)) return entry;
    entry.kind = kind_of(status);
    entry.size = entry.kind == EntryKind::file ? static_cast<std::uint64_t>(status.st_size) : 0;
    entry.modified_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
    return entry;
}

struct PendingFolder {
    std::string name;  // relative to the root, "" for the root itself
    std::size_t depth;
};

struct NamedEntry {
    std::string name;
    EntryKind kind;  // as the folder itself says; `other` where that is not enough: links, odd file systems
};

EntryKind kind_in_folder(const fs::directory_entry& entry) {
    std::error_code failed;
    if (entry.is_symlink(failed) || failed) return EntryKind::other;
    if (entry.is_regular_file(failed)) return EntryKind::file;
    return entry.is_directory(failed) ? EntryKind::directory : EntryKind::other;
}

Result<std::vector<NamedEntry>> names_in(const std::string& path) {
    std::error_code failed;
    fs::directory_iterator at(path, failed);
    std::vector<NamedEntry> names;
    for (const fs::directory_iterator end; !failed && at != end; at.increment(failed)) {
        const std::string& whole = at->path().native();
        names.push_back({whole.substr(whole.rfind('/') + 1), kind_in_folder(*at)});
    }
    if (failed)
        return fail("cannot_read", fmt::format("cannot list {}: {}", path, failed.message()),
                    "give this user the right to read the folder", path);
    return names;
}

bool stat_is(const std::string& path, EntryKind kind) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && kind_of(status) == kind;
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) return cannot_read(path, errno);
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
    if (!S_ISREG(status.st_mode))
        return fail("not_a_file", fmt::format("{} is not a file", path), "put a plain file there", path);
    return read_all(file.get(), path, static_cast<std::size_t>(status.st_size), max_bytes);
}

Result<std::vector<DirectoryEntry>> list_directory(const std::string& path, const ListOptions& options) {
    if (!is_directory(path))
        return fail("no_directory", fmt::format("there is no folder {}", path), "check the path", path);
    std::vector<DirectoryEntry> entries;
    std::vector<PendingFolder> pending{{"", 0}};
    while (!pending.empty()) {
        const auto folder = std::move(pending.back());
        pending.pop_back();
        const auto names = names_in(folder.name.empty() ? path : join_path(path, folder.name));
        if (!names) return tl::unexpected(names.error());
        for (const auto& [name, kind] : *names) {
            const bool enough = !options.sizes && kind != EntryKind::other;
            auto entry = enough ? DirectoryEntry{.name = join_path(folder.name, name), .kind = kind}
                                : entry_at(path, join_path(folder.name, name));
            const bool enter = entry.kind == EntryKind::directory && !entry.is_link;
            if (options.recursive && enter && folder.depth < options.max_depth) {
                pending.push_back({entry.name, folder.depth + 1});
            }
            entries.push_back(std::move(entry));
        }
        if (entries.size() > options.max_entries) {
            return fail("too_many_entries", fmt::format("{} holds more than {} entries", path, options.max_entries),
                        "name the Alembic project's own folder", path);
        }
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
}

bool exists(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0;
}

bool is_directory(const std::string& path) {
    return stat_is(path, EntryKind::directory);
}

bool is_file(const std::string& path) {
    return stat_is(path, EntryKind::file);
}

Result<std::string> resolve(const std::string& path) {
    std::error_code failed;
    const auto real = fs::canonical(path, failed);
    if (failed)
        return fail("no_file", fmt::format("cannot find {}: {}", path, failed.message()), "check the path", path);
    return real.string();
}

bool is_inside(const std::string& root, const std::string& path) {
    struct stat status{};
    const bool there = ::lstat(path.c_str(), &status) == 0;
    const auto parent = parent_path(path);
    const auto name = base_name(path);
    if (!there && (name.empty() || name == "." || name == "..")) return false;
    const auto real_root = resolve(root);
    const auto real = there ? resolve(path) : resolve(parent.empty() ? "." : parent);
    if (!real_root || !real) return false;
    return *real == *real_root || real->starts_with(*real_root == "/" ? "/" : *real_root + "/");
}

std::string join_path(std::string_view directory, std::string_view name) {
    if (directory.empty() || name.starts_with('/')) return std::string(name);
    std::string path(directory);
    if (!path.ends_with('/')) path += '/';
    return path.append(name);
}

std::string base_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string parent_path(std::string_view path) {
    const auto slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

std::string relative_to(std::string_view root, std::string_view path) {
    while (root.size() > 1 && root.ends_with('/')) root.remove_suffix(1);
    if (path == root) return ".";
    if (!path.starts_with(root)) return std::string(path);
    auto rest = path.substr(root.size());
    if (root == "/") return std::string(rest);
    return rest.starts_with('/') ? std::string(rest.substr(1)) : std::string(path);
}

}  // namespace migrate::base
