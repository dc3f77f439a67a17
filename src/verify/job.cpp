#include "verify/job.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/files.h"
#include "operations/objects.h"
#include "schema/expression.h"
#include "sql/sql.h"
#include "verify/worker_sources.h"

namespace migrate::verify {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxTables = 200;

/// Python that imports the worker's modules from what it reads, and calls it. The working directory is no place to
/// import from. It reads no further than the job: what follows is not for the process that runs the project's code.
constexpr const char* kStart = R"python(
import importlib.util, json, sys
sys.path[:] = [path for path in sys.path if path]
given, size = b"", int(sys.stdin.buffer.raw.readline())
while len(given) < size:
    given += sys.stdin.buffer.raw.read(size - len(given)) or sys.exit(1)
given = json.loads(given.decode("utf-8"))
class Sources:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in given["sources"]:
            return importlib.util.spec_from_loader(name, Sources, is_package=name == "migrate_worker")
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        exec(compile(given["sources"][module.__name__], "<%s>" % module.__name__, "exec"), module.__dict__)
sys.meta_path.insert(0, Sources)
from migrate_worker.entry import main
sys.exit(main(given["job"]))
)python";

/// The config's folder and those up to the root, each with its src: where replay looks for the project's modules, too.
std::vector<std::string> import_paths(const project::Project& project, std::string folder) {
    std::vector<std::string> paths;
    while (!folder.empty()) {
        paths.push_back(folder);
        paths.push_back(base::join_path(folder, "src"));
        const std::string parent = base::parent_path(folder);
        if (folder == project.root || parent == folder) break;
        folder = parent;
    }
    std::erase_if(paths, [](const std::string& path) { return !base::is_directory(path); });
    return paths;
}

void add_touched(const Schema& before, const Schema& after, std::set<TableName>& touched) {
    for (const auto& [name, table] : before.tables) {
        const Table* other = find_table(after, name);
        if (other == nullptr || !(*other == table)) touched.insert(name);
    }
    for (const auto& [name, table] : after.tables) {
        if (find_table(before, name) == nullptr) touched.insert(name);
    }
}

/// The tables that its operations are about, and those that its data statements speak of.
void add_named(const replay::Run& run, const Schema& schema, std::set<TableName>& touched) {
    for (const Operation& operation : run.operations) {
        for (const TableName& table : tables_of(operation)) touched.insert(table);
        const auto* statement = std::get_if<Execute>(&operation);
        if (statement == nullptr) continue;
        for (const auto& [name, table] : schema.tables) {
            if (mentions_table(statement->sql, name.name)) touched.insert(name);
        }
    }
}

void add_children(const Schema& schema, std::set<TableName>& names) {
    const std::set<TableName> targets = names;
    for (const auto& [name, table] : schema.tables) {
        const auto refers = [&](const ForeignKey& key) { return targets.contains(key.target); };
        if (std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), refers)) names.insert(name);
    }
}

void add_parents(const Schema& schema, std::set<TableName>& names) {
    std::vector<TableName> waiting(names.begin(), names.end());
    while (!waiting.empty()) {
        const Table* table = find_table(schema, waiting.back());
        waiting.pop_back();
        if (table == nullptr) continue;
        for (const ForeignKey& key : table->foreign_keys) {
            if (names.insert(key.target).second) waiting.push_back(key.target);
        }
    }
}

/// What texts must be to become values of this kind; nullptr where any will do, or it is not known.
const char* read_as(TypeKind kind) {
    if (is_whole_number(kind)) return "integer";
    if (is_number(kind)) return "number";
    switch (kind) {
        case TypeKind::datetime:
            return "datetime";
        case TypeKind::date:
            return "date";
        case TypeKind::time:
            return "time";
        case TypeKind::boolean:
            return "boolean";
        case TypeKind::json:
        case TypeKind::jsonb:
            return "json";
        case TypeKind::uuid:
            return "uuid";
        default:
            return nullptr;
    }
}

