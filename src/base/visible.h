/// Text of others on its way to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace migrate::base {

/// The text with a blank for each ASCII control character: they would move the cursor or end the line. `keep_lines`
/// leaves line feeds as they are.
std::string visible(std::string text, bool keep_lines = false);

/// The text with \uXXXX for each control character but tabs and line feeds, and for those that turn the direction of
/// writing or end a line unseen: a terminal shows what is there. Within JSON it means the same text.
std::string with_escapes(std::string_view text);

}  // namespace migrate::base
