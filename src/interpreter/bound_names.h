/// The names that statements may give a value to, by assignment, definition, import, loop or `with`.
#pragma once

#include <set>
#include <string>

#include "python/syntax.h"

namespace migrate::interpreter {

/// Adds them to `names`; what stands in functions and classes inside is theirs alone. A statement that is not followed
/// adds "*": it may bind anything; one that may end its function adds "return".
void add_bound_names(const python::Statement& statement, std::set<std::string>& names);

}  // namespace migrate::interpreter
