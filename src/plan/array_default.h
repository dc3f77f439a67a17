/// Defaults of arrays, which SQLite keeps as JSON.
#pragma once

#include <optional>
#include <string>

#include "schema/schema.h"

namespace migrate::plan {

/// PostgreSQL's '{a,"b c",NULL}' of the array type as the JSON literal that reads back as the same list; nullopt for
/// what is no such literal.
std::optional<std::string> json_of_array(const std::string& literal, const Type& array);

}  // namespace migrate::plan
