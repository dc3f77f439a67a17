// Replays a chain of migrations from the empty schema.
#include <algorithm>
#include <chrono>
#include <memory>

#include "base/attempt.h"
#include "base/environment.h"
#include "interpreter/modules.h"
#include "project/modules.h"
#include "replay/kept.h"
#include "replay/paths.h"
#include "replay/read_ahead.h"
#include "replay/replay.h"
#include "syntax/tree.h"

namespace migrate::replay {

namespace {

/// Says how far a chain is: nothing while that takes no time, then ten times a second, and at its end.
class Pace {
  public:
    void tell(const base::Work& work, std::size_t done, std::size_t total) {
        const auto now = std::chrono::steady_clock::now();
        const bool is_due = now - last_ >= kPause || (told_ && done == total);
        if (!work.progress || !is_due) return;
        work.progress(done, total, "migrations replayed");
        told_ = true;
        last_ = now;
    }

  private:
    static constexpr std::chrono::milliseconds kPause{100};
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
    bool told_ = false;
};

/// The revisions that lead to this one, itself last; none for "".
Result<Line> line_to(const history::Graph& graph, const std::string& revision) {
    if (revision.empty()) return Line{};
    if (!history::find_revision(graph, revision)) {
        return fail("no_such_revision", "there is no revision " + revision, "`alembic-migrate history` lists them");
    }
    return history::chain_to(graph, revision);
}

/// One way along a line of files: each is read and run once, on the tracks that are not past it.
class Way {
  public:
    Way(const project::Project& project, const Line& line, const RunLimits& limits, const Surroundings& surroundings,
        const base::Work& work)
        : project_(project),
          line_(line),
          work_(work),
          has_run_(has_run_of(line)),
          shared_(shared_of(project, limits, surroundings, work)),
          kept_(work.kept.get(), project, line, has_run_, shared_) {}

    KeptLine& kept() { return kept_; }

    /// Brings the tracks to the end of the line's first `end` files: what is kept before `first_wanted` is taken as it
    /// is, and `use` runs the other files, at their places.
    template <class Use>
    Result<void> go(std::size_t first_wanted, std::size_t end, const std::vector<Track*>& tracks, Use use) {
        std::size_t place = end;
        for (Track* track : tracks) {
            kept_.resume(*track, std::min(first_wanted, end));
            place = std::min<std::size_t>(place, track->done);
        }
        const auto at = [&](std::size_t index) { return line_.begin() + static_cast<std::ptrdiff_t>(index); };
        ReadAhead files(project_, {at(place), at(end)});
        Pace pace;
        for (; place < end; ++place) {
            TRY(base::go_on(work_));
            const Parsed parsed = TRY(files.next());
            shared_.surroundings.has_run = has_run_[place];
            const auto begun = base::thread_time();
            const sql::KeptTrees trees;
            use(parsed, place, shared_);
            kept_.note(parsed, tracks, place, first_wanted, base::thread_time() - begun);
            pace.tell(work_, place + 1, end);
        }
        TRY(base::go_on(work_));
        kept_.save();
        return {};
    }

  private:
    static Shared shared_of(const project::Project& project, const RunLimits& limits, const Surroundings& surroundings,
                            const base::Work& work) {
        Shared shared{limits, surroundings, std::make_shared<ParsedModules>()};
        shared.surroundings.before_2_1 = project::is_before(project.sqlalchemy, "2.1");
        if (!shared.surroundings.modules)
            shared.surroundings.modules = project::module_texts(std::make_shared<project::Modules>(project));
        shared.limits.cancel = work.cancel;
        return shared;
    }

    const project::Project& project_;
    const Line& line_;
    const base::Work& work_;
    const std::vector<bool> has_run_;
    Shared shared_;
    KeptLine kept_;
};

/// What the track has found of each file of its line.
Replay replay_of(Track track, std::vector<std::vector<Operation>> operations, const project::Project& project,
                 const Line& line) {
    Replay replay;
    replay.schema = std::move(track.schema);
    replay.files.reserve(line.size());
    operations.resize(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        Replay::File file{line[i]->id, project::relative_path(project, line[i]->path), std::move(operations[i]), {}};
        if (const auto notes = track.notes.find(i); notes != track.notes.end()) {
            file.remarks = notes->second->remarks;
            file.complete = notes->second->complete;
        }
        replay.files.push_back(std::move(file));
    }
    return replay;
}

/// Runs the line once for each of the databases; a file is let go before the next is read.
Result<std::vector<Replay>> replay_on(const std::vector<Dialect>& dialects, const project::Project& project,
                                      const Line& line, const RunLimits& limits, const Surroundings& surroundings,
                                      const base::Work& work) {
    Way way(project, line, limits, surroundings, work);
    const std::size_t first_listed = std::min(surroundings.lists_from, line.size());
    const bool lists_all = first_listed == 0;
    std::vector<Track> made;
    std::vector<std::vector<std::vector<Operation>>> operations;  // by track, then by file
    std::size_t first_wanted = line.size();
    for (const Dialect dialect : dialects) {
        made.push_back({.schema = {.dialect = dialect}});
        operations.push_back(lists_all ? way.kept().operations(dialect) : std::vector<std::vector<Operation>>());
        first_wanted = std::min(first_wanted, std::max(first_listed, operations.back().size()));
        operations.back().resize(line.size());
    }
    std::vector<Track*> tracks;
    for (Track& track : made) tracks.push_back(&track);
    const auto use = [&](const Parsed& parsed, std::size_t place, const Shared& shared) {
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (made[i].done > place) continue;
            std::vector<Operation> done = made[i].run(parsed, shared);
            if (place >= first_listed) operations[i][place] = std::move(done);
        }
    };
    TRY(way.go(first_wanted, line.size(), tracks, use));
    std::vector<Replay> replays;
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (lists_all) way.kept().keep_operations(dialects[i], operations[i]);
        replays.push_back(replay_of(std::move(made[i]), std::move(operations[i]), project, line));
    }
    return replays;
}

}  // namespace

