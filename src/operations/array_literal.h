/// Literals of JSON, and of arrays: as PostgreSQL writes them, and as the JSON that SQLite keeps instead.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "schema/schema.h"

namespace migrate {

/// The value as an SQL literal, '["a"]'.
std::string json_literal(const nlohmann::json& value);

/// PostgreSQL's '{a,"b c",NULL}' of the array type as the JSON literal that reads back as the same list; nullopt for
/// what is no such literal.
std::optional<std::string> json_of_array(const std::string& literal, const Type& array);

/// The other way: '["a","b c",null]' as PostgreSQL shows such an array; nullopt for what is no list of plain values.
std::optional<std::string> array_of_json(const std::string& literal);

/// The default of an array of labels, of either kind and with or without a cast, with the label's new name; as it is
/// where it does not hold the label.
std::string rename_in_array(const std::string& sql, const std::string& from, const std::string& to);

}  // namespace migrate
