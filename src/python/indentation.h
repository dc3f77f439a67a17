/// How deep the blocks of a source are nested, seen before the grammar reads it. Private to this room.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace migrate::python {

/// As many indentations as Python itself takes; one more is its "too many levels of indentation".
inline constexpr std::size_t kMaxIndentations = 99;

/// Where the first line begins that is indented once too often; nothing when there is none. Lines within strings and
/// brackets, blank ones and comments do not count, as in Python.
std::optional<std::size_t> too_deep_indentation(std::string_view text);

}  // namespace migrate::python