Result<Replay> replay_line(const project::Project& project, const Line& line, Dialect dialect, const RunLimits& limits,
                           const Surroundings& surroundings, const base::Work& work) {
    return replay_on({dialect}, project, line, limits, surroundings, work).map([](std::vector<Replay> replays) {
        return std::move(replays.front());
    });
}

Result<BothReplays> replay_line_on_both(const project::Project& project, const Line& line, const RunLimits& limits,
                                        const Surroundings& surroundings, const base::Work& work) {
    return replay_on({Dialect::postgresql, Dialect::sqlite}, project, line, limits, surroundings, work)
        .map([](std::vector<Replay> replays) {
            return BothReplays{std::move(replays.front()), std::move(replays.back())};
        });
}

Result<Replay> replay_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                            Dialect dialect, const RunLimits& limits, const Surroundings& surroundings,
                            const base::Work& work) {
    const Line line = TRY(line_to(graph, revision));
    return replay_line(project, line, dialect, limits, surroundings, work);
}

Result<BothReplays> replay_both(const project::Project& project, const history::Graph& graph,
                                const std::string& revision, const RunLimits& limits, const Surroundings& surroundings,
                                const base::Work& work) {
    const Line line = TRY(line_to(graph, revision));
    return replay_line_on_both(project, line, limits, surroundings, work);
}

Result<void> visit_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                         const std::set<std::string>& wanted, const std::function<void(const ReplayedFile&)>& visitor,
                         const Surroundings& surroundings, const base::Work& work) {
    const Line line = TRY(line_to(graph, revision));
    const auto visit = [&](const ReplayedFile& file) {
        visitor(file);
        return std::string();
    };
    return visit_line(project, line, wanted, visit, {}, surroundings, work);
}

Result<void> visit_line(const project::Project& project, const Line& line, const std::set<std::string>& wanted,
                        const std::function<std::string(const ReplayedFile&)>& visitor, const KeptVisits& visits,
                        const Surroundings& surroundings, const base::Work& work) {
    Way way(project, line, {}, surroundings, work);
    std::vector<std::string> told = visits.name.empty() ? std::vector<std::string>() : way.kept().told(visits.name);
    const auto is_wanted = [&](const history::Revision* revision) { return wanted.contains(revision->id); };
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (is_wanted(line[i]) && !visits.known(*line[i], told[i])) told.resize(i);
    }
    std::vector<std::size_t> places;  // of what is still to be seen
    for (std::size_t i = told.size(); i < line.size(); ++i) {
        if (is_wanted(line[i])) places.push_back(i);
    }
    if (places.empty()) return {};
    Track postgresql{.schema = {.dialect = Dialect::postgresql}};
    Track sqlite{.schema = {.dialect = Dialect::sqlite}};
    const auto use = [&](const Parsed& parsed, std::size_t place, const Shared& shared) {
        if (!parsed.module || !std::ranges::binary_search(places, place)) {
            if (postgresql.done == place) postgresql.run(parsed, shared);
            if (sqlite.done == place) sqlite.run(parsed, shared);
            return;
        }
        std::string now = visitor({{postgresql.visit(parsed, shared), sqlite.visit(parsed, shared)},
                                   parsed.revision,
                                   parsed.path,
                                   parsed.text,
                                   parsed.module.get()});
        if (told.size() == place) told.push_back(std::move(now));
    };
    TRY(way.go(places.front(), places.back() + 1, {&postgresql, &sqlite}, use));
    if (!visits.name.empty()) way.kept().keep_told(visits.name, told);
    return {};
}

FileRuns run_file(const python::Module& module, std::string_view path, const Schema& before, const RunLimits& limits,
                  const Surroundings& surroundings) {
    return make_side(before, [&](std::string_view function, const Schema& schema) {
        return run_parsed(module, setting_of(path, limits, surroundings), function, schema);
    });
}

}  // namespace migrate::replay
