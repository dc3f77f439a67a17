/// Names of dated, numbered migrations.
#pragma once

#include <optional>
#include <string_view>

namespace migrate::history {

/// NNNNNN of a file name or an id that begins with YYYYMMDD_NNNNNN.
std::optional<int> dated_number(std::string_view text);

}  // namespace migrate::history
