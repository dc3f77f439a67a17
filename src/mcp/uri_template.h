/// URIs with holes: `migration://{revision}`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/mcp.h"

namespace migrate::mcp {

/// The values of the template's variables if the URI fits it. A variable takes one or more characters other
/// than '/', up to the next fixed part; %XX is decoded. Nothing if it does not fit, or if a value is no
/// UTF-8.
std::optional<Variables> match_uri(std::string_view uri_template, std::string_view uri);

/// The names between braces, in order.
std::vector<std::string> variables_of(std::string_view uri_template);

}  // namespace migrate::mcp
