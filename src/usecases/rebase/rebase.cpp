#include "usecases/rebase/rebase.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "history/graph.h"
#include "history/header_edit.h"
#include "usecases/merge/branches.h"
#include "usecases/merge/merge.h"
#include "usecases/rebase/moved_branch.h"
#include "usecases/reminders.h"
#include "usecases/text_diff.h"
#include "usecases/workspace.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

using history::Revision;

constexpr std::size_t kDate = 8;
constexpr std::size_t kDated = 15;  ///< characters of YYYYMMDD_NNNNNN
constexpr std::size_t kHexLength = 12;

/// True for an id that begins with YYYYMMDD_NNNNNN.
bool is_dated(const Revision& revision) {
    const std::string& id = revision.id;
    if (!revision.number || id.size() < kDated || id[kDate] != '_') return false;
    return id.substr(0, kDate).find_first_not_of("0123456789") == std::string::npos;
}

/// One revision before and after the rebase.
struct Step {
    Revision before;
    Revision after;
};

bool has_id(const history::Graph& graph, const std::string& id) {
    return history::find_revision(graph, id) != nullptr;
}

/// New numbers, as few as needed: a number that is still behind all others stays.
class Numbering {
  public:
    explicit Numbering(const MovedBranch& moved) : moving_(moved) {
        for (const Revision& revision : moved.staying.revisions) {
            highest_ = std::max(highest_, revision.number.value_or(0));
        }
        const Revision* onto = history::find_revision(moved.staying, moved.onto);
        if (onto != nullptr && is_dated(*onto)) date_ = onto->id.substr(0, kDate);
    }

