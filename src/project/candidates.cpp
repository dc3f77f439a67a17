#include "project/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/files.h"
#include "project/folder_walk.h"
#include "project/ini.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

constexpr std::string_view kDefaultSection = "alembic";

bool has_script_location(const Ini& ini, std::string_view section) {
    return has_own_key(ini, section, "script_location") || has_own_key(ini, "DEFAULT", "script_location");
}

/// pyproject.toml beside the config, when it has [tool.alembic].
Result<std::string> alembic_pyproject(const std::string& folder) {
    const std::string path = base::join_path(folder, "pyproject.toml");
    const Result<std::string> text = base::read_file(path);
    if (!text || text->find("tool.alembic") == std::string::npos) return std::string();
    const Result<TomlFile> file = read_toml(*text, path);
    if (!file) return tl::unexpected<Error>(file.error());
    return has_table(*file, "tool.alembic") ? path : std::string();
}

/// The section to use, or all sections that could be meant.
std::vector<std::string> sections_of(const Ini& ini, const std::string& folder, bool has_pyproject) {
    const bool script_here = base::is_file(base::join_path(folder, "env.py"));
    const bool usual = has_section(ini, kDefaultSection);
    if (usual && (has_script_location(ini, kDefaultSection) || has_pyproject || script_here)) {
        return {std::string(kDefaultSection)};
    }
    std::vector<std::string> sections;
    for (const IniSection& section : ini.sections) {
        if (section.name != "DEFAULT" && section.values.contains("script_location")) sections.push_back(section.name);
    }
    if (sections.empty() && usual) sections.emplace_back(kDefaultSection);
    return sections;
}

Result<std::vector<Candidate>> candidates_of_ini(const std::string& path, const std::string& section) {
    const Result<std::string> text = base::read_file(path);
    if (!text) return tl::unexpected<Error>(text.error());
    const Result<Ini> ini = read_ini(*text, path);
    if (!ini) return tl::unexpected<Error>(ini.error());
    const std::string folder = base::parent_path(path);
    const Result<std::string> pyproject = alembic_pyproject(folder);
    if (!pyproject) return tl::unexpected<Error>(pyproject.error());
    if (!section.empty() && !has_section(*ini, section)) {
        return fail("no_project", fmt::format("{} has no section [{}].", path, section), "Name one of its sections.",
                    path);
    }
    std::vector<Candidate> found;
    const auto sections = section.empty() ? sections_of(*ini, folder, !pyproject->empty()) : std::vector{section};
    for (const std::string& name : sections) found.push_back({folder, path, name, *pyproject, {}});
    return found;
}

/// A script folder without a config file: versions and an env.py, with its template beside it or Alembic in it.
bool is_script_folder(const std::string& folder) {
    const std::string env = base::join_path(folder, "env.py");
    if (!base::is_file(env) || !base::is_directory(base::join_path(folder, "versions"))) return false;
    if (base::is_file(base::join_path(folder, "script.py.mako"))) return true;
    const Result<std::string> text = base::read_file(env);
    return text && text->find("alembic") != std::string::npos;
}

/// All that is configured below the folder, and the script folders apart.
Result<Search> search_below(const std::string& start) {
    Search search;
    std::optional<Error> error;
    const LeftOut left = walk_folders(start, {}, [&](const std::string& folder, const auto& entries) {
        const bool config = std::ranges::any_of(entries, [](const base::DirectoryEntry& entry) {
            return entry.name == "alembic.ini" || entry.name == "pyproject.toml";
        });
        Result<std::vector<Candidate>> found = config ? candidates_in(folder) : std::vector<Candidate>();
        if (!found && !error) error = found.error();
        for (Candidate& candidate : found ? *found : std::vector<Candidate>{})
            search.found.push_back(std::move(candidate));
        if (is_script_folder(folder)) search.script_folders.push_back(folder);
    });
    search.complete = left == LeftOut::nothing;
    if (search.found.empty() && search.script_folders.empty() && error) return tl::unexpected<Error>(*error);
    return search;
}

}  // namespace

std::string git_root(const std::string& path) {
    for (std::string folder = path; !folder.empty(); folder = base::parent_path(folder)) {
        if (base::exists(base::join_path(folder, ".git"))) return folder;
        if (folder == "/" || base::parent_path(folder) == folder) break;
    }
    return {};
}

Result<std::vector<Candidate>> candidates_in(const std::string& folder) {
    const std::string ini = base::join_path(folder, "alembic.ini");
    if (base::is_file(ini)) return candidates_of_ini(ini, {});
    const Result<std::string> pyproject = alembic_pyproject(folder);
    if (!pyproject) return tl::unexpected<Error>(pyproject.error());
    if (pyproject->empty()) return std::vector<Candidate>();
    return std::vector<Candidate>{{folder, {}, {}, *pyproject, {}}};
}

Result<std::vector<Candidate>> candidates_of_file(const std::string& path, const std::string& section) {
    if (!path.ends_with(".toml")) return candidates_of_ini(path, section);
    const std::string folder = base::parent_path(path);
    const Result<std::string> pyproject = alembic_pyproject(folder);
    if (!pyproject) return tl::unexpected<Error>(pyproject.error());
    if (*pyproject != path) {
        return fail("no_project", fmt::format("{} has no [tool.alembic].", path),
                    "Name the file that configures Alembic.", path);
    }
    return std::vector<Candidate>{{folder, {}, {}, path, {}}};
}

Result<std::vector<Candidate>> candidates_above(const std::string& start, const std::string& top) {
    for (std::string folder = start; !folder.empty(); folder = base::parent_path(folder)) {
        for (const std::string& place : {folder, base::join_path(folder, "migrations")}) {
            Result<std::vector<Candidate>> found = candidates_in(place);
            if (!found || !found->empty()) return found;
        }
        if (folder == top || base::parent_path(folder) == folder) break;
    }
    return std::vector<Candidate>();
}

Result<Search> candidates_below(const std::string& folder) {
    Result<Search> search = search_below(folder);
    if (!search || !search->found.empty()) return search;
    for (const std::string& script : search->script_folders)
        search->found.push_back({base::parent_path(script), {}, {}, {}, script});
    return search;
}

std::vector<Candidate> without_location(const Candidate& candidate) {
    const Result<Search> search = search_below(candidate.folder);
    std::vector<Candidate> found;
    if (!search) return found;
    for (const std::string& script : search->script_folders) {
        Candidate own = candidate;
        own.script_folder = script;
        found.push_back(std::move(own));
    }
    return found;
}

std::string name_of(const Candidate& candidate, const std::string& start) {
    const std::string& path = !candidate.script_folder.empty() ? candidate.script_folder
                              : !candidate.ini_path.empty()    ? candidate.ini_path
                                                               : candidate.pyproject_path;
    const std::string shown = base::relative_to(start, path);
    const bool usual = candidate.section.empty() || candidate.section == kDefaultSection;
    return usual ? shown : fmt::format("{}#{}", shown, candidate.section);
}

}  // namespace migrate::project
