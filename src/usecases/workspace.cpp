#include "usecases/workspace.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "usecases/house_form.h"
#include "usecases/own_types.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

/// The versions folder that the folder is, or is below; "" for none.
std::string location_of(const project::Project& project, const std::string& folder) {
    for (const std::string& location : project.version_locations) {
        if ((folder + "/").starts_with(location + "/")) return location;
    }
    return "";
}

}  // namespace

plan::Heads Workspace::heads() const {
    if (databases.only() == Dialect::postgresql) {
        return {{postgresql.schema, postgresql.schema}, false, databases.other};
    }
    const bool fails = std::any_of(sqlite.files.begin(), sqlite.files.end(), [](const replay::Replay::File& file) {
        return std::any_of(file.remarks.begin(), file.remarks.end(),
                           [](const replay::Remark& remark) { return remark.kind == replay::Remark::Kind::fails; });
    });
    return {{postgresql.schema, sqlite.schema}, !fails};
}

replay::Surroundings surroundings_of(const Workspace& workspace) {
    return surroundings_with(workspace.naming, workspace.files->modules());
}

Result<Workspace> open_workspace(const project::Project& project, const std::string& wanted_head,
                                 const base::Work& work) {
    history::Graph graph = TRY(history::read_graph(project, work));
    const std::string head = TRY(history::one_head(graph, wanted_head));
    return open_workspace_at(project, std::move(graph), head, work);
}

Result<Workspace> open_workspace_at(const project::Project& project, history::Graph graph, const std::string& revision,
                                    const base::Work& work) {
    Workspace workspace;
    workspace.project = project;
    workspace.kept = work.kept;
    const project::FoundDatabases databases = TRY(project::find_databases(project, graph.evidence));
    workspace.databases = databases.used;
    const std::optional<Dialect> only = workspace.databases.only();
    workspace.postgresql.schema.dialect = only.value_or(Dialect::postgresql);
    workspace.sqlite.schema.dialect = only.value_or(Dialect::sqlite);
    workspace.graph = std::move(graph);
    workspace.head = revision;
    workspace.files = std::make_shared<ProjectFiles>(project);
    workspace.naming = project_naming(*workspace.files, work);
    replay::Surroundings around = surroundings_of(workspace);
    around.lists_from = replay::kListsNone;
    if (!workspace.head.empty() && only) {
        replay::Replay one =
            TRY(replay::replay_chain(project, workspace.graph, workspace.head, *only, {}, around, work));
        workspace.postgresql = one;
        workspace.sqlite = std::move(one);
    } else if (!workspace.head.empty()) {
        replay::BothReplays both = TRY(replay::replay_both(project, workspace.graph, workspace.head, {}, around, work));
        workspace.postgresql = std::move(both.postgresql);
        workspace.sqlite = std::move(both.sqlite);
    }
    project::ChainHabits habits = replay::habits_of(workspace.graph, workspace.postgresql);
    LearntForm form = learn_form(project, history::chain_to(workspace.graph, workspace.head));
    habits.learnt.merge(form.rules);
    workspace.own_types = own_types(form.types, workspace.heads());
    if (!workspace.naming.patterns.empty() || !workspace.naming.unknown.empty()) {
        habits.learnt.erase("database-names");  // what has no name gets the convention's
        habits.learnt.erase("key-named");
        learn_names(workspace.naming, habits);
    } else if (only == Dialect::postgresql) {
        habits.learnt.merge(replay::database_names_of(workspace.postgresql.schema));
    }
    workspace.rules = TRY(project::house_rules(project, habits));
    workspace.policy = TRY(lint::read_policy(project));
    return workspace;
}

std::string versions_folder(const Workspace& workspace) {
    const std::vector<std::string>& locations = workspace.project.version_locations;
    const history::Revision* head = history::find_revision(workspace.graph, workspace.head);
    if (head == nullptr) return locations.front();
    const std::string folder = base::parent_path(head->path);
    if (!location_of(workspace.project, folder).empty()) return folder;
    // The head lies elsewhere: a link in one of the folders leads there, and the new file goes beside the link.
    const auto links_to_head = [&](const std::string& location) {
        const auto entries = base::list_directory(location, {.sizes = false});
        return entries && std::any_of(entries->begin(), entries->end(), [&](const base::DirectoryEntry& entry) {
                   const std::string path = base::join_path(location, entry.name);
                   return entry.is_link && base::resolve(path).value_or("") == head->path;
               });
    };
    const auto found = std::find_if(locations.begin(), locations.end(), links_to_head);
    return found == locations.end() ? locations.front() : *found;
}

std::string version_location(const Workspace& workspace) {
    const std::string location = location_of(workspace.project, versions_folder(workspace));
    return location.empty() ? workspace.project.version_locations.front() : location;
}

}  // namespace migrate::usecases
