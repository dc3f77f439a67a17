/// A project as it stands on disk, read for one request: the graph, the schema at head on both dialects, the house
/// rules.
#pragma once

#include <string>

#include "history/history.h"
#include "lint/policy.h"
#include "models/target_metadata.h"
#include "plan/plan.h"
#include "project/databases.h"
#include "project/project.h"
#include "render/render.h"
#include "replay/replay.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

/// The replays are those of its head; where one database alone is in use, both are its replay.
struct Workspace : replay::BothReplays {
    project::Project project;
    history::Graph graph;
    std::string head;              ///< "" for an empty chain
    project::Databases databases;  ///< in use
    project::HouseRules rules;
    std::vector<render::OwnType> own_types;  ///< that the house writes
    lint::Policy policy;                     ///< what the project says about checking
    std::shared_ptr<ProjectFiles> files;
    models::TargetNaming naming;         ///< of the project's metadata
    std::shared_ptr<cache::Store> kept;  ///< of the request, as in base::Work

    /// The schemas at head, as the plan room takes them.
    plan::Heads heads() const;
};

/// What a migration of the project is replayed with: its naming convention and its modules.
replay::Surroundings surroundings_of(const Workspace& workspace);

/// Reads the graph and replays it to its one head (or to `wanted_head`). Errors of project, history and replay.
Result<Workspace> open_workspace(const project::Project& project, const std::string& wanted_head,
                                 const base::Work& work);

/// The same at any revision of a graph that was read already; "" for an empty chain.
Result<Workspace> open_workspace_at(const project::Project& project, history::Graph graph, const std::string& revision,
                                    const base::Work& work);

/// The folder that new files go into: the one that lists the head, else the first versions folder.
std::string versions_folder(const Workspace& workspace);
/// The versions folder that this one is, or is a subfolder of.
std::string version_location(const Workspace& workspace);

}  // namespace migrate::usecases