    Result<std::string> next_id(const Revision& revision) {
        if (!is_dated(revision)) {
            if (!has_id(moving_.staying, revision.id)) return revision.id;
            return base::hash128(revision.id + "\n" + moving_.onto + "\n" + revision.message).substr(0, kHexLength);
        }
        const std::string own_date = revision.id.substr(0, kDate);
        if (*revision.number > highest_ && !has_id(moving_.staying, revision.id)) {
            highest_ = *revision.number;
            date_ = std::max(date_, own_date);
            return revision.id;
        }
        if (++highest_ > 999'999) return fail("bad_number", "the number 999999 is taken: there is no next one");
        date_ = std::max(date_, own_date);
        return fmt::format("{}_{:06}{}", date_, highest_, revision.id.substr(kDated));
    }

  private:
    const MovedBranch& moving_;
    int highest_ = 0;
    std::string date_;
};

/// The path with the id in its name replaced; the same where the name does not hold it.
std::string renamed(const std::string& path, const std::string& old_id, const std::string& new_id) {
    const std::string name = base::base_name(path);
    const std::size_t at = name.find(old_id);
    if (old_id == new_id || at == std::string::npos) return path;
    return base::join_path(base::parent_path(path), std::string(name).replace(at, old_id.size(), new_id));
}

Result<std::vector<Step>> renumber(const MovedBranch& moved) {
    Numbering numbering(moved);
    std::vector<Step> steps;
    for (const Revision& revision : moved.revisions) {
        const std::string id = TRY(numbering.next_id(revision));
        Step step{revision, revision};
        step.after.id = id;
        step.after.down_revisions = {steps.empty() ? moved.onto : steps.back().after.id};
        step.after.path = renamed(revision.path, revision.id, id);
        steps.push_back(std::move(step));
    }
    return steps;
}

/// Dependencies follow: what a moved file calls by an old id is the moved one; what another file calls so only where
/// the old id is gone.
void follow_dependencies(const history::Graph& graph, const MovedBranch& moved, std::vector<Step>& steps) {
    std::map<std::string, std::string> ids;
    for (const Step& step : steps) ids[step.before.id] = step.after.id;
    const auto follow = [&](std::vector<std::string>& dependencies, bool is_moved) {
        for (std::string& id : dependencies) {
            const auto found = ids.find(id);
            if (found != ids.end() && (is_moved || !has_id(moved.staying, id))) id = found->second;
        }
    };
    for (Step& step : steps) follow(step.after.depends_on, true);
    for (const Revision& revision : graph.revisions) {
        const bool moves = std::any_of(steps.begin(), steps.end(),
                                       [&](const Step& step) { return step.before.path == revision.path; });
        if (moves) continue;
        Step step{revision, revision};
        follow(step.after.depends_on, false);
        if (step.after.depends_on != revision.depends_on) steps.push_back(std::move(step));
    }
}

/// Holds that the history is sound afterwards, with one head less.
Result<void> check_outcome(const project::Project& project, const history::Graph& graph,
                           const std::vector<Step>& steps) {
    std::vector<Revision> revisions;
    for (const Revision& revision : graph.revisions) {
        const auto step =
            std::find_if(steps.begin(), steps.end(), [&](const Step& one) { return one.before.path == revision.path; });
        revisions.push_back(step == steps.end() ? revision : step->after);
    }
    const history::Graph after = history::build_graph(std::move(revisions), {}, project);
    if (after.faults.empty()) return {};
    const history::Fault& fault = after.faults.front();
    return fail(fault.code, "the rebase would leave a fault: " + fault.message, fault.hint);
}

/// The two branches as `meet` takes them, both since the place where they part.
Branches branches_to_compare(const MovedBranch& moved) {
    const std::vector<std::string>& parents = moved.revisions.front().down_revisions;
    std::set<std::string> shared;
    if (!parents.empty()) {
        for (const Revision* revision : history::chain_to(moved.staying, parents.front())) shared.insert(revision->id);
    }
    Branches branches{{}, {moved.onto, {}}, {moved.revisions.back().id, moved.revisions}};
    for (const Revision* revision : history::chain_to(moved.staying, moved.onto)) {
        (shared.contains(revision->id) ? branches.common : branches.first.revisions).push_back(*revision);
    }
    return branches;
}

/// The new text of a file, and a warning for each place beyond the header that still says an old id.
Result<FileEdit> edit_of(const project::Project& project, const Step& step, const std::vector<Step>& steps,
                         Review& review) {
    const std::string text = TRY(base::read_file(step.before.path));
    const std::string shown = project::relative_path(project, step.after.path);
    if (base::hash128(text) != step.before.content_hash) {
        return fail("file_changed", shown + " was changed in the meantime", "ask again", step.before.path);
    }
    Result<std::string> changed =
        history::rewrite_header(text, {step.after.id, step.after.down_revisions, step.after.depends_on});
    if (!changed) {
        Error error = changed.error();
        error.where =
            project::relative_path(project, step.before.path) + (error.where.empty() ? "" : ":" + error.where);
        return tl::unexpected(std::move(error));
    }
    for (const Step& other : steps) {
        if (other.before.id == other.after.id) continue;
        const std::size_t body = changed->find("\ndef ");
        const std::size_t at = body == std::string::npos ? body : changed->find(other.before.id, body);
        if (at == std::string::npos) continue;
        const auto line = 1 + std::count(changed->begin(), changed->begin() + static_cast<std::ptrdiff_t>(at), '\n');
        review.messages.push_back(
            {.kind = Message::Kind::warning,
             .text = fmt::format("{}:{} still says {}, which is {} now: only headers are rewritten", shown, line,
                                 other.before.id, other.after.id),
             .code = "old_id_mentioned"});
    }
    review.diff += unified_diff(text, *changed, project::relative_path(project, step.before.path), shown);
    return FileEdit{step.before.path, step.before.content_hash, step.after.path, std::move(*changed)};
}

void describe_steps(const project::Project& project, const MovedBranch& moved, const std::vector<Step>& steps,
                    Review& review) {
    for (const Step& step : steps) {
        const std::string file = base::base_name(step.before.path);
        std::string text = step.before.id == step.after.id ? file + " keeps its id"
                                                           : file + " becomes " + base::base_name(step.after.path);
        text += ", behind " + base::join(step.after.down_revisions, ", ");
        review.messages.push_back({.kind = Message::Kind::operation, .text = std::move(text)});
        review.moved.push_back({project::relative_path(project, step.before.path),
                                project::relative_path(project, step.after.path), step.before.id, step.after.id});
    }
    if (!moved.reason.empty()) review.messages.push_back({.kind = Message::Kind::assumption, .text = moved.reason});
    review.messages.push_back({.kind = Message::Kind::assumption, .text = std::string(how_to_choose())});
    review.messages.push_back(
        {.kind = Message::Kind::warning,
         .text = "a database that has run " + moved.revisions.front().id +
                 " already must be downgraded before this change reaches it, since it would look for the old place",
         .code = "not_if_deployed"});
}

/// Without the lock nothing is written.
Result<Review> rebase_in(const project::Project& project, const RebaseRequest& request, const VersionsLock* held,
                         const base::Work& work) {
    const history::Graph graph = TRY(history::read_graph(project, work));
    const MovedBranch moved = TRY(choose_branch(project, graph, request));
    std::vector<Step> steps = TRY(renumber(moved));
    const std::size_t last = steps.size() - 1;
    follow_dependencies(graph, moved, steps);
    if (const Result<void> sound = check_outcome(project, graph, steps); !sound) {
        return tl::unexpected(sound.error());
    }
    const Result<Meeting> meeting = meet(project, branches_to_compare(moved), work);
    if (!meeting) return tl::unexpected(meeting.error());
    if (!meeting->conflicts.empty()) return tl::unexpected(conflict_error(*meeting));
    const Revision& head = (steps)[last].after;
    Review review{.revision = head.id, .down_revisions = head.down_revisions};
    review.path = project::relative_path(project, head.path);
    std::vector<FileEdit> edits;
    for (const Step& step : steps) {
        FileEdit edit = TRY(edit_of(project, step, steps, review));
        TRY(check_place(project, edit.path));
        edits.push_back(std::move(edit));
    }
    describe_steps(project, moved, steps, review);
    add_unknown(*meeting, review);
    if (held == nullptr) return review;
    TRY(base::go_on(work));
    TRY(write_edits(*held, project, edits));
    review.written = true;
    return review;
}

}  // namespace

Result<Review> rebase_branch(const RebaseRequest& request, const base::Work& work) {
    const project::Project project = TRY(project::find_project(request.start, request.project));
    return with_lock(project, request.dry_run, work.cancel,
                     [&](const VersionsLock* held) { return rebase_in(project, request, held, work); });
}

}  // namespace migrate::usecases
