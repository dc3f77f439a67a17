/// The statements of env.py and of the project's modules that say which metadata Alembic is given.
#pragma once

#include <string>
#include <vector>

#include "python/syntax.h"

namespace migrate::models {

/// A call of context.configure, and the function that it stands in.
struct Configure {
    const python::Call* call = nullptr;
    const python::FunctionDef* function = nullptr;
    int line = 0;
};

/// Those with a connection, where there are any: those for a script without a database often leave the metadata out.
std::vector<Configure> find_configures(const python::Module& env);

/// "X.naming_convention = {...}" or "X.metadata = ..." of a file.
struct Change {
    const python::Statement* statement = nullptr;
    const python::Expression* holder = nullptr;  ///< X
    bool names = false;                          ///< of a naming_convention
    bool nested = false;                         ///< not at the module's level
};

std::vector<Change> find_changes(const python::Body& whole);

/// True when a line at the module's level gives something a `metadata`.
bool sets_metadata(const std::string& text);

}  // namespace migrate::models
