/// What other libraries bring to tables: their mixins and types as Python of our own, in src/sqlalchemy/libraries.
#pragma once

#include "interpreter/limits.h"

namespace migrate::sqlalchemy {

/// The project's modules, and behind them those libraries. May be given an empty source.
interpreter::ModuleSource with_libraries(interpreter::ModuleSource modules);

}  // namespace migrate::sqlalchemy
