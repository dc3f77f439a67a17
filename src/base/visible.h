/// Text of others on its way to a terminal.
#pragma once

#include <string>

namespace migrate::base {

/// The text with a blank for each ASCII control character: they would move the cursor or end the line. `keep_lines`
/// leaves line feeds as they are.
std::string visible(std::string text, bool keep_lines = false);

}  // namespace migrate::base
