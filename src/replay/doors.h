/// What stands for the database that is migrated: bind, context, dialect, inspector, session. All answer from
/// the schema.
#pragma once

#include <optional>
#include <string_view>

#include "replay/machine.h"

namespace migrate::replay {

Value make_door(Machine& machine, Door door);

/// An attribute that is read; nullopt when the name is a method.
std::optional<Value> door_attribute(Machine& machine, Door door, std::string_view name);
Value door_method(Machine& machine, Door door, std::string_view name, const Arguments& arguments);

/// Methods of sa.inspect(bind), answered from the schema.
Value inspector_method(Machine& machine, std::string_view name, const Arguments& arguments);

}  // namespace migrate::replay
