// Replays a chain of migrations from the empty schema.
#include <algorithm>
#include <chrono>
#include <memory>
#include <set>

#include "base/allowance.h"
#include "base/text.h"
#include "replay/paths.h"
#include "replay/project_modules.h"
#include "replay/read_ahead.h"
#include "replay/replay.h"

namespace migrate::replay {

namespace {

/// What all files of one replay share.
struct Shared {
    RunLimits limits;
    Surroundings surroundings;
    std::shared_ptr<ParsedModules> modules;
};

Run run_on(const Parsed& parsed, std::string_view function, const Schema& before, const Shared& shared) {
    const base::Doing now("replaying", parsed.path);
    base::step();
    if (!parsed.module) {
        Run run;
        run.after = before;
        run.complete = false;
        run.remarks.push_back({Remark::Kind::unknown, parsed.path, parsed.problem});
        add_doubt(run.after, {"*", parsed.problem, parsed.path});
        return run;
    }
    Setting setting;
    setting.path = parsed.path;
    setting.limits = shared.limits;
    setting.naming = shared.surroundings.naming;
    setting.naming_doubt = shared.surroundings.naming_doubt;
    setting.modules = shared.surroundings.modules;
    setting.version_table_schema = shared.surroundings.version_table_schema;
    setting.before_2_1 = shared.surroundings.before_2_1;
    setting.has_run = shared.surroundings.has_run;
    setting.parsed = shared.modules;
    return run_parsed(*parsed.module, std::move(setting), function, before);
}

Replay::File run_revision(const Parsed& parsed, Schema& schema, const Shared& shared) {
    Run run = run_on(parsed, "upgrade", schema, shared);
    schema = std::move(run.after);
    return {parsed.revision->id, parsed.path, std::move(run.operations), std::move(run.remarks), run.complete};
}

bool is_pragma(const Operation& operation) {
    const auto* execute = std::get_if<Execute>(&operation);  // PostgreSQL's grammar has no such statement
    return execute != nullptr && base::lower(base::trim(execute->sql).substr(0, 7)) == "pragma ";
}

/// True when operations on PostgreSQL hold SQLite's own statement.
bool has_pragma_in(const std::vector<Operation>& operations, Dialect dialect) {
    return dialect == Dialect::postgresql && std::ranges::any_of(operations, is_pragma);
}

/// Both functions, and upgrade once more where downgrade has not led back: `run` runs a function on a schema.
template <class RunFunction>
Side make_side(const Schema& before, RunFunction run) {
    Side side;
    side.before = before;
    side.upgrade = run("upgrade", before);
    side.has_pragma = has_pragma_in(side.upgrade.operations, before.dialect);
    side.downgrade = run("downgrade", side.upgrade.after);
    if (!same_schema(before, side.downgrade.after)) side.again = run("upgrade", side.downgrade.after);
    return side;
}

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

/// One database that the chain is run on; the fields as in Side.
struct Track {
    Schema schema;
    std::string stopped_by;
    bool has_pragma = false;
    std::set<TableName> gone;

    void run(const Parsed& parsed, const Shared& shared) {
        Schema before = schema;
        const Replay::File file = run_revision(parsed, schema, shared);
        has_pragma = has_pragma || has_pragma_in(file.operations, schema.dialect);
        note_end(before, file.remarks, parsed.path);
    }
    Side visit(const Parsed& parsed, const Shared& shared) {
        Side side = make_side(schema, [&](std::string_view function, const Schema& before) {
            return run_on(parsed, function, before, shared);
        });
        has_pragma = has_pragma || side.has_pragma;
        side.stopped_by = stopped_by;
        side.has_pragma = has_pragma;
        side.gone = gone;
        schema = side.upgrade.after;
        note_end(side.before, side.upgrade.remarks, parsed.path);
        return side;
    }

