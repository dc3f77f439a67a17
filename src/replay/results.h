/// What connection.execute(...) gives back: rows of a catalog that the schema answers, or what only the real
/// run knows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "replay/machine.h"

namespace migrate::replay {

/// A question about rows of user tables: empty on a fresh database.
Value data_result(Machine& machine, std::string question);
/// Asks the schema. `binds` are the values of :name.
Value query(Machine& machine, const std::string& select, const std::map<std::string, Value>& binds);

Value result_method(Machine& machine, ResultObject& result, std::string_view name, const Arguments& arguments);
Value result_attribute(Machine& machine, ResultObject& result, std::string_view name);
/// The rows that are left; nullopt when they are not known.
std::optional<Items> iterate_result(Machine& machine, ResultObject& result);

}  // namespace migrate::replay
