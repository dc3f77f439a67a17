/// The modules of the project that migrations import from.
#pragma once

#include <optional>
#include <string>

#include "interpreter/modules.h"
#include "project/project.h"

namespace migrate::replay {

using interpreter::ModuleSource;

/// The absolute path of a module of the project: looked for in the folders between that of its config and its root, and
/// from `src` in each: where `prepend_sys_path`, an installed package or the working directory would have Python find
/// them; nullopt when it is in none.
std::optional<std::string> find_module(const project::Project& project, const std::string& module);

/// Reads the modules that find_module finds.
ModuleSource project_modules(const project::Project& project);

}  // namespace migrate::replay
