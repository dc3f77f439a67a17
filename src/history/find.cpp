#include "history/find.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/attempt.h"
#include "base/text.h"

namespace migrate::history {
namespace {

constexpr std::size_t kShownFiles = 12;

tl::unexpected<Error> first_fault(const Graph& graph) {
    const Fault& fault = graph.faults.front();
    return fail(fault.code, fault.message, fault.hint, fault.files.empty() ? "" : fault.files.front());
}

std::string head_with_file(const Graph& graph, const std::string& id) {
    const Revision* revision = find_revision(graph, id);
    const std::string path = revision == nullptr ? "" : revision->path;
    return fmt::format("{} ({})", id, path.substr(path.find_last_of('/') + 1));
}

}  // namespace

bool are_lines(const Graph& graph) {
    const Ancestry ancestry(graph);
    std::unordered_set<std::string> folders;
    std::unordered_set<const Revision*> together;
    for (const std::string& head : graph.heads) {
        for (const Revision* revision : ancestry.to(head)) {
            if (!together.insert(revision).second) return false;
            if (revision->id == head) folders.insert(revision->path.substr(0, revision->path.rfind('/') + 1));
        }
    }
    return graph.heads.size() > 1 && folders.size() == graph.heads.size();
}

namespace {

bool has_labels(const Revision& revision) {
    return !revision.branch_labels.empty() || revision.has_unread_labels;
}

std::string way_out_of_several_heads(const Graph& graph) {
    if (are_lines(graph))
        return "They are lines of their own, which share nothing: name the one to build on as head "
               "(--head, a revision or a branch label).";
    if (std::ranges::any_of(graph.revisions, has_labels))
        return "The chain has branch labels, so its branches may be meant to stay: name the one to build on as head "
               "(--head, a revision or a branch label). If not, join them by a merge (`alembic-migrate merge`).";
    return "Join them by a merge (`alembic-migrate merge`), or put one behind the other while it was deployed nowhere "
           "(`alembic-migrate rebase`); the tool resolve_heads does both. Or name the one to build on as head.";
}

tl::unexpected<Error> several_heads(const Graph& graph) {
    std::vector<std::string> shown;
    for (const std::string& head : graph.heads) {
        if (shown.size() < kShownFiles) shown.push_back(head_with_file(graph, head));
    }
    return fail("several_heads",
                fmt::format("The migrations have {} heads: {}{}.", graph.heads.size(), base::join(shown, ", "),
                            graph.heads.size() > kShownFiles ? " and more" : ""),
                way_out_of_several_heads(graph));
}

/// The ids that a person may mean by `wanted`: exactly, as a branch label, or as the beginning of an id.
std::vector<const Revision*> meant_by(const Graph& graph, const std::string& wanted) {
    constexpr std::string_view kAtHead = "@head";  // label@head, as Alembic takes it
    if (wanted.size() > kAtHead.size() && wanted.ends_with(kAtHead))
        return meant_by(graph, wanted.substr(0, wanted.size() - kAtHead.size()));
    if (const Revision* exact = find_revision(graph, wanted)) return {exact};
    std::vector<const Revision*> found;
    for (const Revision& revision : graph.revisions) {
        const auto& labels = revision.branch_labels;
        if (std::find(labels.begin(), labels.end(), wanted) != labels.end()) return {&revision};
        if (revision.id.starts_with(wanted)) found.push_back(&revision);
    }
    return found;
}

/// The heads that descend from a revision, itself included.
std::vector<std::string> heads_above(const Graph& graph, const Revision& from) {
    std::unordered_set<std::string_view> descendants = {from.id};
    for (const Revision& revision : graph.revisions) {  // parents come first
        for (const std::string& parent : revision.down_revisions) {
            if (descendants.contains(parent)) descendants.insert(revision.id);
        }
    }
    std::vector<std::string> heads;
    for (const std::string& head : graph.heads) {
        if (descendants.contains(head)) heads.push_back(head);
    }
    return heads;
}

/// The one revision that `wanted` means; `key` is the request's name for it.
Result<const Revision*> revision_meant(const Graph& graph, const std::string& wanted, const std::string& key) {
    const std::vector<const Revision*> found = meant_by(graph, wanted);
    if (found.empty()) {
        std::vector<std::string> ids;
        for (const Revision& revision : graph.revisions) ids.push_back(revision.id);
        const std::vector<std::string> near = base::nearest(ids, wanted);
        const bool unread = std::ranges::any_of(graph.revisions, &Revision::has_unread_labels);
        return fail("unknown_revision",
                    fmt::format("There is no revision {}{}.", wanted,
                                unread ? ", nor a branch label that can be read without running the files" : ""),
                    !near.empty()         ? fmt::format("Did you mean {}?", base::join(near, ", "))
                    : graph.heads.empty() ? "There are no revisions yet: leave it out."
                                          : fmt::format("The head is {}.", base::join(graph.heads, ", ")),
                    key);
    }
    if (found.size() == 1) return found.front();
    std::vector<std::string> shown;
    for (const Revision* revision : found) {
        if (shown.size() < kShownFiles) shown.push_back(revision->id);
    }
    return fail("ambiguous_revision", fmt::format("{} revisions begin with {}.", found.size(), wanted),
                fmt::format("Write more of the id: {}{}.", base::join(shown, ", "),
                            found.size() > kShownFiles ? " and more" : ""),
                key);
}

Result<std::string> wanted_head(const Graph& graph, const std::string& wanted) {
    const Revision* found = TRY(revision_meant(graph, wanted, "head"));
    const std::string& id = found->id;
    if (std::find(graph.heads.begin(), graph.heads.end(), id) != graph.heads.end()) return id;
    const std::vector<std::string> above = heads_above(graph, *found);
    const bool is_label = wanted.ends_with("@head") || (id != wanted && !id.starts_with(wanted));
    if (is_label && above.size() == 1) return above.front();
    return fail("not_a_head", fmt::format("{} is not a head: other revisions follow it.", id),
                fmt::format("Its heads are {}.", base::join(above, ", ")), "head");
}

}  // namespace

Result<std::string> one_head(const Graph& graph, const std::string& wanted) {
    if (!graph.faults.empty()) return first_fault(graph);
    if (!wanted.empty()) return wanted_head(graph, wanted);
    if (graph.heads.size() > 1) return several_heads(graph);
    return graph.heads.empty() ? std::string() : graph.heads.front();
}

Result<std::string> find_meant(const Graph& graph, const std::string& wanted) {
    if (wanted.empty() || wanted == "head") return one_head(graph);
    if (!graph.faults.empty()) return first_fault(graph);
    const Revision* found = TRY(revision_meant(graph, wanted, "at"));
    return found->id;
}

}  // namespace migrate::history