  private:
    void note_end(const Schema& before, const std::vector<Remark>& remarks, const std::string& path) {
        for (const auto& [name, table] : before.tables) {
            if (!find_table(std::as_const(schema), name)) gone.insert(name);
        }
        const auto fails = [](const Remark& each) { return each.kind == Remark::Kind::fails; };
        if (stopped_by.empty() && std::ranges::any_of(remarks, fails)) stopped_by = path;
    }
};

/// The revisions that lead to this one, itself last; none for "".
Result<Line> line_to(const history::Graph& graph, const std::string& revision) {
    if (revision.empty()) return Line{};
    if (!history::find_revision(graph, revision)) {
        return fail("no_such_revision", "there is no revision " + revision, "`alembic-migrate history` lists them");
    }
    return history::chain_to(graph, revision);
}

/// Shows each file of the line, parsed, to `use`.
template <class Use>
Result<void> each_parsed(const project::Project& project, const Line& steps, const RunLimits& limits,
                         const Surroundings& surroundings, const base::Work& work, Use use) {
    if (steps.empty()) return {};
    Shared shared{limits, surroundings, std::make_shared<ParsedModules>()};
    shared.surroundings.before_2_1 = project::is_before(project.sqlalchemy, "2.1");
    if (!shared.surroundings.modules) shared.surroundings.modules = project_modules(project);
    shared.limits.cancel = work.cancel;
    // What another revision of the line stands on was run; only its ends may be new.
    std::set<std::string_view> stood_on;
    for (const history::Revision* step : steps) {
        stood_on.insert(step->down_revisions.begin(), step->down_revisions.end());
        stood_on.insert(step->depends_on.begin(), step->depends_on.end());
    }
    ReadAhead files(project, steps);
    Pace pace;
    for (std::size_t done = 0; done < steps.size();) {
        if (auto fine = base::go_on(work); !fine) return fine;
        auto parsed = files.next();
        if (!parsed) return tl::unexpected(parsed.error());
        shared.surroundings.has_run = stood_on.contains(parsed->revision->id);
        use(*parsed, shared);
        pace.tell(work, ++done, steps.size());
    }
    return base::go_on(work);
}

/// Runs the line once for each of the replays; a file is let go before the next is read.
Result<void> replay_into(std::vector<Replay*> replays, const project::Project& project, const Line& line,
                         const RunLimits& limits, const Surroundings& surroundings, const base::Work& work) {
    const auto use = [&](const Parsed& parsed, const Shared& shared) {
        for (Replay* replay : replays) replay->files.push_back(run_revision(parsed, replay->schema, shared));
    };
    return each_parsed(project, line, limits, surroundings, work, use);
}

}  // namespace

Result<Replay> replay_line(const project::Project& project, const Line& line, Dialect dialect, const RunLimits& limits,
                           const Surroundings& surroundings, const base::Work& work) {
    Replay replay;
    replay.schema.dialect = dialect;
    auto done = replay_into({&replay}, project, line, limits, surroundings, work);
    if (!done) return tl::unexpected(done.error());
    return replay;
}

Result<BothReplays> replay_line_on_both(const project::Project& project, const Line& line, const RunLimits& limits,
                                        const Surroundings& surroundings, const base::Work& work) {
    BothReplays both;
    both.postgresql.schema.dialect = Dialect::postgresql;
    both.sqlite.schema.dialect = Dialect::sqlite;
    auto done = replay_into({&both.postgresql, &both.sqlite}, project, line, limits, surroundings, work);
    if (!done) return tl::unexpected(done.error());
    return both;
}

Result<Replay> replay_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                            Dialect dialect, const RunLimits& limits, const Surroundings& surroundings,
                            const base::Work& work) {
    const Result<Line> line = line_to(graph, revision);
    if (!line) return tl::unexpected(line.error());
    return replay_line(project, *line, dialect, limits, surroundings, work);
}

Result<BothReplays> replay_both(const project::Project& project, const history::Graph& graph,
                                const std::string& revision, const RunLimits& limits, const Surroundings& surroundings,
                                const base::Work& work) {
    const Result<Line> line = line_to(graph, revision);
    if (!line) return tl::unexpected(line.error());
    return replay_line_on_both(project, *line, limits, surroundings, work);
}

Result<void> visit_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                         const std::set<std::string>& wanted, const std::function<void(const Visited&)>& visitor,
                         const RunLimits& limits, const Surroundings& surroundings, const base::Work& work) {
    const Result<Line> line = line_to(graph, revision);
    if (!line) return tl::unexpected(line.error());
    return visit_line(project, *line, wanted, visitor, limits, surroundings, work);
}

Result<void> visit_line(const project::Project& project, const Line& line, const std::set<std::string>& wanted,
                        const std::function<void(const Visited&)>& visitor, const RunLimits& limits,
                        const Surroundings& surroundings, const base::Work& work) {
    Track postgresql{Schema{Dialect::postgresql}, {}, false, {}};
    Track sqlite{Schema{Dialect::sqlite}, {}, false, {}};
    const auto use = [&](const Parsed& parsed, const Shared& shared) {
        if (!parsed.module || !wanted.contains(parsed.revision->id)) {
            postgresql.run(parsed, shared);
            sqlite.run(parsed, shared);
            return;
        }
        visitor({.revision = parsed.revision,
                 .path = parsed.path,
                 .text = parsed.text,
                 .module = parsed.module.get(),
                 .postgresql = postgresql.visit(parsed, shared),
                 .sqlite = sqlite.visit(parsed, shared)});
    };
    return each_parsed(project, line, limits, surroundings, work, use);
}

Side run_side(const python::Module& module, std::string_view path, const Schema& before, const RunLimits& limits,
              const Surroundings& surroundings) {
    return make_side(before, [&](std::string_view function, const Schema& schema) {
        Setting setting;
        setting.path = path;
        setting.limits = limits;
        setting.naming = surroundings.naming;
        setting.naming_doubt = surroundings.naming_doubt;
        setting.modules = surroundings.modules;
        setting.version_table_schema = surroundings.version_table_schema;
        setting.before_2_1 = surroundings.before_2_1;
        setting.has_run = surroundings.has_run;
        return run_parsed(module, std::move(setting), function, schema);
    });
}

}  // namespace migrate::replay
