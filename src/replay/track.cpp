#include "replay/track.h"

#include <algorithm>
#include <utility>

#include "base/allowance.h"
#include "base/text.h"
#include "interpreter/modules.h"
#include "replay/paths.h"

namespace migrate::replay {

namespace {

/// `gone`: the tables that files before let go, for the upgrade that follows them; else null.
Run run_on(const Parsed& parsed, std::string_view function, const Schema& before, const Shared& shared,
           const std::set<TableName>* gone) {
    const base::Doing now("replaying", parsed.path);
    base::step();
    if (!parsed.module) return not_run(before, parsed.path, parsed.problem);
    Setting setting = setting_of(parsed.path, shared.limits, shared.surroundings);
    setting.parsed = shared.modules;
    if (setting.has_run) setting.gone = gone;
    return run_parsed(*parsed.module, std::move(setting), function, before);
}

bool is_pragma(const Operation& operation) {
    const auto* execute = std::get_if<Execute>(&operation);  // PostgreSQL's grammar has no such statement
    return execute != nullptr && base::lower(base::trim(execute->sql).substr(0, 7)) == "pragma ";
}

/// True when operations on PostgreSQL hold SQLite's own statement.
bool has_pragma_in(const std::vector<Operation>& operations, Dialect dialect) {
    return dialect == Dialect::postgresql && std::ranges::any_of(operations, is_pragma);
}

}  // namespace

FileRuns make_side(const Schema& before,
                   const std::function<Run(std::string_view function, const Schema& before)>& run) {
    FileRuns side;
    side.before = before;
    side.upgrade = run("upgrade", before);
    side.has_pragma = has_pragma_in(side.upgrade.operations, before.dialect);
    side.downgrade = run("downgrade", side.upgrade.after);
    if (!same_schema(before, side.downgrade.after)) side.again = run("upgrade", side.downgrade.after);
    return side;
}

std::vector<Operation> Track::run(const Parsed& parsed, const Shared& shared) {
    const Schema before = schema;
    Run run = run_on(parsed, "upgrade", schema, shared, &gone);
    has_pragma = has_pragma || has_pragma_in(run.operations, schema.dialect);
    schema = std::move(run.after);
    note_end(before, std::move(run.remarks), run.complete, parsed.path);
    return std::move(run.operations);
}

FileRuns Track::visit(const Parsed& parsed, const Shared& shared) {
    const std::set<TableName>* known = &gone;  // only the first run has happened so
    FileRuns side = make_side(schema, [&](std::string_view function, const Schema& before) {
        return run_on(parsed, function, before, shared, std::exchange(known, nullptr));
    });
    has_pragma = has_pragma || side.has_pragma;
    side.stopped_by = stopped_by;
    side.has_pragma = has_pragma;
    side.gone = gone;
    schema = side.upgrade.after;
    note_end(side.before, side.upgrade.remarks, side.upgrade.complete, parsed.path);
    return side;
}

void Track::note_end(const Schema& before, std::vector<Remark> remarks, bool complete, const std::string& path) {
    each_unshared(before.tables, schema.tables, [&](const TableName& name, const Table*, const Table* now) {
        if (now == nullptr) gone.insert(name);
        return true;
    });
    const auto fails = [](const Remark& each) { return each.kind == Remark::Kind::fails; };
    if (stopped_by.empty() && std::ranges::any_of(remarks, fails)) stopped_by = path;
    if (!remarks.empty() || !complete) notes[done] = std::make_shared<const Notes>(Notes{std::move(remarks), complete});
    ++done;
}

}  // namespace migrate::replay
