#include "usecases/merge/row.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/allowance.h"
#include "base/attempt.h"
#include "usecases/merge/objects.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

using history::Revision;
using Chain = std::vector<const Revision*>;
using Chains = std::span<const Chain>;

/// The first and the last place in the row whose head builds on a revision.
struct Places {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t count = 0;

    /// Neither builds on the other, so that they may come in either order.
    [[nodiscard]] bool is_beside(const Places& other) const { return last < other.first || other.last < first; }
};
using PlacesOf = std::unordered_map<const Revision*, Places>;

PlacesOf places_in(Chains chains) {
    PlacesOf places;
    for (std::size_t place = 0; place < chains.size(); ++place) {
        for (const Revision* revision : chains[place]) {
            base::step();
            Places& its = places.try_emplace(revision, Places{place, place, 0}).first->second;
            its.last = place;
            ++its.count;
        }
    }
    return places;
}

/// All that the chains hold, each once: those of the first chain first, or of the last.
Chain one_behind_the_other(Chains chains, bool last_first) {
    Chain all;
    std::set<const Revision*> seen;
    for (std::size_t i = 0; i < chains.size(); ++i) {
        for (const Revision* revision : chains[last_first ? chains.size() - 1 - i : i]) {
            base::step();
            if (seen.insert(revision).second) all.push_back(revision);
        }
    }
    return all;
}

/// One order on one database, its files by their revisions.
struct Order {
    Schema schema;
    std::vector<replay::Replay::File> files;
    std::unordered_map<const Revision*, std::size_t> at;

    [[nodiscard]] const replay::Replay::File& file(const Revision* revision) const { return files[at.at(revision)]; }
};

Order order_of(replay::Replay replayed, const Chain& revisions) {
    Order order{std::move(replayed.schema), std::move(replayed.files), {}};
    for (std::size_t i = 0; i < revisions.size(); ++i) order.at[revisions[i]] = i;
    return order;
}

struct BothOrders {
    Order forward;
    Order backward;
};

/// What each replay needs, read once.
struct ReplayContext {
    const project::Project& project;
    const base::Work& work;
    replay::Surroundings around = surroundings_of(project, work);

    /// What all heads build on is asked for no operations.
    [[nodiscard]] Result<replay::BothReplays> replay(const Chain& revisions, std::size_t first_asked) const {
        replay::Surroundings from = around;
        from.lists_from = first_asked;
        return replay::replay_line_on_both(project, revisions, {}, from, work);
    }
};

/// Each database with both orders.
Result<std::pair<BothOrders, BothOrders>> run_both(const ReplayContext& context, Chains chains,
                                                   const PlacesOf& places) {
    const auto first_asked = [&](const Chain& revisions) {
        const auto is_of_some = [&](const Revision* each) { return places.at(each).count != chains.size(); };
        return static_cast<std::size_t>(std::ranges::find_if(revisions, is_of_some) - revisions.begin());
    };
    const Chain there = one_behind_the_other(chains, false);
    const Chain back = one_behind_the_other(chains, true);
    replay::BothReplays forward = TRY(context.replay(there, first_asked(there)));
    replay::BothReplays backward = TRY(context.replay(back, first_asked(back)));
    return std::pair{
        BothOrders{order_of(std::move(forward.postgresql), there), order_of(std::move(backward.postgresql), back)},
        BothOrders{order_of(std::move(forward.sqlite), there), order_of(std::move(backward.sqlite), back)}};
}

/// A touch of an object by revisions that stand together.
struct Touching {
    Places places;
    Use use = Use::needs;
};

/// What the revisions of the same heads touch together, by the object: as the first to come and as the last.
std::map<std::string, std::vector<Touching>> touched_by(const Chain& revisions, const PlacesOf& places,
                                                        const BothOrders& orders) {
    std::map<std::pair<std::size_t, std::size_t>, std::vector<const Revision*>> together;
    for (const Revision* revision : revisions) {
        const Places& its = places.at(revision);
        together[{its.first, its.last}].push_back(revision);
    }
    std::map<std::string, std::vector<Touching>> touched;
    for (const auto& [ends, group] : together) {
        for (const Order* order : {&orders.forward, &orders.backward}) {
            std::vector<Operation> operations;
            for (const Revision* revision : group) {
                const std::vector<Operation>& more = order->file(revision).operations;
                operations.insert(operations.end(), more.begin(), more.end());
            }
            for (auto& [object, use] : uses_of(operations)) {
                touched[object].push_back({{ends.first, ends.second, 0}, use});
            }
        }
    }
    return touched;
}

/// True where an object is touched by two that stand beside each other, in ways that exclude each other.
bool has_clash(const std::vector<Touching>& touching) {
    for (const Touching& one : touching) {
        if (one.use == Use::needs) continue;
        for (const Touching& other : touching) {
            base::step();
            if (excludes(one.use, other.use) && one.places.is_beside(other.places)) return true;
        }
    }
    return false;
}

