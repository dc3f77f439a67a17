/// Regular expressions as Python's `re` has them, as far as names are made with: sets, groups, repetition,
/// alternatives, looking ahead and behind. Work is bounded by steps, so that no pattern stalls a run.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::interpreter {

struct RegexMatch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::string> groups;  ///< the whole, and what each group took: "" for one that took no part
};

/// All matches, as re.finditer gives them; nullopt for a pattern that is not followed or takes too long.
std::optional<std::vector<RegexMatch>> regex_matches(std::string_view pattern, std::string_view text);

/// The text with each match replaced; nullopt when one has nothing that takes its place.
using RegexFiller = std::function<std::optional<std::string>(const RegexMatch&)>;
std::optional<std::string> regex_replace(std::string_view text, const std::vector<RegexMatch>& matches,
                                         const RegexFiller& with);
/// re.sub(pattern, replacement, text); nullopt for a pattern that is not followed or takes too long.
std::optional<std::string> regex_replace(std::string_view pattern, std::string_view replacement, std::string_view text);

}  // namespace migrate::interpreter