/// What the upgrade will ask of rows that are there: its CHECKs, its new foreign keys, and its types.
json demands_on(const Table& before, const Table& after) {
    json checks = json::array();
    for (const Check& check : after.checks) checks.push_back(check.sql);
    json keys = json::array();
    for (const ForeignKey& key : after.foreign_keys) {
        if (std::find(before.foreign_keys.begin(), before.foreign_keys.end(), key) != before.foreign_keys.end())
            continue;
        keys.push_back({{"columns", key.columns},
                        {"schema", key.target.schema.empty() ? json() : json(key.target.schema)},
                        {"table", key.target.name},
                        {"target_columns", key.target_columns}});
    }
    json becomes = json::object();
    json options = json::object();
    for (const Column& column : after.columns) {
        const Column* old = find_column(before, column.name);
        if (old == nullptr || !is_text(old->type.kind)) continue;
        if (const char* kind = read_as(column.type.kind)) becomes[column.name] = kind;
        if (!column.type.labels.empty()) options[column.name] = column.type.labels;
    }
    return {{"checks", std::move(checks)},
            {"keys", std::move(keys)},
            {"becomes", std::move(becomes)},
            {"options", std::move(options)}};
}

json side_json(const replay::FileRuns& side) {
    json tables = json::array();
    json demands = json::object();
    for (const TableName& name : tables_with_rows(side)) {
        tables.push_back({name.schema.empty() ? json() : json(name.schema), name.name});
        const Table* before = find_table(side.before, name);
        const Table* after = find_table(side.upgrade.after, name);
        if (before != nullptr && after != nullptr) demands[to_string(name)] = demands_on(*before, *after);
    }
    return {{"before", sql::schema_statements(side.before)},
            {"after", sql::schema_statements(side.upgrade.after)},
            {"tables", std::move(tables)},
            {"demands", std::move(demands)}};
}

json job_json(const Request& request, const Replayed& replayed) {
    const project::Project& project = request.project;
    const std::string config = project.config_path;
    const std::string folder = base::parent_path(config.empty() ? project.script_location : config);
    json chain = json::array();
    for (const history::Revision* revision : history::chain_to(request.graph, request.revision)) {
        if (revision->id != request.revision) chain.push_back(revision->id);
    }
    json sides = json::object();
    for (const Dialect dialect : request.dialects) sides[name_of(dialect)] = side_json(replayed.on(dialect));
    return {{"root", project.root},
            {"folder", folder},
            {"config", config},
            {"section", project.section},
            {"script_location", project.script_location},
            {"version_locations", project.version_locations},
            {"recursive", project.recursive_version_locations},
            {"import_paths", import_paths(project, folder)},
            {"naming", request.surroundings.naming},
            {"chain", std::move(chain)},
            {"revision", request.revision},
            {"sides", std::move(sides)}};
}

}  // namespace

Result<Replayed> replay_revision(const Request& request, const std::stop_token& cancel) {
    std::optional<Replayed> found;
    const auto visit = [&](const replay::ReplayedFile& file) {
        found = Replayed{{file.postgresql, file.sqlite}, file.path};
    };
    TRY(replay::visit_chain(request.project, request.graph, request.revision, {request.revision}, visit,
                            request.surroundings, {.cancel = cancel}));
    if (!found) {
        return fail("unreadable_file", "the file of " + request.revision + " is too large to be read",
                    "Split it into several migrations.");
    }
    return *found;
}

std::vector<TableName> tables_with_rows(const replay::FileRuns& side) {
    const Schema& before = side.before;
    const Schema& after = side.upgrade.after;
    std::set<TableName> names;
    add_touched(before, after, names);
    add_named(side.upgrade, before, names);
    add_named(side.downgrade, after, names);
    if (!side.upgrade.complete) {
        for (const auto& [name, table] : before.tables) names.insert(name);
    }
    add_children(before, names);
    add_children(after, names);
    add_parents(before, names);
    add_parents(after, names);
    std::vector<TableName> list(names.begin(), names.end());
    if (list.size() > kMaxTables) list.resize(kMaxTables);
    return list;
}

std::vector<std::string> worker_arguments(const std::string& python) {
    return {python, "-c", kStart};
}

std::string worker_input(const Request& request, const Replayed& replayed) {
    json sources = {{"migrate_worker", ""}};
    for (const WorkerSource& source : kWorkerSources) {
        sources["migrate_worker." + std::string(source.name)] = source.text;
    }
    const json input = {{"sources", std::move(sources)}, {"job", job_json(request, replayed)}};
    const std::string text = input.dump(-1, ' ', false, json::error_handler_t::replace);
    return std::to_string(text.size()) + "\n" + text + request.postgres + "\n";
}

}  // namespace migrate::verify
