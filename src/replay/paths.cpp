#include "replay/paths.h"

#include <algorithm>
#include <deque>
#include <set>

#include "base/allowance.h"
#include "base/environment.h"

namespace migrate::replay {

namespace {

template <class T>
void compare_named(const std::vector<T>& a, const std::vector<T>& b, const std::string& prefix,
                   std::set<std::string>& objects) {
    auto holds = [](const std::vector<T>& list, const T& item) { return std::ranges::find(list, item) != list.end(); };
    for (const T& item : a) {
        if (!holds(b, item)) objects.insert(prefix + item.name);
    }
    for (const T& item : b) {
        if (!holds(a, item)) objects.insert(prefix + item.name);
    }
}

void compare_tables(const Table& a, const Table& b, std::set<std::string>& objects) {
    const std::string name = to_string(a.name);
    compare_named(a.columns, b.columns, "column " + name + ".", objects);
    compare_named(a.indexes, b.indexes, "index ", objects);
    compare_named(a.uniques, b.uniques, "constraint " + name + ".", objects);
    compare_named(a.checks, b.checks, "constraint " + name + ".", objects);
    compare_named(a.foreign_keys, b.foreign_keys, "constraint " + name + ".", objects);
    compare_named(a.excludes, b.excludes, "constraint " + name + ".", objects);
    if (a.primary_key != b.primary_key)
        objects.insert("constraint " + name + "." + (a.primary_key ? a.primary_key : b.primary_key)->name);
    if (a.comment != b.comment) objects.insert("table " + name);
}

template <class Value>
void compare_maps(const std::map<TableName, Value>& a, const std::map<TableName, Value>& b, const std::string& prefix,
                  std::set<std::string>& objects) {
    for (const auto& [name, value] : a) {
        const auto other = b.find(name);
        if (other == b.end() || !(value == other->second)) objects.insert(prefix + to_string(name));
    }
    for (const auto& [name, value] : b) {
        if (!a.contains(name)) objects.insert(prefix + to_string(name));
    }
}

/// The first question the two ways answered differently.
const Choice* dividing_choice(const Outcome& a, const Outcome& b) {
    for (std::size_t i = 0; i < a.choices.size() && i < b.choices.size(); ++i) {
        if (a.choices[i].taken != b.choices[i].taken) return &a.choices[i];
    }
    return nullptr;
}

/// Questions that do not touch each other are all seen when each is answered otherwise once: so many ways are always
/// followed, for a loop with a question in each round.
constexpr std::size_t kMostWays = 400;

/// Beyond these, the steps of all ways together are those that one may take.
constexpr std::size_t kFewWays = 16;

struct Explored {
    std::vector<Outcome> outcomes;
    bool all = true;  ///< no way was left out
};

Explored explore(const python::Module& module, const Setting& setting, std::string_view function,
                 const Schema& before) {
    Explored explored;
    std::deque<std::vector<bool>> waiting = {{}};
    std::size_t once_otherwise = 0;  // ways that answer one question otherwise than the first
    long steps = 0;                  // of all ways: the same on each machine, unlike the time
    while (!waiting.empty()) {
        const auto forks = static_cast<std::size_t>(std::max(setting.limits.forks, 1));
        const std::size_t wanted = forks == 1 ? forks : std::max(forks, std::min(once_otherwise + 1, kMostWays));
        const bool enough =
            explored.outcomes.size() >= wanted || (explored.outcomes.size() > kFewWays && steps > setting.limits.steps);
        const bool late = !explored.outcomes.empty() &&
                          (base::thread_time() > setting.deadline || setting.limits.cancel.stop_requested());
        if (enough || late) {
            explored.all = false;
            break;
        }
        std::vector<bool> decisions = std::move(waiting.front());
        waiting.pop_front();
        Outcome outcome = run_path(module, setting, function, before, decisions);
        for (std::size_t i = decisions.size(); i < outcome.choices.size() && waiting.size() < 4096; ++i) {
            std::vector<bool> other;
            for (std::size_t j = 0; j < i; ++j) other.push_back(outcome.choices[j].taken);
            other.push_back(!outcome.choices[i].taken);
            waiting.push_back(std::move(other));
        }
        if (explored.outcomes.empty()) once_otherwise = waiting.size();
        steps += outcome.steps;
        explored.outcomes.push_back(std::move(outcome));
    }
    return explored;
}

bool is_failure(const Remark& remark) {
    return remark.kind == Remark::Kind::fails;
}

/// The way to believe: the first that comes to its end with the fewest failures, for the chain has run; else the first.
std::size_t likeliest(const std::vector<Outcome>& outcomes) {
    std::size_t best = 0;
    std::ptrdiff_t fewest = -1;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].end != Outcome::End::finished) continue;
        const std::ptrdiff_t failures = std::ranges::count_if(outcomes[i].remarks, is_failure);
        if (fewest >= 0 && failures >= fewest) continue;
        fewest = failures;
        best = i;
    }
    return best;
}

/// A failure that another way to the end does not meet is not certain.
void weaken_failures(Run& run, const std::vector<Outcome>& outcomes, const Outcome& base) {
    for (Remark& remark : run.remarks) {
        const bool certain = !is_failure(remark) || std::ranges::all_of(outcomes, [&](const Outcome& outcome) {
            return &outcome == &base || outcome.end != Outcome::End::finished ||
                   std::ranges::find(outcome.remarks, remark) != outcome.remarks.end();
        });
        if (certain) continue;
        remark = {Remark::Kind::unknown, remark.where, "this may fail: " + remark.text};
        run.complete = false;
    }
}

void add_remark(Run& run, Remark remark) {
    if (std::ranges::find(run.remarks, remark) == run.remarks.end()) run.remarks.push_back(std::move(remark));
}

