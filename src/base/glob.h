/// Patterns of paths, as people write them in config files.
#pragma once

#include <string_view>

namespace migrate::base {

/// True if the whole text fits the pattern: `*` stands for any characters, `?` for one, both for '/' too; all others
/// stand for themselves. Time is at most the product of the two lengths.
bool fits_glob(std::string_view text, std::string_view pattern);

}  // namespace migrate::base
