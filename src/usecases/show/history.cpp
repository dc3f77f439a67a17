#include <algorithm>
#include <map>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/files.h"
#include "base/text.h"
#include "history/dated_name.h"
#include "history/find.h"
#include "project/databases.h"
#include "replay/replay.h"
#include "usecases/project_naming.h"
#include "usecases/show/show.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

/// The operations of one file as lines, each once.
std::vector<std::string> lines_of(const std::vector<Operation>& operations) {
    std::vector<std::string> lines;
    for (const Operation& operation : operations) lines.push_back(describe(operation));
    return lines;
}

/// What is known of a revision; nothing of what it does where no head leads to it.
HistoryView::Entry entry_of(const history::Revision& revision, const project::Project& project,
                            const std::map<std::string, replay::Replay::File>& files) {
    HistoryView::Entry entry{.revision = revision, .path = project::relative_path(project, revision.path)};
    const auto file = files.find(revision.id);
    entry.complete = file != files.end() && file->second.complete;
    if (file == files.end()) return entry;
    entry.operations = lines_of(file->second.operations);
    entry.remarks = file->second.remarks;
    return entry;
}

/// Text inside the quotes of a Mermaid label.
std::string mermaid_text(std::string_view text) {
    std::string safe = base::replace_all(base::cut_utf8(text, 80), "#", "#35;");
    safe = base::replace_all(safe, "\"", "#quot;");
    safe = base::replace_all(safe, "<", "#lt;");
    return base::replace_all(safe, ">", "#gt;");
}

void write_arrows(const std::vector<std::string>& parents, std::string_view arrow, const std::string& child,
                  const std::map<std::string, std::string>& nodes, std::string& text) {
    for (const std::string& parent : parents) {
        const auto node = nodes.find(parent);
        if (node != nodes.end()) text += "    " + node->second + " " + std::string(arrow) + " " + child + "\n";
    }
}

}  // namespace

Result<HistoryView> show_history(const std::string& start, const std::string& chosen, const base::Work& work) {
    const Result<project::Project> project = project::find_project(start, chosen);
    if (!project) return tl::unexpected(project.error());
    const bool unfinished = settle_versions(*project, work.cancel);
    const history::Graph graph = TRY(history::read_graph(*project, work));
    const project::FoundDatabases databases = TRY(project::find_databases(*project, graph.evidence));
    HistoryView view{.heads = graph.heads, .faults = graph.faults};
    for (const std::string& path : graph.ignored) {
        if (!history::is_migration_name(base::base_name(path))) continue;
        view.faults.push_back({"ignored_link",
                               path + " is a link to a file of another name: Alembic goes by that name",
                               "Let it lead to a .py file, or take it away.",
                               {path}});
    }
    if (unfinished) {
        view.faults.push_back({"interrupted_change",
                               "A change of several files was cut short here.",
                               "The next command that writes finishes it first, such as new or rebase.",
                               {}});
    }
    std::map<std::string, replay::Replay::File> files;
    const history::Ancestry ancestry(graph);
    const replay::Surroundings around = surroundings_of(*project, work);
    for (const std::string& head : graph.heads) {
        const base::Doing now("replaying the head", head);
        replay::Replay replayed =
            TRY(replay::replay_line(*project, ancestry.to(head), databases.used.main(), {}, around, work));
        for (replay::Replay::File& file : replayed.files) files.emplace(file.revision, std::move(file));
    }
    for (const history::Revision& revision : graph.revisions) {
        view.entries.push_back(entry_of(revision, *project, files));
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

std::string write_history_mermaid(const HistoryView& view) {
    std::map<std::string, std::string> nodes;
    std::string text = "flowchart TD\n";
    for (auto entry = view.entries.rbegin(); entry != view.entries.rend(); ++entry) {
        const std::string node = "r" + std::to_string(nodes.size());
        if (!nodes.emplace(entry->revision.id, node).second) continue;
        text += "    " + node + "[\"" + mermaid_text(entry->revision.id) + "<br/>" +
                mermaid_text(entry->revision.message) + "\"]\n";
    }
    for (auto entry = view.entries.rbegin(); entry != view.entries.rend(); ++entry) {
        const std::string& node = nodes.at(entry->revision.id);
        write_arrows(entry->revision.down_revisions, "-->", node, nodes, text);
        write_arrows(entry->revision.depends_on, "-.->", node, nodes, text);
    }
    return text;
}

Result<MigrationView> show_migration(const std::string& start, const std::string& wanted, const base::Work& work) {
    const Result<project::Project> project = project::find_project(start);
    if (!project) return tl::unexpected(project.error());
    settle_versions(*project, work.cancel);
    const history::Graph graph = TRY(history::read_graph(*project, work));
    const std::string id = TRY(history::find_meant(graph, wanted));
    const history::Revision* revision = history::find_revision(graph, id);
    if (revision == nullptr) return fail("unknown_revision", "The chain is empty.", "Create the first migration.");
    std::string content = TRY(base::read_file(revision->path));
    const project::FoundDatabases databases = TRY(project::find_databases(*project, graph.evidence));
    const replay::Line line = history::chain_to(graph, id);
    replay::Surroundings around = surroundings_of(*project, work);
    around.lists_from = line.size() - 1;
    replay::Replay replayed = TRY(replay::replay_line(*project, line, databases.used.main(), {}, around, work));
    std::map<std::string, replay::Replay::File> files;
    for (replay::Replay::File& file : replayed.files) files.emplace(file.revision, std::move(file));
    return MigrationView{entry_of(*revision, *project, files), std::move(content)};
}

std::string write_migration_text(const MigrationView& view) {
    const history::Revision& revision = view.entry.revision;
    const std::string parents = base::join(revision.down_revisions, ", ");
    std::string text = revision.id + "  " + revision.message + "\n" + view.entry.path + "\n";
    text += "revises " + (parents.empty() ? "nothing: it is the first" : parents) + "\n\nWhat upgrade() does:\n";
    for (const std::string& line : view.entry.operations) text += "  - " + line + "\n";
    if (view.entry.operations.empty()) text += "  - nothing to the schema\n";
    for (const replay::Remark& remark : view.entry.remarks) text += "  ! " + remark.where + ": " + remark.text + "\n";
    return text + "\n" + view.content;
}

std::vector<std::string> revision_ids(const std::string& start) {
    std::vector<std::string> ids;
    const Result<project::Project> project = project::find_project(start);
    if (!project) return ids;
    settle_versions(*project);
    const Result<history::Graph> graph = history::read_graph(*project);
    if (!graph) return ids;
    for (const history::Revision& revision : graph->revisions) ids.push_back(revision.id);
    std::reverse(ids.begin(), ids.end());
    return ids;
}

}  // namespace migrate::usecases