std::set<std::string> failures_in(const Order& order, const Revision* revision) {
    return failures_of(order.file(revision));
}

/// True where a revision fails in one order otherwise than in the other.
bool fails_by_order(const Chain& revisions, const BothOrders& orders) {
    return std::ranges::any_of(revisions, [&](const Revision* revision) {
        return failures_in(orders.forward, revision) != failures_in(orders.backward, revision);
    });
}

/// True where a revision that fails in both orders does not fail so without the other branches.
Result<bool> fails_by_others(const ReplayContext& context, Chains chains, const PlacesOf& places,
                             const BothOrders& postgresql, const BothOrders& sqlite) {
    std::set<std::size_t> failing;
    for (const auto& [revision, its] : places) {
        const bool fails =
            !failures_in(postgresql.forward, revision).empty() || !failures_in(sqlite.forward, revision).empty();
        if (fails && its.count != chains.size()) failing.insert(its.first);
    }
    for (const std::size_t place : failing) {
        const Chain& chain = chains[place];
        replay::BothReplays alone = TRY(context.replay(chain, replay::kListsNone));
        for (std::size_t i = 0; i < chain.size(); ++i) {
            if (failures_of(alone.postgresql.files[i]) != failures_in(postgresql.forward, chain[i])) return true;
            if (failures_of(alone.sqlite.files[i]) != failures_in(sqlite.forward, chain[i])) return true;
        }
    }
    return false;
}

bool depends_on_order(const Chain& revisions, const BothOrders& orders) {
    return fails_by_order(revisions, orders) || !same_schema(orders.forward.schema, orders.backward.schema);
}

/// nullopt where something stands between two of them.
Result<std::optional<Meeting>> meet_chains(const ReplayContext& context, Chains chains) {
    const base::Doing now("replaying the heads one behind the other, up to", chains.back().back()->id);
    const PlacesOf places = places_in(chains);
    auto ran = TRY(run_both(context, chains, places));
    const auto& [postgresql, sqlite] = ran;
    const Chain revisions = one_behind_the_other(chains, false);
    if (depends_on_order(revisions, postgresql) || depends_on_order(revisions, sqlite)) return std::nullopt;
    const bool by_others = TRY(fails_by_others(context, chains, places, postgresql, sqlite));
    if (by_others) return std::nullopt;
    // On SQLite a rebuilt table takes and makes its indexes: as operations that is noise.
    for (const auto& [object, touching] : touched_by(revisions, places, postgresql)) {
        if (has_clash(touching)) return std::nullopt;
    }
    Meeting meeting;
    for (const BothOrders* orders : {&postgresql, &sqlite}) {
        for (const Revision* revision : revisions) {
            if (places.at(revision).count == chains.size()) continue;
            note_unknown(orders->forward.file(revision), meeting.unknown);
        }
    }
    return meeting;
}

Result<bool> get_on(const ReplayContext& context, Chains chains) {
    const auto meeting = TRY(meet_chains(context, chains));
    return meeting.has_value();
}

}  // namespace

Row row_of(const history::Graph& graph, const std::vector<std::string>& heads) {
    const history::Ancestry ancestry(graph);
    std::vector<std::pair<Chain, std::string>> lines;
    for (const std::string& head : heads) lines.emplace_back(ancestry.to(head), head);
    // By their first revision that differs, which in the graph's order is where they part.
    std::ranges::stable_sort(lines, {}, [](const auto& line) -> const Chain& { return line.first; });
    Row row;
    for (auto& [chain, head] : lines) {
        row.heads.push_back(head);
        row.chains.push_back(std::move(chain));
    }
    return row;
}

Result<std::optional<Meeting>> meet_in_row(const project::Project& project, const Row& row, const base::Work& work) {
    for (const auto& [revision, its] : places_in(row.chains)) {
        if (its.last - its.first + 1 != its.count) return std::nullopt;
    }
    return meet_chains({project, work}, row.chains);
}

Result<std::optional<std::pair<std::size_t, std::size_t>>> first_clash(const project::Project& project, const Row& row,
                                                                       const base::Work& work) {
    const ReplayContext context{project, work};
    const Chains all = row.chains;
    // The fewest from the front that do not get on, and of these the fewest from behind.
    std::size_t fine = 1;
    for (std::size_t bad = all.size() + 1; bad - fine > 1;) {
        const std::size_t middle = fine + (bad - fine) / 2;
        const Result<bool> good = get_on(context, all.first(middle));
        if (!good) return tl::unexpected(good.error());
        (*good ? fine : bad) = middle;
    }
    if (fine == all.size()) return std::nullopt;
    const Chains front = all.first(fine + 1);
    std::size_t from = 0;
    for (std::size_t good_from = fine; good_from - from > 1;) {
        const std::size_t middle = from + (good_from - from) / 2;
        const Result<bool> good = get_on(context, front.subspan(middle));
        if (!good) return tl::unexpected(good.error());
        (*good ? good_from : from) = middle;
    }
    return std::pair{from, fine};
}

}  // namespace migrate::usecases
