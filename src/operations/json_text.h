/// JSON of others, read within a bound.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace migrate {

inline constexpr int kMaxJsonDepth = 64;

/// The value of the text; discarded for a text that is no JSON or is nested deeper than kMaxJsonDepth: copying and
/// writing a value goes by recursion.
nlohmann::json read_json(std::string_view text);

}  // namespace migrate
