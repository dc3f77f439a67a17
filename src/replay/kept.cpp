#include "replay/kept.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "base/log.h"
#include "cache/held.h"
#include "schema/shared_map.h"

namespace migrate::cache {

template <class Container>
struct Form<Shared<Container>> {
    static void write(Writer& writer, const Shared<Container>& shared) { writer.write(shared.held()); }
    static bool read(Reader& reader, Shared<Container>& shared) {
        std::shared_ptr<const Container> held;
        const bool fine = reader.read(held);
        shared = Shared<Container>(held);
        return fine;
    }
};

template <class Key, class Value, class MarksOf>
struct Form<SharedMap<Key, Value, MarksOf>> {
    using Map = SharedMap<Key, Value, MarksOf>;
    using Entry = typename Map::Entry;
    static void write(Writer& writer, const Map& map) {
        writer.number(map.size());
        for (const auto& entry : map.entries()) writer.write(std::shared_ptr<const Entry>(entry));
    }
    static bool read(Reader& reader, Map& map) {
        std::uint64_t size = 0;
        if (!reader.count(size)) return false;
        std::vector<std::shared_ptr<Entry>> entries;
        for (std::uint64_t i = 0; i < size; ++i) {
            std::shared_ptr<const Entry> entry;
            if (!reader.read(entry) || !entry) return false;
            entries.push_back(std::const_pointer_cast<Entry>(entry));  // made by the reader, and not as constant
        }
        auto made = Map::of(entries);
        if (made) map = std::move(*made);
        return made.has_value();
    }
};

template <class Value>
struct Form<SharedSet<Value>> {
    static void write(Writer& writer, const SharedSet<Value>& set) { writer.write(set.map()); }
    static bool read(Reader& reader, SharedSet<Value>& set) {
        typename SharedSet<Value>::Map map;
        const bool fine = reader.read(map);
        set = SharedSet<Value>(std::move(map));
        return fine;
    }
};

}  // namespace migrate::cache

namespace migrate::replay {

namespace {

constexpr std::size_t kMostSnapshots = 16;
constexpr std::size_t kFewFiles = 8;  ///< run again sooner than the folder's file is written again
constexpr std::chrono::milliseconds kShort{30};
constexpr std::size_t kBytesOfOneMore = 4096;  ///< about, where most is shared with the others

/// Something of the leading files of a line, each with the hash of the settings and of the files up to it.
template <class T>
struct Leading {
    SeenModules modules;
    std::vector<std::pair<base::Fingerprint, T>> files;
};

/// What a file's run depends on beside the file, the modules and the schema before.
struct Settings {
    NamingConvention naming;
    std::string naming_doubt;
    std::string version_table_schema;
    std::optional<bool> before_2_1;
    long steps;
    int depth, forks, milliseconds;
};
static_assert(boost::pfr::tuple_size_v<Surroundings> == 7, "say in Settings what a field more means for a run");
static_assert(boost::pfr::tuple_size_v<RunLimits> == 5, "say in Settings what a field more means for a run");

std::string settings_of(const Shared& shared) {
    const Surroundings& around = shared.surroundings;
    const RunLimits& limits = shared.limits;
    return cache::to_bytes(Settings{around.naming, around.naming_doubt, around.version_table_schema, around.before_2_1,
                                    limits.steps, limits.depth, limits.forks, limits.milliseconds})
        .value_or("");
}

/// By how many files are done, the hash of the settings and of the files; empty where one has no fingerprint.
std::vector<base::Fingerprint> keys_of(const base::KeyedHash& hash, const project::Project& project, const Line& line,
                                       const std::vector<bool>& has_run, const Shared& shared) {
    struct OneFile {
        base::Fingerprint before;
        base::Fingerprint content;
        std::string path;
        std::string revision;
        bool has_run;
    };
    std::vector<base::Fingerprint> keys = {hash({settings_of(shared)})};
    keys.reserve(line.size() + 1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!line[i]->fingerprint) return {};
        keys.push_back(
            hash({cache::to_bytes(OneFile{keys.back(), *line[i]->fingerprint,
                                          project::relative_path(project, line[i]->path), line[i]->id, has_run[i]})
                      .value()}));
    }
    return keys;
}

/// At the end, one file before it, and four times as far each time.
bool is_place(std::size_t before_end) {
    if (before_end == 0) return true;
    while (before_end % 4 == 0) before_end /= 4;
    return before_end == 1;
}

}  // namespace

