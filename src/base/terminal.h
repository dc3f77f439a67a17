/// A person at the terminal.
#pragma once

#include <optional>
#include <string>

namespace migrate::base {

/// Shows the text and the question, and reads the answer: true for yes. Nothing where nobody sits there.
std::optional<bool> ask_person(const std::string& text, const std::string& question);

}  // namespace migrate::base
