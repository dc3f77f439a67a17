/// Regular expressions as Python's `re` has them, as far as names are made with: sets, groups, repetition,
/// alternatives, looking ahead and behind. Work is bounded by steps, so that no pattern stalls a run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace migrate::interpreter {

/// re.sub(pattern, replacement, text); nullopt for a pattern that is not followed or takes too long.
std::optional<std::string> regex_replace(std::string_view pattern, std::string_view replacement, std::string_view text);

}  // namespace migrate::interpreter
