#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "project/candidates.h"
#include "project/project.h"
#include "project/settings.h"

namespace migrate::project {
namespace {

constexpr std::size_t kShownProjects = 20;

/// Of several candidates those count that can be used; two configs of one script folder are one project.
Result<Project> choose(const std::vector<Candidate>& candidates, const std::string& start) {
    std::vector<Project> usable;
    std::vector<std::string> names;
    std::vector<Error> errors;
    std::vector<Candidate> failed;
    for (const Candidate& candidate : candidates) {
        Result<Project> project = read_settings(candidate);
        if (!project) {
            errors.push_back(project.error());
            if (candidate.script_folder.empty() && !says_script_folder(candidate)) failed.push_back(candidate);
            continue;
        }
        const bool known = std::any_of(usable.begin(), usable.end(), [&](const Project& other) {
            return other.script_location == project->script_location &&
                   other.version_locations == project->version_locations;
        });
        if (known) continue;
        usable.push_back(std::move(*project));
        names.push_back(name_of(candidate, start));
    }
    if (usable.size() == 1) return usable.front();
    if (usable.empty()) {
        std::vector<Candidate> found;
        for (const Candidate& candidate : failed) {
            for (Candidate& own : without_location(candidate)) found.push_back(std::move(own));
        }
        return found.empty() ? Result<Project>(tl::unexpected<Error>(errors.front())) : choose(found, start);
    }
    const std::size_t count = names.size();
    names.resize(std::min(count, kShownProjects));
    return fail("several_projects", fmt::format("There are {} Alembic projects: {}.", count, base::join(names, ", ")),
                fmt::format("Choose one with \"project\", for example \"{}\".", names.front()), "project");
}

tl::unexpected<Error> nothing_found(const std::string& start, bool complete) {
    return fail(
        "no_project",
        fmt::format("No alembic.ini and no [tool.alembic] in a pyproject.toml was found in {}, above it, or up to "
                    "6 levels below it{}.",
                    start, complete ? "" : " (the search ended at its limit)"),
        "Run it inside the project, or name the folder of alembic.ini with \"project\" (--project DIR).");
}

Result<Project> find_chosen(const std::string& start, const std::string& chosen) {
    const std::size_t hash = chosen.rfind('#');
    const std::string section = hash == std::string::npos ? "" : chosen.substr(hash + 1);
    const std::string name = base::replace_all(chosen.substr(0, hash), "\\", "/");
    const Result<std::string> path = base::resolve(base::join_path(start, name));
    if (!path) {
        return fail("no_project", fmt::format("There is no {} in {}.", name, start), "Name a folder or a config file.",
                    "project");
    }
    const std::string top = git_root(start);
    if (!base::is_inside(start, *path) && (top.empty() || !base::is_inside(top, *path))) {
        return fail("outside_project", fmt::format("{} is outside of the repository.", name),
                    "Name a folder or a config file inside it.", "project");
    }
    if (base::is_file(*path)) {
        const auto found = candidates_of_file(*path, section);
        if (!found) return tl::unexpected<Error>(found.error());
        if (found->empty()) {
            return fail("bad_config", fmt::format("{} has no [alembic] section.", name),
                        "Name Alembic's own config file.", *path);
        }
        return choose(*found, start);
    }
    const auto here = candidates_in(*path);
    if (!here) return tl::unexpected<Error>(here.error());
    if (!here->empty()) return choose(*here, start);
    const Result<Search> below = candidates_below(*path);
    if (!below) return tl::unexpected<Error>(below.error());
    return below->found.empty() ? Result<Project>(nothing_found(*path, below->complete)) : choose(below->found, start);
}

/// The first of the candidates whose versions folder holds the file.
std::optional<Project> holder_of(const std::string& path, const std::vector<Candidate>& candidates) {
    for (const Candidate& candidate : candidates) {
        const Result<Project> project = read_settings(candidate);
        if (!project) continue;
        for (const std::string& location : project->version_locations) {
            const bool holds = base::parent_path(path) == location ||
                               (project->recursive_version_locations && path.starts_with(location + "/"));
            if (holds) return *project;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<Project> find_project(const std::string& start, const std::string& chosen) {
    Result<std::string> folder = base::resolve(start);
    if (!folder && chosen.empty()) {
        const Result<std::string> config = base::resolve(start.substr(0, start.rfind('#')));
        if (config && base::is_file(*config)) {
            const std::string name = config->substr(config->rfind('/') + 1) + start.substr(start.rfind('#'));
            return find_chosen(base::parent_path(*config), name);
        }
    }
    if (!folder)
        return fail("no_project", fmt::format("There is no folder {}.", start), "Name a folder that exists.",
                    "project");
    if (base::is_file(*folder)) folder = base::parent_path(*folder);
    if (!chosen.empty()) return find_chosen(*folder, chosen);

    const std::string top = git_root(*folder);
    const auto above = candidates_above(*folder, top);
    if (!above) return tl::unexpected<Error>(above.error());
    if (!above->empty()) return choose(*above, *folder);
    bool complete = true;
    std::vector<std::string> starts = {*folder};
    if (!top.empty() && top != *folder) starts.push_back(top);
    for (const std::string& from : starts) {
        const Result<Search> below = candidates_below(from);
        if (!below) return tl::unexpected<Error>(below.error());
        if (!below->found.empty()) {
            Result<Project> project = choose(below->found, *folder);
            // Outside of git the folder that was asked for is the best guess at the repository.
            if (project && top.empty()) project->root = *folder;
            return project;
        }
        complete = complete && below->complete;
    }
    return nothing_found(*folder, complete);
}

Result<Project> find_project_of(const std::string& file) {
    const Result<std::string> path = base::resolve(file);
    const auto none =
        fail("not_a_migration", fmt::format("No versions folder of an Alembic project holds {}.", file), "", file);
    if (!path) return none;
    const std::string folder = base::parent_path(*path);
    const std::string top = git_root(folder);
    Result<std::vector<Candidate>> candidates = candidates_above(folder, top);
    if (!candidates) return tl::unexpected<Error>(candidates.error());
    if (const auto project = holder_of(*path, *candidates)) return *project;
    if (top.empty()) return none;
    const Result<Search> below = candidates_below(top);
    if (!below) return tl::unexpected<Error>(below.error());
    if (const auto project = holder_of(*path, below->found)) return *project;
    return none;
}

std::string relative_path(const Project& project, const std::string& absolute) {
    return base::is_absolute(absolute) ? base::path_from(project.root, absolute) : absolute;
}

}  // namespace migrate::project
