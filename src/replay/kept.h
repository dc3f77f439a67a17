/// What was kept of earlier replays of a line of files, and what this one leaves for later ones. Internal to chain.cpp.
///
/// A state is kept under a hash of all that it comes from: this build of the program, the settings, each file up to
/// there in its order, and each module of the project that was asked for on the way, also those that are not there. It
/// is kept at the end of the line, before its newest files (which are edited), and at fewer and fewer places before
/// them.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "cache/store.h"
#include "replay/track.h"

namespace migrate::replay {

/// The modules that were asked for, and what they held; nothing for those that are not there.
using SeenModules = std::map<std::string, std::optional<base::Fingerprint>>;

/// A state of a line, and what it comes from.
struct Snapshot {
    base::Fingerprint key;  ///< of the settings and of the files up to here
    SeenModules modules;
    Track track;
};
using Snapshots = std::vector<std::shared_ptr<const Snapshot>>;

/// Nothing where they nest too deep to be written.
std::optional<std::string> write_snapshots(const Snapshots& snapshots);
/// Nothing where the bytes are not exactly snapshots; none is empty.
std::optional<Snapshots> read_snapshots(std::string_view bytes);

/// Whether other files of the line stand on each: only its ends may be new.
std::vector<bool> has_run_of(const Line& line);

class KeptLine {
  public:
    /// `has_run` of the line, as above. Sees from now on what is asked of the modules in `shared`. Without a store, or
    /// where a file has no fingerprint, nothing is kept. All that is given must outlive it.
    KeptLine(cache::Store* store, const project::Project& project, const Line& line, const std::vector<bool>& has_run,
             Shared& shared);

    /// Brings the track to the furthest state that is kept and is not behind `most` files.
    void resume(Track& track, std::size_t most);
    /// To be told of each file that ran, the one at `place`: `took` is the processor's time. The state before
    /// `first_wanted` is kept too.
    void note(const Parsed& parsed, const std::vector<Track*>& tracks, std::size_t place, std::size_t first_wanted,
              std::chrono::nanoseconds took);
    /// At the end, when nothing was cancelled.
    void save();

    // Of as many leading files as are as they were: what they do on a database, and what a visitor told of them.
    std::vector<std::vector<Operation>> operations(Dialect dialect);
    std::vector<std::string> told(const std::string& name);
    // To be called after `save`, with those of all leading files that are known now.
    void keep_operations(Dialect dialect, const std::vector<std::vector<Operation>>& values);
    void keep_told(const std::string& name, const std::vector<std::string>& values);

  private:
    struct OneDatabase {
        std::string name;  ///< in the store
        Snapshots old;
        std::size_t bytes = 0;
        Snapshots fresh;
    };

    [[nodiscard]] std::string named(std::string_view kind) const;
    template <class T>
    std::vector<T> leading(const std::string& name);
    template <class T>
    void keep_leading(const std::string& name, const std::vector<T>& values);
    OneDatabase& of(Dialect dialect);
    [[nodiscard]] bool are_same(const SeenModules& modules);
    [[nodiscard]] SeenModules seen();
    [[nodiscard]] bool is_valid(const Snapshot& snapshot, std::size_t most);
    const std::optional<base::Fingerprint>& now(const std::string& module);
    void add_fresh(const Track& track);
    [[nodiscard]] Snapshots chosen(const OneDatabase& one);

    cache::Store* store_;
    const project::Project& project_;
    const Line& line_;
    const std::chrono::milliseconds time_limit_;
    ModuleSource modules_;
    SeenModules now_;                      ///< what modules hold, once it was asked
    std::set<std::string> seen_;           ///< modules that led to the tracks' state
    std::vector<base::Fingerprint> keys_;  ///< by how many files are done
    std::map<Dialect, OneDatabase> databases_;
    std::map<std::string, std::size_t> known_;  ///< by name: of how many leading files something was kept
    bool is_exact_ = true;                      ///< what has run came from what the keys say, and from nothing else
    std::size_t ran_ = 0;
    std::chrono::nanoseconds took_{0};
};

}  // namespace migrate::replay
