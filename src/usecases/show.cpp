#include "usecases/show.h"

#include <algorithm>

#include "base/text.h"
#include "sql/sql.h"
#include "usecases/workspace.h"

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

/// The operations of one file as lines, each once.
std::vector<std::string> lines_of(const std::vector<Operation>& operations) {
    std::vector<std::string> lines;
    for (const Operation& operation : operations) lines.push_back(describe(operation));
    return lines;
}

}  // namespace

Result<SchemaView> show_schema(const SchemaRequest& request) {
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    const Result<history::Graph> graph = history::read_graph(*project);
    if (!graph) return tl::unexpected(graph.error());
    const Result<std::string> revision = history::one_head(*graph, request.at);
    if (!revision) return tl::unexpected(revision.error());
    SchemaView view{.revision = *revision};
    view.schema.dialect = request.dialect;
    if (revision->empty()) return view;
    Result<replay::Replay> replayed = replay::replay_chain(*project, *graph, *revision, request.dialect);
    if (!replayed) return tl::unexpected(replayed.error());
    view.schema = std::move(replayed->schema);
    for (const replay::Replay::File& file : replayed->files) {
        view.remarks.insert(view.remarks.end(), file.remarks.begin(), file.remarks.end());
    }
    if (request.table.empty()) return view;
    const Result<TableName> table = choose_table(view.schema, request.table);
    if (!table) return tl::unexpected(table.error());
    std::erase_if(view.schema.tables, [&](const auto& item) { return item.first != *table; });
    view.schema.sequences.clear();
    view.schema.views.clear();
    return view;
}

std::string write_schema_sql(const SchemaView& view) {
    return sql::write_schema(view.schema);
}

Result<HistoryView> show_history(const std::string& start, const std::string& chosen) {
    const Result<project::Project> project = project::find_project(start, chosen);
    if (!project) return tl::unexpected(project.error());
    const Result<history::Graph> graph = history::read_graph(*project);
    if (!graph) return tl::unexpected(graph.error());
    HistoryView view{.heads = graph->heads, .faults = graph->faults};
    std::vector<replay::Replay::File> files;
    for (const std::string& head : graph->heads) {
        Result<replay::Replay> replayed = replay::replay_chain(*project, *graph, head, Dialect::postgresql);
        if (!replayed) return tl::unexpected(replayed.error());
        for (replay::Replay::File& file : replayed->files) {
            const bool known = std::any_of(files.begin(), files.end(), [&](const replay::Replay::File& other) {
                return other.revision == file.revision;
            });
            if (!known) files.push_back(std::move(file));
        }
    }
    for (const replay::Replay::File& file : files) {
        const history::Revision* revision = history::find_revision(*graph, file.revision);
        if (revision == nullptr) continue;
        view.entries.push_back({*revision, file.path, lines_of(file.operations), file.remarks, file.complete});
    }
    std::reverse(view.entries.begin(), view.entries.end());
    return view;
}

std::string write_history_text(const HistoryView& view) {
    std::string text;
    for (const HistoryView::Entry& entry : view.entries) {
        const bool head = std::find(view.heads.begin(), view.heads.end(), entry.revision.id) != view.heads.end();
        text += entry.revision.id + (head ? " (head)" : "") + "  " + entry.revision.message + "\n";
        text += "    " + entry.path + "\n";
        for (const std::string& line : entry.operations) text += "    - " + line + "\n";
        for (const replay::Remark& remark : entry.remarks) text += "    ! " + remark.where + ": " + remark.text + "\n";
    }
    for (const history::Fault& fault : view.faults)
        text += "fault: " + fault.message + " (" + base::join(fault.files, ", ") + ")\n";
    return text.empty() ? "The chain is empty.\n" : text;
}

}  // namespace migrate::usecases
