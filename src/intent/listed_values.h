/// The values that a CHECK lists for a column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::intent {

/// The values of `column IN ('A','B')` and of `column IS NULL OR column IN (1,2)`, with or without parentheses around;
/// nullopt for any other expression.
std::optional<std::vector<std::string>> values_listed(std::string_view sql, std::string_view column);

}  // namespace migrate::intent
