/// What a chain's replay takes from the project around it: the naming convention of env.py's target_metadata.
///
/// It only finds the files; what they say is the models room's matter.
#pragma once

#include "models/target_metadata.h"
#include "project/project.h"
#include "replay/replay.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

/// The convention, none, or why it is not known. Never fails.
models::TargetNaming project_naming(ProjectFiles& files, const base::Work& work = {});

/// The kinds of names ("ck", ...) that Alembic would change by it, also where they are given.
std::set<std::string> wrapped_names(const models::TargetNaming& naming);

/// Adds to what was learnt the names that the convention gives, for the kinds whose names the chain does not show.
void learn_names(const models::TargetNaming& naming, project::ChainHabits& habits);

/// What replay takes of both, with nothing else set; the second reads them for one request.
replay::Surroundings surroundings_with(const models::TargetNaming& naming,
                                       const std::shared_ptr<project::Modules>& modules);
replay::Surroundings surroundings_of(const project::Project& project, const base::Work& work = {});

}  // namespace migrate::usecases
