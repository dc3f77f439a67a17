#include "history/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/allowance.h"
#include "base/text.h"

namespace migrate::history {
namespace {

constexpr std::string_view kForbiddenInIds = "@-+:";
constexpr std::size_t kShownFiles = 12;

/// Positions of parents and children, and what was found wrong on the way.
class Builder {
  public:
    Builder(std::vector<Revision> revisions, std::vector<Fault> faults, const project::Project& project)
        : project_(project) {
        graph_.revisions = std::move(revisions);
        graph_.faults = std::move(faults);
    }

    Graph build() {
        sort_by_number();
        index_ids();
        check_ids();
        link();
        order();
        find_ends();
        return std::move(graph_);
    }

  private:
    std::string shown(std::size_t position) const {
        return project::relative_path(project_, graph_.revisions[position].path);
    }

    void sort_by_number() {
        const auto before = [](const Revision& a, const Revision& b) {
            const int left = a.number.value_or(INT_MAX);
            const int right = b.number.value_or(INT_MAX);
            return left != right ? left < right : a.path < b.path;
        };
        // Folders list their files by name, which is this order for most.
        auto& revisions = graph_.revisions;
        if (!std::is_sorted(revisions.begin(), revisions.end(), before))
            std::sort(revisions.begin(), revisions.end(), before);
    }

    void index_ids() {
        std::map<std::string_view, std::vector<std::size_t>> twice;
        by_id_.reserve(graph_.revisions.size());
        for (std::size_t i = 0; i < graph_.revisions.size(); ++i) {
            const auto [first, fresh] = by_id_.emplace(graph_.revisions[i].id, i);
            if (fresh) continue;
            auto& places = twice[first->first];
            if (places.empty()) places.push_back(first->second);
            places.push_back(i);
        }
        for (std::size_t i = 0; i < graph_.revisions.size(); ++i) {
            for (const std::string& label : graph_.revisions[i].branch_labels) by_label_.emplace(label, i);
        }
        for (const auto& [id, positions] : twice) report_duplicate(id, positions);
    }

    void report_duplicate(std::string_view id, const std::vector<std::size_t>& positions) {
        Fault fault{"duplicate_revision", {}, {}, {}};
        for (const std::size_t position : positions) fault.files.push_back(shown(position));
        fault.message = fmt::format("The revision id {} is in {} files: {}.", id, positions.size(),
                                    base::join(fault.files, " and "));
        fault.hint = fmt::format(
            "Rebase one of them, which gives it a new id and parent: `alembic-migrate rebase {}`, or the "
            "tool resolve_heads.",
            fault.files.back());
        graph_.faults.push_back(std::move(fault));
    }

    void check_ids() {
        for (std::size_t i = 0; i < graph_.revisions.size(); ++i) {
            const std::string& id = graph_.revisions[i].id;
            const std::size_t bad = id.find_first_of(kForbiddenInIds);
            if (bad == std::string::npos) continue;
            graph_.faults.push_back({"bad_revision_id",
                                     fmt::format("The revision id {} of {} holds \"{}\", which Alembic does not allow.",
                                                 id, shown(i), id[bad]),
                                     "Give the file an id of letters, digits and underscores.",
                                     {shown(i)}});
        }
    }

    void link() {
        parents_.resize(graph_.revisions.size());
        children_.resize(graph_.revisions.size());
        for (std::size_t i = 0; i < graph_.revisions.size(); ++i) {
            for (const std::string& parent : graph_.revisions[i].down_revisions) add_edge(i, parent, false);
            for (const std::string& parent : graph_.revisions[i].depends_on) add_edge(i, parent, true);
        }
    }

    void add_edge(std::size_t child, const std::string& parent, bool depends) {
        base::step();
        auto found = by_id_.find(parent);
        if (found == by_id_.end() && depends) {
            found = by_label_.find(parent);
            if (found == by_label_.end()) return report_missing(child, parent, depends);
        }
        if (found == by_id_.end()) return report_missing(child, parent, depends);
        parents_[child].push_back(found->second);
        children_[found->second].push_back(child);
    }

    void report_missing(std::size_t child, const std::string& parent, bool depends) {
        graph_.faults.push_back(
            {"missing_parent",
             fmt::format("{} {} revision {}, and no file has that id.", shown(child),
                         depends ? "depends on" : "follows", parent),
             fmt::format("Get the file of {} (it may be on another branch), or rebase this one by hand: set its "
                         "down_revision to the head.",
                         parent),
             {shown(child)}});
    }

