#include "usecases/revise/revisable.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "history/find.h"
#include "history/graph.h"
#include "project/git.h"

namespace migrate::usecases {

namespace {

constexpr const char* kInstead = "write a new migration for the change";

bool names(const std::vector<std::string>& ids, const history::Revision& revision) {
    return std::find(ids.begin(), ids.end(), revision.id) != ids.end();
}

Result<void> check_place(const history::Graph& graph, const history::Revision& revision) {
    for (const history::Revision& other : graph.revisions) {
        if (!names(other.down_revisions, revision) && !names(other.depends_on, revision)) continue;
        return fail("has_followers", other.id + " builds on " + revision.id, kInstead);
    }
    if (revision.down_revisions.size() > 1) {
        return fail("is_merge", revision.id + " joins several heads: there is nothing in it to change", kInstead);
    }
    if (!revision.depends_on.empty() || !revision.branch_labels.empty()) {
        return fail("has_dependencies", revision.id + " has branch_labels or depends_on, which a person gave it",
                    "edit it by hand");
    }
    return {};
}

/// Where git has the file beside this branch; "" when nowhere.
std::string elsewhere(const project::Project& project, const std::string& path) {
    std::string current;
    const std::vector<project::BranchFiles> branches = project::branch_files(project);
    for (const project::BranchFiles& branch : branches) {
        if (branch.is_current) current = branch.branch;
    }
    for (const project::BranchFiles& line : project::main_line_files(project)) {
        const bool own_remote = line.branch.ends_with("/" + current) && current != "main" && current != "master";
        if (!own_remote && line.paths.contains(path)) return line.branch;
    }
    for (const project::BranchFiles& branch : branches) {
        const bool own = branch.is_current || (branch.is_remote && branch.branch.ends_with("/" + current));
        if (!own && branch.paths.contains(path)) return branch.branch;
    }
    return "";
}

}  // namespace

Result<Revisable> find_revisable(const project::Project& project, const std::string& wanted, bool allow_committed,
                                 const base::Work& work) {
    history::Graph graph = TRY(history::read_graph(project, work));
    const std::string id = TRY(history::find_meant(graph, wanted));
    const history::Revision* found = history::find_revision(graph, id);
    if (found == nullptr) return fail("unknown_revision", "there are no migrations yet");
    Revisable target{.revision = *found, .text = {}, .before = {}};
    TRY(check_place(graph, target.revision));
    const std::string shown = project::relative_path(project, target.revision.path);
    if (const std::string branch = elsewhere(project, shown); !branch.empty() && !allow_committed) {
        return fail("committed", base::base_name(shown) + " is on " + branch + ", so others may have run it",
                    std::string(kInstead) + ", or send allow_committed when it was deployed nowhere", shown);
    }
    std::string text = TRY(base::read_file(target.revision.path));
    target.text = std::move(text);
    std::vector<history::Revision> rest;
    for (const history::Revision& revision : graph.revisions) {
        if (revision.path != target.revision.path) rest.push_back(revision);
    }
    const std::string parent = target.revision.down_revisions.empty() ? "" : target.revision.down_revisions.front();
    Workspace before =
        TRY(open_workspace_at(project, history::build_graph(std::move(rest), {}, project), parent, work));
    target.before = std::move(before);
    return target;
}

}  // namespace migrate::usecases
