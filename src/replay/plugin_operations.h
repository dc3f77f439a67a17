/// Operations that plugins of Alembic bring: alembic-postgresql-enum, alembic_utils.
#pragma once

#include <string_view>

#include "replay/machine.h"

namespace migrate::replay {

/// op.<name>(...) of a plugin that is known; false when it is none of theirs.
bool call_plugin_operation(Machine& machine, std::string_view name, const Arguments& arguments);

}  // namespace migrate::replay
