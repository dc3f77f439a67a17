#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "history/find.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// The branch labels of all that the head builds on.
std::set<std::string> labels_of(const history::Graph& graph, const std::string& head) {
    std::set<std::string> labels, seen;
    std::vector<std::string> open = {head};
    while (!open.empty()) {
        const std::string id = open.back();
        open.pop_back();
        const history::Revision* revision = history::find_revision(graph, id);
        if (revision == nullptr || !seen.insert(id).second) continue;
        labels.insert(revision->branch_labels.begin(), revision->branch_labels.end());
        open.insert(open.end(), revision->down_revisions.begin(), revision->down_revisions.end());
    }
    return labels;
}

/// True where each head has a branch label of its own: then they are several by intent, and run by their labels.
bool each_has_its_label(const history::Graph& graph) {
    std::map<std::string, int> heads_with;
    std::vector<std::set<std::string>> labels;
    for (const std::string& head : graph.heads) labels.push_back(labels_of(graph, head));
    for (const std::set<std::string>& of_head : labels) {
        for (const std::string& label : of_head) ++heads_with[label];
    }
    return std::all_of(labels.begin(), labels.end(), [&](const std::set<std::string>& of_head) {
        return std::any_of(of_head.begin(), of_head.end(),
                           [&](const std::string& label) { return heads_with[label] == 1; });
    });
}

/// All of them, or the first of many: the text stands in a finding for each.
std::string named(const std::vector<std::string>& heads) {
    constexpr std::size_t kShown = 12;
    if (heads.size() <= kShown) return base::join(heads, ", ");
    const std::vector<std::string> first(heads.begin(), heads.begin() + kShown);
    return base::join(first, ", ") + " and " + std::to_string(heads.size() - kShown) + " more";
}

void check(const Chain& chain, Report& report) {
    if (chain.graph.heads.size() < 2 || !chain.graph.faults.empty()) return;  // a fault alone may make a second head
    if (each_has_its_label(chain.graph) || history::are_lines(chain.graph)) return;
    const std::string heads = named(chain.graph.heads);
    for (const std::string& head : chain.graph.heads) {
        const history::Revision* revision = history::find_revision(chain.graph, head);
        if (revision == nullptr) continue;
        report.add_to(project::relative_path(chain.project, revision->path), 0,
                      "this is one of several heads: " + heads, "merge them: alembic merge heads -m \"merge heads\"");
    }
}

}  // namespace

Rule several_heads() {
    return {
        .name = "several-heads",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem =
            "The chain has more than one head: `alembic upgrade head` stops, and the next revision "
            "does not know its parent.",
        .instead =
            "Join the heads with a merge revision, or put one branch behind the other. Branches that are meant to "
            "stay apart have a branch label each; they are no finding.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
