// Replays a chain of migrations from the empty schema.
#include <algorithm>
#include <chrono>
#include <memory>

#include "base/attempt.h"
#include "base/environment.h"
#include "interpreter/modules.h"
#include "replay/kept.h"
#include "replay/paths.h"
#include "replay/project_modules.h"
#include "replay/read_ahead.h"
#include "replay/replay.h"

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

/// Brings the tracks to the end of the line, or of its first `end` files: what is kept before `first_wanted` is taken
/// as it is, and `use` runs the other files, at their places, on the tracks that are not past them.
template <class Use>
Result<void> each_parsed(const project::Project& project, const Line& line, std::size_t first_wanted, std::size_t end,
                         const std::vector<Track*>& tracks, const RunLimits& limits, const Surroundings& surroundings,
                         const base::Work& work, Use use) {
    if (end == 0) return {};
    Shared shared{limits, surroundings, std::make_shared<ParsedModules>()};
    shared.surroundings.before_2_1 = project::is_before(project.sqlalchemy, "2.1");
    if (!shared.surroundings.modules) shared.surroundings.modules = project_modules(project);
    shared.limits.cancel = work.cancel;
    const std::vector<bool> has_run = has_run_of(line);
    KeptLine kept(work.kept.get(), project, line, has_run, shared);
    std::size_t place = end;
    for (Track* track : tracks) {
        kept.resume(*track, std::min(first_wanted, end));
        place = std::min<std::size_t>(place, track->done);
    }
    const auto at = [&](std::size_t index) { return line.begin() + static_cast<std::ptrdiff_t>(index); };
    ReadAhead files(project, {at(place), at(end)});
    Pace pace;
    for (; place < end; ++place) {
        if (auto fine = base::go_on(work); !fine) return fine;
        auto parsed = TRY(files.next());
        shared.surroundings.has_run = has_run[place];
        const auto begun = base::thread_time();
        use(parsed, place, shared);
        kept.note(parsed, tracks, place, first_wanted, base::thread_time() - begun);
        pace.tell(work, place + 1, end);
    }
    if (auto fine = base::go_on(work); !fine) return fine;
    kept.save();
    return {};
}

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
    std::vector<Track> made;
    for (const Dialect dialect : dialects) made.push_back({.schema = {.dialect = dialect}});
    std::vector<Track*> tracks;
    for (Track& track : made) tracks.push_back(&track);
    std::vector<std::vector<std::vector<Operation>>> operations(made.size());  // by track, then by file
    const auto use = [&](const Parsed& parsed, std::size_t place, const Shared& shared) {
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (made[i].done > place) continue;
            std::vector<Operation> done = made[i].run(parsed, shared);
            if (surroundings.lists_operations) operations[i].push_back(std::move(done));
        }
    };
    const std::size_t nothing_kept = surroundings.lists_operations ? 0 : line.size();
    TRY(each_parsed(project, line, nothing_kept, line.size(), tracks, limits, surroundings, work, use));
    std::vector<Replay> replays;
    for (std::size_t i = 0; i < made.size(); ++i)
        replays.push_back(replay_of(std::move(made[i]), std::move(operations[i]), project, line));
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
                         const RunLimits& limits, const Surroundings& surroundings, const base::Work& work) {
    const Line line = TRY(line_to(graph, revision));
    return visit_line(project, line, wanted, visitor, limits, surroundings, work);
}

Result<void> visit_line(const project::Project& project, const Line& line, const std::set<std::string>& wanted,
                        const std::function<void(const ReplayedFile&)>& visitor, const RunLimits& limits,
                        const Surroundings& surroundings, const base::Work& work) {
    const auto is_wanted = [&](const history::Revision* revision) { return wanted.contains(revision->id); };
    const auto first = std::ranges::find_if(line, is_wanted);
    const auto last = std::find_if(line.rbegin(), line.rend(), is_wanted);
    Track postgresql{.schema = {.dialect = Dialect::postgresql}};
    Track sqlite{.schema = {.dialect = Dialect::sqlite}};
    const auto use = [&](const Parsed& parsed, std::size_t place, const Shared& shared) {
        if (!parsed.module || !is_wanted(parsed.revision)) {
            if (postgresql.done == place) postgresql.run(parsed, shared);
            if (sqlite.done == place) sqlite.run(parsed, shared);
            return;
        }
        visitor({.revision = parsed.revision,
                 .path = parsed.path,
                 .text = parsed.text,
                 .module = parsed.module.get(),
                 .postgresql = postgresql.visit(parsed, shared),
                 .sqlite = sqlite.visit(parsed, shared)});
    };
    return each_parsed(project, line, static_cast<std::size_t>(first - line.begin()),
                       static_cast<std::size_t>(line.rend() - last), {&postgresql, &sqlite}, limits, surroundings, work,
                       use);
}

FileRuns run_file(const python::Module& module, std::string_view path, const Schema& before, const RunLimits& limits,
                  const Surroundings& surroundings) {
    return make_side(before, [&](std::string_view function, const Schema& schema) {
        return run_parsed(module, setting_of(path, limits, surroundings), function, schema);
    });
}

}  // namespace migrate::replay
