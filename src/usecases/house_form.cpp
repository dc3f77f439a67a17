#include "usecases/house_form.h"

#include <algorithm>

#include "base/files.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kLastFiles = 24;
constexpr int kEnough = 12;  ///< sightings of a rule, after which older files are not asked
constexpr std::size_t kMaxMigrationBytes = 1 << 20;

struct Votes {
    int all = 0;
    std::map<std::string, int> of;             ///< by value
    std::map<std::string, std::string> where;  ///< by value: the newest file that shows it
};

using Rules = std::map<std::string, project::Learnt>;

/// What the files do not show is as those have it that look like them: autogenerate's, or those by hand.
void add_rest(Rules& learnt) {
    const auto key = learnt.find("key-in-column");
    if (key == learnt.end()) return;
    const std::string where = key->second.where;
    using Rest = std::vector<std::pair<const char*, const char*>>;
    const Rest by_hand = {{"plain-defaults", "true"}, {"unique-in-column", "true"}};
    const Rest generated = {{"plain-defaults", "true"},
                            {"default-first", "true"},
                            {"length-keyword", "true"},
                            {"unique-false", "true"},
                            {"op-f", "true"},
                            {"constraint-order", "by-text"},
                            {"reflected-types", "true"},
                            {"now", "sa.text(\"now()\")"}};
    for (const auto& [name, value] : key->second.value == "false" ? generated : by_hand)
        learnt.emplace(name, project::Learnt{value, where});
}

/// Of a house that uses batches, what it does where none is shown: the whole of what autogenerate puts into them where
/// it says schema=None, as autogenerate does.
void add_batch_rest(Rules& learnt) {
    const auto copy = [&](const char* from, const char* to) {
        if (const auto found = learnt.find(from); found != learnt.end()) learnt.emplace(to, found->second);
    };
    copy("batch-add-column", "batch-always");
    copy("batch-always", "batch-add-column");
    copy("batch-always", "batch-indexes");
    const auto schema = learnt.find("batch-schema");
    if (schema != learnt.end() && schema->second.value == "true") copy("batch-indexes", "batch-new-indexes");
}

/// Constraints in the order of their kinds, one of each, go with either of the two orders that sort so.
void settle_order(Votes& votes) {
    const auto sorted = votes.of.find("sorted");
    if (sorted == votes.of.end()) return;
    const std::string order = votes.of["by-kind"] > votes.of["by-text"] ? "by-kind" : "by-text";
    votes.of[order] += sorted->second;
    votes.where.emplace(order, votes.where["sorted"]);
    votes.of.erase("sorted");
}

}  // namespace

LearntForm learn_form(const project::Project& project, const std::vector<const history::Revision*>& chain) {
    LearntForm learnt;
    std::map<std::string, Votes> votes;
    const std::size_t first = chain.size() > kLastFiles ? chain.size() - kLastFiles : 0;
    for (std::size_t i = chain.size(); i > first; --i) {
        const std::string& path = chain[i - 1]->path;
        const Result<std::string> text = base::read_file(path, kMaxMigrationBytes);
        if (!text) continue;
        std::map<std::string, Votes> here;
        FormSightings sightings = sightings_in(*text);
        std::ranges::move(sightings.types, std::back_inserter(learnt.types));
        for (const auto& [key, value] : sightings.form) {
            ++here[key].all;
            ++here[key].of[value];
        }
        for (const auto& [key, shown] : here) {
            Votes& all = votes[key];
            if (all.all >= kEnough) continue;
            all.all += shown.all;
            for (const auto& [value, times] : shown.of) {
                all.of[value] += times;
                all.where.emplace(value, project::relative_path(project, path));
            }
        }
    }
    if (const auto order = votes.find("constraint-order"); order != votes.end()) settle_order(order->second);
    for (const auto& [key, seen] : votes) {
        const auto most = std::max_element(seen.of.begin(), seen.of.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        learnt.rules[key] = {most->first, seen.where.at(most->first)};
    }
    add_rest(learnt.rules);
    add_batch_rest(learnt.rules);
    return learnt;
}

}  // namespace migrate::usecases
