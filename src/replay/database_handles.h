/// What stands for the database that is migrated: bind, context, dialect, inspector, session. All answer from
/// the schema.
#pragma once

#include <optional>
#include <string_view>

#include "replay/machine.h"

namespace migrate::replay {

Value make_handle(Machine& machine, DatabaseHandle handle);

/// An attribute that is read; nullopt when the name is a method.
std::optional<Value> handle_attribute(Machine& machine, DatabaseHandle handle, std::string_view name);
Value handle_method(Machine& machine, DatabaseHandle handle, std::string_view name, const Arguments& arguments);

/// Methods of sa.inspect(bind), answered from the schema.
Value inspector_method(Machine& machine, std::string_view name, const Arguments& arguments);

}  // namespace migrate::replay
