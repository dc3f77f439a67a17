#include "usecases/check/scope.h"

#include <algorithm>

#include "base/files.h"
#include "history/find.h"
#include "project/git.h"

namespace migrate::usecases {

namespace {

const history::Revision* at_path(const history::Graph& graph, const std::string& path) {
    const auto found = std::find_if(graph.revisions.begin(), graph.revisions.end(),
                                    [&](const history::Revision& revision) { return revision.path == path; });
    return found == graph.revisions.end() ? nullptr : &*found;
}

/// What a name may mean as a path: from the starting folder, from the project's root, or absolute.
std::vector<std::string> paths_of(const std::string& file, const CheckRequest& request,
                                  const project::Project& project) {
    std::vector<std::string> paths;
    for (const std::string& folder : {request.start, project.root}) {
        if (Result<std::string> real = base::resolve(base::join_path(folder, file))) paths.push_back(std::move(*real));
    }
    return paths;
}

Result<std::set<std::string>> named_revisions(const CheckRequest& request, const project::Project& project,
                                              const history::Graph& graph) {
    std::set<std::string> wanted;
    for (const std::string& file : request.files) {
        const std::vector<std::string> paths = paths_of(file, request, project);
        const auto path =
            std::find_if(paths.begin(), paths.end(), [&](const std::string& one) { return at_path(graph, one); });
        if (path != paths.end()) {
            wanted.insert(at_path(graph, *path)->id);
            continue;
        }
        if (!paths.empty() && base::is_file(paths.front())) {
            if (request.skip_others) continue;
            return fail("not_a_migration",
                        file + " is not a migration of " + project::relative_path(project, project.script_location),
                        "name files of the versions folder; --skip-others (skip_others) leaves the rest out", file);
        }
        Result<std::string> id = history::find_meant(graph, file);
        if (!id) {
            id.error().where = "files";
            return tl::unexpected(id.error());
        }
        wanted.insert(*id);
    }
    return wanted;
}

Result<std::set<std::string>> revisions_since(const std::string& ref, const project::Project& project,
                                              const history::Graph& graph) {
    const Result<std::set<std::string>> paths = project::files_changed_since(project, ref);
    if (!paths) return tl::unexpected(paths.error());
    std::set<std::string> wanted;
    for (const history::Revision& revision : graph.revisions) {
        if (paths->contains(project::relative_path(project, revision.path))) wanted.insert(revision.id);
    }
    return wanted;
}

}  // namespace

Result<std::set<std::string>> wanted_revisions(const CheckRequest& request, const project::Project& project,
                                               const history::Graph& graph) {
    std::set<std::string> wanted;
    if (!request.files.empty()) return named_revisions(request, project, graph);
    if (request.since) return revisions_since(*request.since, project, graph);
    if (request.all) {
        for (const history::Revision& revision : graph.revisions) wanted.insert(revision.id);
        return wanted;
    }
    wanted.insert(graph.heads.begin(), graph.heads.end());
    return wanted;
}

}  // namespace migrate::usecases