std::optional<std::string> write_snapshots(const Snapshots& snapshots) {
    return cache::to_bytes(snapshots);
}

std::optional<Snapshots> read_snapshots(std::string_view bytes) {
    auto snapshots = cache::from_bytes<Snapshots>(bytes);
    if (snapshots && std::ranges::count(*snapshots, nullptr) > 0) return std::nullopt;
    return snapshots;
}

std::vector<bool> has_run_of(const Line& line) {
    std::set<std::string_view> stood_on;
    for (const history::Revision* step : line) {
        stood_on.insert(step->down_revisions.begin(), step->down_revisions.end());
        stood_on.insert(step->depends_on.begin(), step->depends_on.end());
    }
    std::vector<bool> has_run;
    for (const history::Revision* step : line) has_run.push_back(stood_on.contains(step->id));
    return has_run;
}

KeptLine::KeptLine(cache::Store* store, const project::Project& project, const Line& line,
                   const std::vector<bool>& has_run, Shared& shared)
    : store_(store), project_(project), line_(line), time_limit_(shared.limits.milliseconds) {
    if (store_ != nullptr) keys_ = keys_of(store_->hash(), project, line, has_run, shared);
    if (keys_.empty()) store_ = nullptr;
    if (store_ == nullptr) return;
    modules_ = std::move(shared.surroundings.modules);
    shared.surroundings.modules = [this](const std::string& module) {
        std::optional<std::string> text = modules_(module);
        std::optional<base::Fingerprint> held;
        if (text) held = store_->hash()({*text});
        seen_.insert(module);
        if (now_.try_emplace(module, held).first->second != held) is_exact_ = false;
        return text;
    };
}

std::string KeptLine::named(std::string_view kind) const {
    return "chain\n" + std::string(kind) + "\n" + project_.script_location + "\n" + project_.config_path + "\n" +
           project_.section;
}

KeptLine::OneDatabase& KeptLine::of(Dialect dialect) {
    const auto [place, is_new] = databases_.try_emplace(dialect);
    OneDatabase& one = place->second;
    if (!is_new) return one;
    one.name = named(name_of(dialect));
    if (const auto held = store_->find<Snapshots>(one.name)) {
        one.old = *held;
    } else if (const auto bytes = store_->read(one.name, project_.root)) {
        if (auto read = read_snapshots(*bytes)) one.old = std::move(*read);
        one.bytes = bytes->size();
    }
    std::erase_if(one.old, [&](const auto& each) { return each->track.schema.dialect != dialect; });
    return one;
}

const std::optional<base::Fingerprint>& KeptLine::now(const std::string& module) {
    const auto [place, is_new] = now_.try_emplace(module);
    if (!is_new) return place->second;
    if (const auto text = modules_(module)) place->second = store_->hash()({*text});
    return place->second;
}

bool KeptLine::is_valid(const Snapshot& snapshot, std::size_t most) {
    const std::uint64_t done = snapshot.track.done;
    if (done > most || done >= keys_.size() || keys_[done] != snapshot.key) return false;
    return are_same(snapshot.modules);
}

bool KeptLine::are_same(const SeenModules& modules) {
    return std::ranges::all_of(modules, [&](const auto& module) { return now(module.first) == module.second; });
}

SeenModules KeptLine::seen() {
    SeenModules modules;
    for (const std::string& module : seen_) modules.emplace(module, now(module));
    return modules;
}

void KeptLine::resume(Track& track, std::size_t most) {
    if (store_ == nullptr) return;
    std::shared_ptr<const Snapshot> best;
    for (const auto& snapshot : of(track.schema.dialect).old) {
        const bool is_further = best == nullptr || best->track.done < snapshot->track.done;
        if (is_further && is_valid(*snapshot, most)) best = snapshot;
    }
    if (best == nullptr) return;
    track = best->track;
    for (const auto& [module, held] : best->modules) seen_.insert(module);
    store_->note_use();
    base::log_debug(fmt::format("kept: {} of {} migrations were run before", track.done, line_.size()));
}

void KeptLine::add_fresh(const Track& track) {
    of(track.schema.dialect).fresh.push_back(std::make_shared<Snapshot>(keys_[track.done], seen(), track));
}