void doubt_everything(Run& run, const std::string& where, const std::string& reason) {
    run.complete = false;
    add_remark(run, {Remark::Kind::unknown, where, reason});
    add_doubt(run.after, {"*", reason, where});
}

void note_end(Run& run, const Outcome& outcome) {
    if (outcome.end == Outcome::End::stopped) {
        doubt_everything(run, outcome.where, "this is not followed to its end: " + outcome.message);
    } else if (outcome.end == Outcome::End::raised) {
        // A module of the application that raises may find more in a real run than we do.
        const bool is_own = outcome.where.find(".py:") != std::string::npos;
        add_remark(run, {is_own ? Remark::Kind::fails : Remark::Kind::unknown, outcome.where,
                         (is_own ? "it stops here with " : "it may stop here with ") + outcome.message});
        if (outcome.simulated || !is_own)
            doubt_everything(run, outcome.where, "what follows " + outcome.message + " is not known");
    }
}

/// What only one way makes is kept, and said to be unsure.
void merge_attached(Run& run, const Schema& base, const Schema& other, const std::string& reason) {
    const auto find = [](const std::vector<Attachment>& list, const Attachment& thing) {
        return std::ranges::find_if(list, [&](const Attachment& each) { return is_same_object(each, thing); });
    };
    if (run.after.attachments.empty() && other.attachments.empty()) return;
    std::vector<Attachment>& kept = run.after.attachments.change();
    for (Attachment& thing : kept) {
        if (find(other.attachments, thing) == other.attachments.end()) thing.unsure = reason;
    }
    for (const Attachment& thing : other.attachments) {
        if (find(base.attachments, thing) != base.attachments.end() || find(kept, thing) != kept.end()) continue;
        kept.push_back(thing);
        kept.back().unsure = reason;
    }
}

bool same_but_attached(const Schema& a, const Schema& b) {
    return a.tables == b.tables && a.enums == b.enums && a.sequences == b.sequences && a.views == b.views &&
           a.doubts == b.doubts;
}

void merge(Run& run, const Outcome& base, const Outcome& other, std::set<std::string>& doubted) {
    if (other.end == Outcome::End::raised || other.schema == base.schema) return;
    const Choice* choice = dividing_choice(base, other);
    const std::string where = choice ? choice->where : base.where;
    const std::string reason = choice ? choice->reason : "what only the real run knows";
    merge_attached(run, base.schema, other.schema, reason + " (" + where + ")");
    if (same_but_attached(base.schema, other.schema)) return;
    // The ways come with the fewest other answers first: an object belongs to the first question that changed
    // it.
    std::vector<std::string> objects;
    for (std::string& object : differing_objects(base.schema, other.schema)) {
        if (doubted.insert(object).second) objects.push_back(std::move(object));
    }
    for (const std::string& object : objects) add_doubt(run.after, {object, reason, where});
    for (const Doubt& doubt : other.schema.doubts) add_doubt(run.after, doubt);
    if (other.end == Outcome::End::stopped)
        add_doubt(run.after, {"*", "this is not followed to its end: " + other.message, other.where});
    run.complete = false;
    if (objects.empty()) return;
    std::string list;
    for (const std::string& object : objects) list += (list.empty() ? ": " : ", ") + object;
    add_remark(run, {Remark::Kind::unknown, where,
                     "what this leaves depends on what only the real run knows (" + reason + ")" + list});
}

}  // namespace

std::vector<std::string> differing_objects(const Schema& a, const Schema& b) {
    std::set<std::string> objects;
    each_unshared(a.tables, b.tables, [&](const TableName& name, const Table* one, const Table* two) {
        if (one == nullptr || two == nullptr) {
            objects.insert("table " + to_string(name));
        } else if (!(*one == *two)) {
            compare_tables(*one, *two, objects);
        }
        return true;
    });
    compare_maps<EnumType>(a.enums, b.enums, "type ", objects);
    compare_maps<std::string>(a.sequences, b.sequences, "sequence ", objects);
    compare_maps<std::string>(a.views, b.views, "view ", objects);
    return {objects.begin(), objects.end()};
}

Run run_module(const python::Module& module, const Setting& setting, std::string_view function, const Schema& before) {
    Explored explored = explore(module, setting, function, before);
    const std::size_t first = likeliest(explored.outcomes);
    Outcome& base = explored.outcomes[first];
    Run run;
    run.after = explored.outcomes.size() == 1 ? std::move(base.schema) : base.schema;
    run.operations = std::move(base.operations);
    run.places = std::move(base.places);
    run.remarks = std::move(base.remarks);
    run.complete = base.complete;
    weaken_failures(run, explored.outcomes, base);
    note_end(run, base);
    const Schema& base_schema = explored.outcomes.size() == 1 ? run.after : base.schema;
    std::set<std::string> doubted;
    for (std::size_t i = 0; i < explored.outcomes.size(); ++i) {
        if (i != first) merge(run, base, explored.outcomes[i], doubted);
    }
    if (!explored.all) {
        const std::string count = std::to_string(explored.outcomes.size());
        add_remark(run, {Remark::Kind::note, base.where, "only " + count + " of the ways through it were followed"});
        // Where all that were followed leave the same, the questions are about rows.
        const bool differ = std::ranges::any_of(explored.outcomes, [&](const Outcome& outcome) {
            return &outcome != &base && !same_but_attached(outcome.schema, base_schema);
        });
        if (explored.outcomes.size() <= base.choices.size() && (differ || explored.outcomes.size() == 1))
            doubt_everything(run, base.where, "it has too many ways through");
    }
    return run;
}

}  // namespace migrate::replay
