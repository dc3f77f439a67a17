/// Which modules of the project one imports.
#pragma once

#include <string>

#include "interpreter/machine.h"

namespace migrate::models {

/// True when importing `start` imports the module `other`, directly or through others.
bool imports_module(interpreter::Machine& machine, const std::string& start, const std::string& other);

}  // namespace migrate::models