void KeptLine::note(const Parsed& parsed, const std::vector<Track*>& tracks, std::size_t place,
                    std::size_t first_wanted, std::chrono::nanoseconds took) {
    if (store_ == nullptr) return;
    ++ran_;
    took_ += took;
    // A run that may have ended at its limit of time ends elsewhere another time.
    if (took > time_limit_ / 5 || store_->hash()({parsed.text}) != parsed.revision->fingerprint) is_exact_ = false;
    if (!is_exact_) return;
    for (const Track* track : tracks) {
        const bool has_just_run = track->done == place + 1;
        if (has_just_run && (is_place(line_.size() - track->done) || track->done == first_wanted)) add_fresh(*track);
    }
}

/// The fresh ones, the others of this line, and as many as there is room for of other lines: of another branch, or from
/// before an edit.
Snapshots KeptLine::chosen(const OneDatabase& one) {
    Snapshots all = one.fresh;
    Snapshots others;
    std::map<int, int> in_reach;  ///< how many are as far from the end
    std::set<base::Fingerprint> known;
    const auto is_new = [&](const Snapshot& snapshot) { return known.insert(snapshot.key).second; };
    for (const auto& each : all) is_new(*each);
    for (const auto& each : one.old) {
        if (!is_valid(*each, line_.size())) {
            others.push_back(each);
            continue;
        }
        const int reach = std::bit_width(line_.size() - each->track.done) / 2;
        if (is_new(*each) && in_reach[reach]++ < 2) all.push_back(each);
    }
    for (const auto& each : others) {
        if (all.size() < kMostSnapshots && is_new(*each)) all.push_back(each);
    }
    if (all.size() > kMostSnapshots) all.resize(kMostSnapshots);
    return all;
}

void KeptLine::save() {
    if (store_ == nullptr) return;
    for (auto& [dialect, one] : databases_) {
        if (one.fresh.empty()) {
            if (one.old.empty() || store_->find<Snapshots>(one.name)) continue;  // it is there, or there is nothing
        }
        Snapshots all = chosen(one);
        const bool is_long = ran_ > kFewFiles || took_ > kShort;
        if (!one.fresh.empty() && is_long) {
            const auto bytes = write_snapshots(all);
            if (bytes) store_->write(one.name, *bytes, project_.root);
            one.bytes = bytes ? bytes->size() : 0;
        }
        const std::size_t about = cache::kBytesInMemory * (one.bytes + kBytesOfOneMore * one.fresh.size());
        store_->keep(one.name, std::make_shared<const Snapshots>(std::move(all)), about);
    }
}

template <class T>
std::vector<T> KeptLine::leading(const std::string& name) {
    std::vector<T> values;
    const auto held = store_ ? cache::find_or_read<Leading<T>>(*store_, name, project_.root) : nullptr;
    if (held == nullptr || !are_same(held->modules)) return values;
    for (const auto& [key, value] : held->files) {
        if (values.size() + 1 >= keys_.size() || key != keys_[values.size() + 1]) break;
        values.push_back(value);
    }
    if (values.empty()) return values;
    for (const auto& [module, text] : held->modules) seen_.insert(module);
    store_->note_use();
    known_[name] = values.size();
    return values;
}

template <class T>
void KeptLine::keep_leading(const std::string& name, const std::vector<T>& values) {
    const std::size_t known = known_[name];
    if (store_ == nullptr || !is_exact_ || values.size() <= known) return;
    auto all = std::make_shared<Leading<T>>(seen());
    for (std::size_t i = 0; i < values.size(); ++i) all->files.emplace_back(keys_[i + 1], values[i]);
    const bool is_for_others = values.size() - known > kFewFiles || took_ > kShort;
    cache::keep(*store_, name, std::shared_ptr<const Leading<T>>(std::move(all)), project_.root, is_for_others);
}

std::vector<std::vector<Operation>> KeptLine::operations(Dialect dialect) {
    return leading<std::vector<Operation>>(named("operations\n" + std::string(name_of(dialect))));
}

void KeptLine::keep_operations(Dialect dialect, const std::vector<std::vector<Operation>>& values) {
    keep_leading(named("operations\n" + std::string(name_of(dialect))), values);
}

std::vector<std::string> KeptLine::told(const std::string& name) {
    return leading<std::string>(named("told\n" + name));
}

void KeptLine::keep_told(const std::string& name, const std::vector<std::string>& values) {
    keep_leading(named("told\n" + name), values);
}

}  // namespace migrate::replay
