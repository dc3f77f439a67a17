#include "base/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/attempt.h"
#include "base/file_system.h"

namespace migrate::base {

namespace {

using file_system::Links;
using file_system::root_size;
using file_system::status_of;

DirectoryEntry entry_at(const std::string& root, const std::string& name) {
    DirectoryEntry entry{.name = name};
    const auto path = join_path(root, name);
    auto status = status_of(path, Links::keep);
    if (!status) return entry;
    entry.is_link = status->is_link;
    if (entry.is_link) status = is_inside(root, path) ? status_of(path, Links::follow) : std::nullopt;
    if (!status) return entry;
    entry.kind = status->kind;
    entry.size = entry.kind == EntryKind::file ? status->size : 0;
    entry.modified_ns = status->modified_ns;
    return entry;
}

struct PendingFolder {
    std::string name;  // relative to the root, "" for the root itself
    std::size_t depth;
};

Result<std::vector<file_system::NamedEntry>> names_in(const std::string& path) {
    std::vector<file_system::NamedEntry> names;
    if (const auto failed = file_system::list_names(path, names)) {
        return fail("cannot_read", fmt::format("cannot list {}: {}", path, failed.message()),
                    "give this user the right to read the folder", path);
    }
    return names;
}

bool status_is(const std::string& path, EntryKind kind) {
    const auto status = status_of(path, Links::follow);
    return status && status->kind == kind;
}

/// Our text is UTF-8, whatever the system takes narrow text for.
std::filesystem::path path_of(std::string_view text) {
    return {std::u8string(text.begin(), text.end())};
}

std::string text_of(const std::filesystem::path& path) {
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
    return file_system::read_plain_file(path, max_bytes);
}

Result<std::vector<DirectoryEntry>> list_directory(const std::string& path, const ListOptions& options) {
    if (!is_directory(path))
        return fail("no_directory", fmt::format("there is no folder {}", path), "check the path", path);
    std::vector<DirectoryEntry> entries;
    std::vector<PendingFolder> pending{{"", 0}};
    while (!pending.empty()) {
        const auto folder = std::move(pending.back());
        pending.pop_back();
        const auto names = TRY(names_in(folder.name.empty() ? path : join_path(path, folder.name)));
        for (const auto& [name, kind] : names) {
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
    return status_of(path, Links::follow).has_value();
}

bool is_directory(const std::string& path) {
    return status_is(path, EntryKind::directory);
}

bool is_file(const std::string& path) {
    return status_is(path, EntryKind::file);
}

bool holds_anything(const std::string& directory) {
    std::error_code failed;
    const bool is_empty = std::filesystem::is_empty(file_system::standard_path(directory), failed);
    return !failed && !is_empty && is_directory(directory);
}

bool is_absolute(std::string_view path) {
    return root_size(path) != 0;
}

Result<std::string> resolve(const std::string& path) {
    auto real = file_system::real_path(path);
    if (real.empty()) return fail("no_file", fmt::format("cannot find {}", path), "check the path", path);
    return real;
}

bool is_inside(const std::string& root, const std::string& path) {
    const bool there = status_of(path, Links::keep).has_value();
    const auto parent = parent_path(path);
    const auto name = base_name(path);
    if (!there && (name.empty() || name == "." || name == "..")) return false;
    const auto real_root = resolve(root);
    const auto real = there ? resolve(path) : resolve(parent.empty() ? "." : parent);
    if (!real_root || !real) return false;
    return *real == *real_root || real->starts_with(*real_root == "/" ? "/" : *real_root + "/");
}

std::string join_path(std::string_view directory, std::string_view name) {
    if (directory.empty() || is_absolute(name)) return std::string(name);
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
    return std::string(path.substr(0, std::max(slash, root_size(path))));
}

std::string normal_path(std::string_view path) {
    std::string text = text_of(path_of(path).lexically_normal());
    if (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

std::string relative_to(std::string_view root, std::string_view path) {
    while (root.size() > 1 && root.ends_with('/')) root.remove_suffix(1);
    if (path == root) return ".";
    if (!path.starts_with(root)) return std::string(path);
    auto rest = path.substr(root.size());
    if (root == "/") return std::string(rest);
    return rest.starts_with('/') ? std::string(rest.substr(1)) : std::string(path);
}

std::string path_from(std::string_view root, std::string_view path) {
    std::string below = relative_to(root, path);
    const bool is_below = below.size() < path.size() && below != "." && !root.empty();
    const bool is_normal = !below.starts_with('/') && !below.ends_with('/') && below.find("//") == std::string::npos;
    if (is_below && is_normal) return below;
    return text_of(path_of(path).lexically_relative(path_of(root)));
}

}  // namespace migrate::base
