#include "usecases/merge/merge.h"

#include <algorithm>
#include <map>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/clock.h"
#include "base/text.h"
#include "history/header.h"
#include "usecases/create/read_back.h"
#include "usecases/create/template_file.h"
#include "usecases/merge/row.h"
#include "usecases/reminders.h"
#include "usecases/workspace.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

constexpr std::string_view kTitle = "merge heads";

/// The heads that are meant, in the graph's order; at least two.
Result<std::vector<std::string>> chosen_heads(const history::Graph& graph, const std::vector<std::string>& wanted) {
    std::vector<std::string> heads;
    for (const std::string& one : wanted) {
        const std::string head = TRY(history::one_head(graph, one));
        if (std::find(heads.begin(), heads.end(), head) == heads.end()) heads.push_back(head);
    }
    if (wanted.empty()) heads = graph.heads;
    if (heads.size() < 2) {
        const bool alone = graph.heads.size() < 2;
        return fail("one_head",
                    alone ? "there is " + std::string(heads.empty() ? "no head" : "one head, " + heads.front()) +
                                ": nothing to join"
                          : "a merge needs two heads, and only " + heads.front() + " was named",
                    alone ? "" : "leave heads out to join all: " + base::join(graph.heads, ", "));
    }
    if (heads.size() > history::kMostNames) {
        return fail("too_much",
                    std::to_string(heads.size()) + " heads are more than one revision can name: at most " +
                        std::to_string(history::kMostNames),
                    "name some of them, and join what that leaves by the next merge: alembic-migrate merge " +
                        heads[0] + " " + heads[1] + " ...");
    }
    return heads;
}

/// So many are tried each with each where something stands between two of them, so that all of it is told at once.
constexpr std::size_t kFewHeads = 6;

Result<Meeting> meet_each_other(const Workspace& workspace, const std::vector<std::string>& heads,
                                const base::Work& work) {
    Meeting all;
    const std::string count = std::to_string(heads.size());
    const base::Doing now("replaying each head behind each other, of which there are", count);
    for (std::size_t i = 0; i < heads.size(); ++i) {
        for (std::size_t j = i + 1; j < heads.size(); ++j) {
            const Result<Meeting> one = meet(workspace.project, branches_of(workspace.graph, heads[i], heads[j]), work);
            if (!one) return one;
            all.conflicts.insert(all.conflicts.end(), one->conflicts.begin(), one->conflicts.end());
            all.unknown.insert(all.unknown.end(), one->unknown.begin(), one->unknown.end());
        }
    }
    return all;
}

Result<Meeting> meet_all(const Workspace& workspace, const std::vector<std::string>& heads, const base::Work& work) {
    if (heads.size() == 2) return meet_each_other(workspace, heads, work);
    const Row row = row_of(workspace.graph, heads);
    std::optional<Meeting> together = TRY(meet_in_row(workspace.project, row, work));
    if (together) return std::move(*together);
    if (heads.size() <= kFewHeads) return meet_each_other(workspace, heads, work);
    const auto clash = TRY(first_clash(workspace.project, row, work));
    if (clash) {
        const auto& [one, other] = *clash;
        Result<Meeting> pair = meet_each_other(workspace, {row.heads[one], row.heads[other]}, work);
        if (!pair || !pair->conflicts.empty()) return pair;
    }
    return meet_each_other(workspace, heads, work);
}

void describe_branches(const Workspace& workspace, const std::vector<std::string>& heads, Review& review) {
    const history::Ancestry ancestry(workspace.graph);
    std::map<const history::Revision*, std::size_t> built_on;  // by how many of the heads
    for (const std::string& head : heads) {
        for (const history::Revision* revision : ancestry.to(head)) ++built_on[revision];
    }
    for (const std::string& head : heads) {
        Lane lane{head, {}};
        for (const history::Revision* revision : ancestry.to(head)) {
            if (built_on[revision] < heads.size()) lane.revisions.push_back(*revision);
        }
        const history::Revision* revision = history::find_revision(workspace.graph, head);
        const std::string title = revision == nullptr ? "" : ": " + revision->message;
        review.messages.push_back({.kind = Message::Kind::operation, .text = "join " + name_of(lane) + title});
    }
    review.messages.push_back({.kind = Message::Kind::assumption,
                               .text =
                                   "upgrade() and downgrade() change nothing: the branches were replayed one behind "
                                   "the other, in both orders, and get on with each other"});
    review.messages.push_back({.kind = Message::Kind::assumption, .text = std::string(how_to_choose())});
}

/// Without the lock nothing is written.
Result<Review> merge_in(const project::Project& project, const MergeRequest& request, const std::string& date,
                        const VersionsLock* held, const base::Work& work) {
    const Result<history::Graph> graph = history::read_graph(project, work);
    if (!graph) return tl::unexpected(graph.error());
    if (!graph->faults.empty()) return tl::unexpected(history::one_head(*graph).error());
    const std::vector<std::string> heads = TRY(chosen_heads(*graph, request.heads));
    const Workspace workspace = TRY(open_workspace(project, heads.front(), work));
    const Result<Meeting> meeting = meet_all(workspace, heads, work);
    if (!meeting) return tl::unexpected(meeting.error());
    if (!meeting->conflicts.empty()) return tl::unexpected(conflict_error(*meeting));
    const std::string given = base::join(base::split_words(request.message.value_or("")), " ");
    const std::string title = given.empty() ? std::string(kTitle) : given;
    const FileName name = TRY(next_file_name(workspace, title, date, request.number));
    const WrittenText text = TRY(write_text_of(workspace, header_of(workspace, title, name, heads), plan::Plan{}));
    Review review{.revision = name.revision, .down_revisions = heads};
    review.path = project::relative_path(project, name.path);
    review.messages.push_back({.kind = Message::Kind::file, .text = text.text, .path = review.path});
    describe_branches(workspace, heads, review);
    add_unknown(*meeting, review);
    add_reminders(workspace.rules, review);
    if (held == nullptr) return review;
    TRY(base::go_on(work));
    TRY(write_new_file(*held, project, name.path, text.text));
    review.written = true;
    return review;
}

}  // namespace

std::string_view how_to_choose() {
    return "merge keeps every revision as it is, which is right as soon as one of the branches was deployed; rebase "
           "puts one branch behind the other with new numbers, which is right while that branch was deployed nowhere";
}

Result<Review> merge_heads(const MergeRequest& request, const base::Work& work) {
    const std::string date = TRY(request.date ? base::parse_date(*request.date) : Result<std::string>(base::today()));
    const project::Project project = TRY(project::find_project(request.start, request.project));
    return with_lock(project, request.dry_run, work.cancel,
                     [&](const VersionsLock* held) { return merge_in(project, request, date, held, work); });
}

}  // namespace migrate::usecases
