#include "usecases/rebase/moved_branch.h"

#include <algorithm>
#include <set>

#include "base/attempt.h"
#include "base/files.h"
#include "base/text.h"
#include "history/graph.h"
#include "project/git.h"
#include "usecases/merge/merge.h"

namespace migrate::usecases {

namespace {

using history::Graph;
using history::Revision;

/// Paths of the revisions that move: ids may be there twice, paths never.
using Paths = std::set<std::string>;

bool has_duplicates(const Graph& graph) {
    return std::any_of(graph.faults.begin(), graph.faults.end(),
                       [](const history::Fault& fault) { return fault.code == "duplicate_revision"; });
}

/// The first fault that a rebase does not mend.
const history::Fault* other_fault(const Graph& graph) {
    for (const history::Fault& fault : graph.faults) {
        if (fault.code != "duplicate_revision") return &fault;
    }
    return nullptr;
}

tl::unexpected<Error> which_branch(const Graph& graph, const std::string& why) {
    std::vector<std::string> files;
    for (const history::Fault& fault : graph.faults) {
        for (const std::string& file : fault.files) files.push_back(base::base_name(file));
    }
    for (const std::string& head : graph.heads) {
        const Revision* revision = history::find_revision(graph, head);
        const std::string file = revision == nullptr ? head : base::base_name(revision->path);
        if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    }
    return fail(
        "which_branch", why + ": " + base::join(files, ", "),
        "name the file that is to go behind the other, or all of a branch's files; " + std::string(how_to_choose()),
        "branch");
}

/// The revisions in a straight line, parents first. Among the moved ones an id means the moved one.
Result<std::vector<Revision>> in_line(const Graph& graph, const Paths& paths) {
    std::vector<const Revision*> moved;
    for (const Revision& revision : graph.revisions) {
        if (paths.contains(revision.path)) moved.push_back(&revision);
    }
    const auto named = [&](const std::string& id) {
        const auto found = std::find_if(moved.begin(), moved.end(), [&](const Revision* r) { return r->id == id; });
        return found == moved.end() ? nullptr : *found;
    };
    const auto not_linear = [](const Revision& revision, const std::string& why) {
        return fail("not_linear", base::base_name(revision.path) + " " + why,
                    "join such branches by a merge, which leaves every file as it is", revision.path);
    };
    std::vector<Revision> line;
    const Revision* next = nullptr;
    for (const Revision* revision : moved) {
        if (revision->down_revisions.size() > 1) return not_linear(*revision, "is itself a merge of several heads");
        const bool first = revision->down_revisions.empty() || named(revision->down_revisions.front()) == nullptr;
        if (first && next != nullptr) return not_linear(*revision, "begins a branch of its own");
        if (first) next = revision;
    }
    while (next != nullptr) {
        line.push_back(*next);
        const Revision* child = nullptr;
        for (const Revision* revision : moved) {
            const bool follows = !revision->down_revisions.empty() &&
                                 revision->down_revisions.front() == line.back().id &&
                                 revision->path != line.back().path;
            if (follows && child != nullptr) return not_linear(*revision, "is a second one behind " + line.back().id);
            if (follows) child = revision;
        }
        if (line.size() > moved.size()) return not_linear(*next, "stands in a circle");
        next = child;
    }
    if (line.size() != moved.size()) return not_linear(*moved.front(), "does not hang together with the others");
    return line;
}

std::vector<std::string> ids_of(const std::vector<Revision>& revisions) {
    std::vector<std::string> ids;
    for (const Revision& revision : revisions) ids.push_back(revision.id);
    return ids;
}

/// Splits the graph and holds that the rest stands without the part that moves.
Result<MovedBranch> split(const project::Project& project, const Graph& graph, const Paths& paths,
                          const std::string& onto) {
    std::vector<Revision> line = TRY(in_line(graph, paths));
    std::vector<Revision> rest;
    for (const Revision& revision : graph.revisions) {
        if (!paths.contains(revision.path)) rest.push_back(revision);
    }
    // A dependency on what moves follows it: it is no reason to stay.
    std::vector<Revision> without = rest;
    const std::vector<std::string> moving_ids = ids_of(line);
    const std::vector<std::string> staying_ids = ids_of(rest);
    for (Revision& revision : without) {
        std::erase_if(revision.depends_on, [&](const std::string& id) {
            return std::find(moving_ids.begin(), moving_ids.end(), id) != moving_ids.end() &&
                   std::find(staying_ids.begin(), staying_ids.end(), id) == staying_ids.end();
        });
    }
    const Graph checked = history::build_graph(std::move(without), {}, project);
    for (const history::Fault& fault : checked.faults) {
        if (fault.code == "missing_parent")
            return fail("has_followers", "others follow what is to move: " + fault.message,
                        "name the whole branch up to its head", fault.files.front());
        if (fault.code == "duplicate_revision") return which_branch(graph, "one id would still be in two files");
        return fail(fault.code, fault.message, fault.hint, fault.files.empty() ? "" : fault.files.front());
    }
    MovedBranch moved{.revisions = std::move(line), .staying = checked};
    if (moved.revisions.empty() || moved.staying.revisions.empty()) return which_branch(graph, "nothing would be left");
    const std::string head = TRY(history::one_head(moved.staying, onto));
    moved.onto = head;
    return moved;
}

/// The revision that a person means by an id, the beginning of one, or a file.
Result<const Revision*> meant(const Graph& graph, const std::string& wanted) {
    std::vector<const Revision*> found;
    for (const Revision& revision : graph.revisions) {
        const bool is_file = revision.path == wanted || revision.path.ends_with("/" + wanted);
        if (is_file) return &revision;
        if (revision.id == wanted || (!wanted.empty() && revision.id.starts_with(wanted))) found.push_back(&revision);
    }
    if (found.size() == 1) return found.front();
    const auto exact = std::count_if(found.begin(), found.end(), [&](const Revision* r) { return r->id == wanted; });
    if (exact == 1) {
        return *std::find_if(found.begin(), found.end(), [&](const Revision* r) { return r->id == wanted; });
    }
    if (found.empty()) return fail("unknown_revision", "there is no revision and no file " + wanted, {}, "branch");
    std::vector<std::string> files;
    for (const Revision* revision : found) files.push_back(base::base_name(revision->path));
    return fail("ambiguous_revision", std::to_string(found.size()) + " files are meant by " + wanted,
                "name one of the files: " + base::join(files, ", "), "branch");
}

/// All of the branch that a revision stands on: up to the first parent that others share, and down to its head.
Result<Paths> branch_around(const Graph& graph, const Revision& named) {
    const auto children = [&](const Revision& parent) {
        std::vector<const Revision*> found;
        for (const Revision& revision : graph.revisions) {
            const auto& parents = revision.down_revisions;
            if (std::find(parents.begin(), parents.end(), parent.id) != parents.end()) found.push_back(&revision);
        }
        return found;
    };
    const auto copies = [&](const std::string& id) {
        return std::count_if(graph.revisions.begin(), graph.revisions.end(),
                             [&](const Revision& r) { return r.id == id; });
    };
    Paths paths = {named.path};
    const Revision* last = &named;
    while (paths.size() <= graph.revisions.size()) {
        const std::vector<const Revision*> behind = children(*last);
        if (behind.empty()) break;
        if (behind.size() > 1 || copies(last->id) > 1) {
            return which_branch(graph, "it is not certain what follows " + base::base_name(last->path));
        }
        last = behind.front();
        if (!paths.insert(last->path).second) break;
    }
    const Revision* first = &named;
    while (first->down_revisions.size() == 1) {
        const Revision* parent = history::find_revision(graph, first->down_revisions.front());
        if (parent == nullptr || copies(parent->id) > 1 || children(*parent).size() > 1) break;
        first = parent;
        if (!paths.insert(first->path).second) break;
    }
    return paths;
}

Result<MovedBranch> as_requested(const project::Project& project, const Graph& graph, const RebaseRequest& request) {
    Paths paths;
    for (const std::string& wanted : request.branch) {
        const Revision* revision = TRY(meant(graph, wanted));
        if (request.branch.size() > 1) {
            paths.insert(revision->path);
            continue;
        }
        Paths all = TRY(branch_around(graph, *revision));
        paths = std::move(all);
    }
    return split(project, graph, paths, request.onto);
}

/// The branch that the main line does not have, by the first ref that tells the two apart.
Result<MovedBranch> as_git_tells(const project::Project& project, const Graph& graph, const RebaseRequest& request) {
    for (const project::BranchFiles& line : project::main_line_files(project)) {
        Paths paths;
        for (const Revision& revision : graph.revisions) {
            if (!line.paths.contains(project::relative_path(project, revision.path))) paths.insert(revision.path);
        }
        if (paths.empty() || paths.size() == graph.revisions.size()) continue;
        Result<MovedBranch> moved = split(project, graph, paths, request.onto);
        if (!moved) continue;
        moved->reason = "these move because " + line.branch + " does not have them";
        return moved;
    }
    return which_branch(graph, "git does not tell which of the branches is the newer one");
}

}  // namespace

Result<MovedBranch> choose_branch(const project::Project& project, const Graph& graph, const RebaseRequest& request) {
    if (const history::Fault* fault = other_fault(graph)) {
        return fail(fault->code, fault->message, fault->hint, fault->files.empty() ? "" : fault->files.front());
    }
    if (graph.heads.size() < 2 && !has_duplicates(graph)) {
        return fail("one_head", graph.heads.empty()
                                    ? "there are no migrations"
                                    : "there is one head, " + graph.heads.front() + ": nothing to rebase");
    }
    Result<MovedBranch> moved =
        request.branch.empty() ? as_git_tells(project, graph, request) : as_requested(project, graph, request);
    if (!moved) return moved;
    const std::vector<std::string>& parents = moved->revisions.front().down_revisions;
    if (parents.empty()) return moved;
    if (parents.front() == moved->onto) {
        return fail("already_behind", moved->revisions.front().id + " follows " + moved->onto + " already");
    }
    const std::vector<const Revision*> chain = history::chain_to(moved->staying, moved->onto);
    const bool leads =
        std::any_of(chain.begin(), chain.end(), [&](const Revision* r) { return r->id == parents.front(); });
    if (leads) return moved;
    return fail("not_behind",
                moved->onto + " does not lead back to " + parents.front() + ", which the branch builds on",
                "rebase that one first, or join the heads by a merge", "onto");
}

}  // namespace migrate::usecases
