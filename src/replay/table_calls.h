/// Methods of SQLAlchemy's objects that change the database: table.create(bind), metadata.create_all(bind),
/// enum.create(bind) ...
#pragma once

#include <optional>
#include <string>

#include "replay/machine.h"

namespace migrate::replay {

/// nullopt for other methods.
std::optional<Value> call_schema_method(Machine& machine, const Value& self, const std::string& name,
                                        const Arguments& arguments);

}  // namespace migrate::replay
