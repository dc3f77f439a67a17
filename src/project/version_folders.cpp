#include "project/version_folders.h"

#include <algorithm>
#include <string_view>

#include "base/files.h"

namespace migrate::project {

namespace {

constexpr std::size_t kMostFiles = 40;  // of code beside env.py that are looked into

bool says(const std::string& path, std::initializer_list<std::string_view> texts) {
    const Result<std::string> text = base::read_file(path);
    return text && std::ranges::any_of(texts, [&](std::string_view each) { return text->find(each) != text->npos; });
}

/// Whether one of the Python files right in the folder does.
bool code_sets_locations(const std::string& folder) {
    const auto entries = base::list_directory(folder, {.sizes = false});
    if (!entries) return false;
    std::size_t looked = 0;
    return std::ranges::any_of(*entries, [&](const base::DirectoryEntry& entry) {
        const bool is_code = entry.kind == base::EntryKind::file && !entry.is_link && entry.name.ends_with(".py");
        return is_code && ++looked <= kMostFiles &&
               says(base::join_path(folder, entry.name), {"'version_locations'", "\"version_locations\""});
    });
}

bool holds_revisions_below(const std::string& versions) {
    const auto entries = base::list_directory(versions, {.recursive = true, .sizes = false});
    return entries && std::ranges::any_of(*entries, [&](const base::DirectoryEntry& entry) {
               const bool is_below = entry.name.find('/') != std::string::npos && entry.name.ends_with(".py");
               return is_below && says(base::join_path(versions, entry.name), {"\ndown_revision"});
           });
}

}  // namespace

bool code_adds_folders_below(const std::string& versions, const std::string& script_location) {
    return (code_sets_locations(script_location) || code_sets_locations(base::parent_path(script_location))) &&
           holds_revisions_below(versions);
}

}  // namespace migrate::project
