/// Which modules of the project one imports.
#pragma once

#include <string>
#include <vector>

#include "interpreter/machine.h"

namespace migrate::models {

/// True when importing `start` imports the module `other`, directly or through others.
bool imports_module(interpreter::Machine& machine, const std::string& start, const std::string& other);
/// The project's modules that importing these imports, themselves too; what is no module of the project is left out.
std::vector<std::string> imported_modules(interpreter::Machine& machine, std::vector<std::string> starts);

}  // namespace migrate::models
