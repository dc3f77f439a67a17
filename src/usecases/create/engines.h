/// Files for several databases: Alembic's multidb template and Flask-Migrate's --multidb, where upgrade(engine_name)
/// calls upgrade_<name>() of the database that it runs on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/render.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// The databases that a file has functions for, in their order: {"engine1", "engine2"}, or {""} for upgrade_(); none
/// for a file of the usual kind.
std::vector<std::string> engines_in(std::string_view text);

/// In a project of this kind, makes the header's template one whose statements stand in the functions of the one
/// database that the plan is for: the one that its tables are of, as the chain's files, a key's target or a model's
/// __bind_key__ say. Any other project is left as it is. Errors: "which_engine" where nothing says it,
/// "several_engines" where the tables are of two, "bad_template" where script.py.mako has no place for each.
Result<void> choose_engine(const Workspace& workspace, const plan::Plan& plan, render::Header& header);

}  // namespace migrate::usecases