    /// Kahn's algorithm; the queue keeps the order of sort_by_number among revisions that are free at the
    /// same time.
    void order() {
        const std::size_t count = graph_.revisions.size();
        std::vector<std::size_t> waiting_for(count);
        std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
        for (std::size_t i = 0; i < count; ++i) {
            waiting_for[i] = parents_[i].size();
            if (waiting_for[i] == 0) free.push(i);
        }
        std::vector<std::size_t> sequence;
        while (!free.empty()) {
            const std::size_t next = free.top();
            free.pop();
            sequence.push_back(next);
            for (const std::size_t child : children_[next]) {
                if (--waiting_for[child] == 0) free.push(child);
            }
        }
        if (sequence.size() < count) {
            report_cycle(waiting_for);
            for (std::size_t i = 0; i < count; ++i) {
                if (waiting_for[i] > 0) sequence.push_back(i);
            }
        }
        if (std::is_sorted(sequence.begin(), sequence.end())) return;
        std::vector<Revision> ordered;
        ordered.reserve(count);
        for (const std::size_t position : sequence) ordered.push_back(std::move(graph_.revisions[position]));
        graph_.revisions = std::move(ordered);
    }

    /// Every revision still waiting has a waiting parent, so walking up must come back to a revision already
    /// seen.
    void report_cycle(const std::vector<std::size_t>& waiting_for) {
        const auto is_waiting = [&](std::size_t i) { return waiting_for[i] > 0; };
        std::size_t current = 0;
        while (!is_waiting(current)) ++current;
        std::vector<std::size_t> walk;
        std::unordered_set<std::size_t> seen;
        while (seen.insert(current).second) {
            walk.push_back(current);
            current = *std::find_if(parents_[current].begin(), parents_[current].end(), is_waiting);
        }
        Fault fault{"cycle", {}, "Give one of these files a parent outside of the circle.", {}};
        for (auto step = std::find(walk.begin(), walk.end(), current); step != walk.end(); ++step) {
            fault.files.push_back(shown(*step));
        }
        std::vector<std::string> first(
            fault.files.begin(),
            fault.files.begin() + static_cast<std::ptrdiff_t>(std::min(kShownFiles, fault.files.size())));
        fault.message = fault.files.size() == 1
                            ? fmt::format("{} names itself as its parent.", fault.files.front())
                            : fmt::format("{} revisions follow one another in a circle: {}{}.", fault.files.size(),
                                          base::join(first, ", "), fault.files.size() > kShownFiles ? " and more" : "");
        graph_.faults.push_back(std::move(fault));
    }

    void find_ends() {
        std::unordered_set<std::string_view> followed, listed;
        followed.reserve(graph_.revisions.size());
        listed.reserve(graph_.revisions.size());
        for (const Revision& revision : graph_.revisions) {
            followed.insert(revision.down_revisions.begin(), revision.down_revisions.end());
        }
        for (const Revision& revision : graph_.revisions) {
            if (!listed.insert(revision.id).second) continue;
            if (!followed.contains(revision.id)) graph_.heads.push_back(revision.id);
            if (revision.down_revisions.empty()) graph_.bases.push_back(revision.id);
        }
    }

    const project::Project& project_;
    Graph graph_;
    std::unordered_map<std::string_view, std::size_t> by_id_;  ///< until they are put in order
    std::unordered_map<std::string_view, std::size_t> by_label_;
    std::vector<std::vector<std::size_t>> parents_;
    std::vector<std::vector<std::size_t>> children_;
};

std::unordered_map<std::string_view, const Revision*> names_of(const Graph& graph) {
    std::unordered_map<std::string_view, const Revision*> names;
    for (const Revision& revision : graph.revisions) {
        base::step();
        names.emplace(revision.id, &revision);
    }
    for (const Revision& revision : graph.revisions) {
        for (const std::string& label : revision.branch_labels) names.emplace(label, &revision);
    }
    return names;
}

/// The order in which Alembic runs what leads to a revision: from there downwards it follows one branch as long as no
/// other open branch leads to the same place, and runs all of it backwards. Columns stand in this order.
class RunOrder {
  public:
    /// `parents`: by its place among the graph's revisions, the places of those that a revision stands on.
    RunOrder(const Graph& graph, const std::vector<std::vector<std::size_t>>& parents)
        : graph_(graph), parents_(parents) {}

    std::vector<const Revision*> down_from(const Revision* last) {
        open_ = {{place_of(last), above(place_of(last))}};
        left_ = open_.front().above;
        std::vector<const Revision*> order;
        for (std::size_t at = 0; !open_.empty();) {
            base::step();
            const auto other = waits_for(at);
            if (other && seen_.insert({at, *other}).second) {
                at = *other;
                continue;
            }
            seen_.clear();
            const std::size_t revision = open_[at].revision;
            if (left_[revision]) order.push_back(&graph_.revisions[revision]);
            left_[revision] = false;
            at = go_on(at);
        }
        std::reverse(order.begin(), order.end());
        return order;
    }

