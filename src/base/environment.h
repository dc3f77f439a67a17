/// What the program may know of its surroundings: environment variables, folders, terminals.
///
/// Values of environment variables can be secrets (DATABASE_URL): never log them.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace migrate::base {

/// The value of the variable, or nothing when it is not set. An empty value is a value.
std::optional<std::string> environment_variable(const std::string& name);

/// The folder the program runs in, absolute.
Result<std::string> current_directory();

/// True if the file descriptor is a terminal: 0 standard input, 1 output, 2 errors.
bool is_terminal(int descriptor);

}  // namespace migrate::base
