#include "project/profile.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "project/house_keys.h"
#include "project/own_skill.h"
#include "project/profile_texts.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

/// YYYYMMDD_NNNNNN at the beginning of a name.
bool is_dated_number(std::string_view name) {
    if (name.size() < 16 || name[8] != '_' || (name[15] != '_' && name[15] != '.')) return false;
    for (const std::size_t i : {0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14}) {
        if (name[i] < '0' || name[i] > '9') return false;
    }
    return true;
}

/// True for a folder without migrations too: the first file decides nothing yet.
bool holds_dated_numbers(const std::string& folder) {
    const auto entries = base::list_directory(folder, {.sizes = false});
    if (!entries) return true;
    return std::all_of(entries->begin(), entries->end(), [](const base::DirectoryEntry& entry) {
        const bool is_migration = entry.name.ends_with(".py") && !entry.name.starts_with("__init__");
        return !is_migration || is_dated_number(entry.name);
    });
}

bool fits(const TomlFile& profile, const Project& project, const ChainHabits& habits) {
    const auto versions = text_at(profile, "match.versions");
    if (!versions || project.version_locations.empty()) return false;
    const std::string& folder = project.version_locations.front();
    if (relative_path(project, folder) != *versions) return false;
    const auto name = text_at(profile, "match.named");
    if (name && !speaks_of(project, *name)) return false;
    if (habits.revision_style) return *habits.revision_style == RevisionStyle::dated_number;
    return holds_dated_numbers(folder);
}

Result<TomlFile> profile_file(const ProfileText& profile) {
    return read_toml(profile.text, fmt::format("profiles/{}.toml", profile.name));
}

}  // namespace

std::vector<std::string> profile_names() {
    std::vector<std::string> names;
    for (const ProfileText& profile : kProfileTexts) names.emplace_back(profile.name);
    std::sort(names.begin(), names.end());
    return names;
}

Result<HouseRules> read_profile(const std::string& name) {
    for (const ProfileText& profile : kProfileTexts) {
        if (profile.name != name) continue;
        const Result<TomlFile> file = profile_file(profile);
        if (!file) return tl::unexpected<Error>(file.error());
        HouseRules rules;
        rules.profile = name;
        Result<HouseRules> read = apply_keys(std::move(rules), *file, "", {"match.versions", "match.named"});
        if (read) read->sources.clear();
        return read;
    }
    return fail("bad_config", fmt::format("There is no profile \"{}\".", name),
                fmt::format("The profiles are {}.", base::join(profile_names(), ", ")));
}

std::string fitting_profile(const Project& project, const ChainHabits& habits) {
    for (const ProfileText& profile : kProfileTexts) {
        const Result<TomlFile> file = profile_file(profile);
        if (file && fits(*file, project, habits)) return std::string(profile.name);
    }
    return kDefaultProfile;
}

}  // namespace migrate::project
