#include "usecases/show/show.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "history/find.h"
#include "project/databases.h"
#include "sql/sql.h"
#include "usecases/project_naming.h"
#include "usecases/workspace.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

std::string tables_there(const std::vector<std::string>& names) {
    constexpr std::size_t kMaxShown = 12;
    if (names.empty()) return "the chain makes no tables";
    const std::vector<std::string> shown(names.begin(), names.begin() + std::min(names.size(), kMaxShown));
    return "the tables: " + base::join(shown, ", ") + (names.size() > kMaxShown ? " and more" : "");
}

Result<TableName> choose_table(const Schema& schema, const std::string& wanted) {
    const TableName name = read_table_name(wanted);
    if (find_table(schema, name) != nullptr) return name;
    std::vector<std::string> names;
    for (const auto& [known, table] : schema.tables) names.push_back(to_string(known));
    const std::vector<std::string> near = base::nearest(names, wanted);
    return fail("no_such_table", "there is no table " + wanted,
                near.empty() ? tables_there(names) : "the nearest: " + base::join(near, ", "));
}

/// Whether a column has the type, or an array of it.
bool uses_type(const Table& table, const TableName& type) {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
        const Type* inner = &column.type;
        while (!inner->element.empty()) inner = &inner->element.front();
        return inner->name == type.name && inner->name_schema == type.schema;
    });
}

}  // namespace

Result<SchemaView> show_schema(const SchemaRequest& request, const base::Work& work) {
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    settle_versions(*project, work.cancel);
    const history::Graph graph = TRY(history::read_graph(*project, work));
    const Result<std::string> revision = history::find_meant(graph, request.at);
    if (!revision) return tl::unexpected(revision.error());
    const project::FoundDatabases databases = TRY(project::find_databases(*project, graph.evidence));
    const Dialect dialect = request.dialect.value_or(databases.used.main());
    SchemaView view{.revision = *revision};
    view.schema.dialect = dialect;
    if (revision->empty()) return view;
    replay::Surroundings around = surroundings_of(*project, work);
    around.lists_from = replay::kListsNone;
    replay::Replay replayed = TRY(replay::replay_chain(*project, graph, *revision, dialect, {}, around, work));
    view.schema = std::move(replayed.schema);
    for (const replay::Replay::File& file : replayed.files) {
        view.remarks.insert(view.remarks.end(), file.remarks.begin(), file.remarks.end());
    }
    if (request.table.empty()) return view;
    const TableName table = TRY(choose_table(view.schema, request.table));
    const Table only = view.schema.tables.at(table);
    view.schema.tables = {{table, only}};
    std::erase_if(view.schema.enums.change(), [&](const auto& item) { return !uses_type(only, item.first); });
    view.schema.sequences = {};
    view.schema.views = {};
    return view;
}

std::vector<std::string> table_names(const std::string& start, const base::Work& work) {
    std::vector<std::string> names;
    const Result<SchemaView> view = show_schema({.start = start}, work);
    if (!view) return names;
    for (const auto& [name, table] : view->schema.tables) names.push_back(to_string(name));
    return names;
}

std::string write_schema_sql(const SchemaView& view) {
    return sql::write_schema(view.schema);
}

}  // namespace migrate::usecases