  private:
    struct Branch {
        std::size_t revision;
        std::vector<bool> above;  ///< what it leads to, itself included
    };

    std::size_t place_of(const Revision* revision) const {
        return static_cast<std::size_t>(revision - graph_.revisions.data());
    }

    std::vector<bool> above(std::size_t revision) const {
        std::vector<bool> found(graph_.revisions.size());
        std::vector<std::size_t> open = {revision};
        while (!open.empty()) {
            const std::size_t next = open.back();
            open.pop_back();
            if (found[next]) continue;
            base::step();
            found[next] = true;
            open.insert(open.end(), parents_[next].begin(), parents_[next].end());
        }
        return found;
    }

    /// Another open branch that leads to where this one is: it is run down first.
    std::optional<std::size_t> waits_for(std::size_t at) const {
        for (std::size_t i = 0; i < open_.size(); ++i) {
            if (i != at && open_[i].above[open_[at].revision]) return i;
        }
        return std::nullopt;
    }

    /// Goes one step down the branch; returns the branch to go on with.
    std::size_t go_on(std::size_t at) {
        const std::size_t revision = open_[at].revision;
        std::vector<std::size_t> next;
        for (const std::size_t parent : parents_[revision]) {
            const bool is_open = std::any_of(open_.begin(), open_.end(),
                                             [&](const Branch& branch) { return branch.revision == parent; });
            if (left_[parent] && !is_open) next.push_back(parent);
        }
        if (next.empty()) {
            open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
            return at == 0 ? 0 : at - 1;
        }
        open_[at].revision = next.front();
        if (parents_[revision].size() == 1) {
            open_[at].above[revision] = false;
            return at;
        }
        open_[at].above = above(next.front());
        for (std::size_t i = 1; i < next.size(); ++i) open_.push_back({next[i], above(next[i])});
        return at;
    }

    const Graph& graph_;
    const std::vector<std::vector<std::size_t>>& parents_;
    std::vector<Branch> open_;
    std::vector<bool> left_;
    std::set<std::pair<std::size_t, std::size_t>> seen_;  ///< ways between branches since the last step: a circle
};

/// The revisions up to `id` where each stands on the one before it and on nothing else, which most histories are: then
/// no names need be looked up. Nothing otherwise.
std::vector<const Revision*> line_to(const Graph& graph, const std::string& id) {
    std::vector<const Revision*> line;
    if (!graph.faults.empty()) return line;
    for (const Revision& revision : graph.revisions) {
        base::step();
        const auto& parents = revision.down_revisions;
        const bool follows = line.empty() ? parents.empty() : parents.size() == 1 && parents.front() == line.back()->id;
        if (!follows || !revision.depends_on.empty()) return {};
        line.push_back(&revision);
        if (revision.id == id) return line;
    }
    return {};
}

}  // namespace

Graph build_graph(std::vector<Revision> revisions, std::vector<Fault> faults, const project::Project& project) {
    return Builder(std::move(revisions), std::move(faults), project).build();
}

const Revision* find_revision(const Graph& graph, const std::string& id) {
    for (const Revision& revision : graph.revisions) {
        base::step();
        if (revision.id == id) return &revision;
    }
    return nullptr;
}

std::vector<const Revision*> chain_to(const Graph& graph, const std::string& id) {
    auto line = line_to(graph, id);
    return line.empty() ? Ancestry(graph).to(id) : line;
}

Ancestry::Ancestry(const Graph& graph) : graph_(graph), names_(names_of(graph)), parents_(graph.revisions.size()) {
    for (std::size_t i = 0; i < graph.revisions.size(); ++i) {
        for (const auto* ids : {&graph.revisions[i].down_revisions, &graph.revisions[i].depends_on}) {
            for (const std::string& id : *ids) {
                const auto name = names_.find(id);
                if (name == names_.end()) continue;
                const auto parent = static_cast<std::size_t>(name->second - graph.revisions.data());
                if (std::ranges::find(parents_[i], parent) == parents_[i].end()) parents_[i].push_back(parent);
            }
        }
    }
}

std::vector<const Revision*> Ancestry::to(const std::string& id) const {
    const auto found = names_.find(id);
    if (found == names_.end()) return {};
    return RunOrder(graph_, parents_).down_from(found->second);
}

}  // namespace migrate::history
