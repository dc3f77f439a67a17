/// The difference of two texts, as `diff -u` shows it, and two changes of one text put together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace migrate::usecases {

/// A unified diff with three lines around each change; "" when the texts are equal.
std::string unified_diff(std::string_view before, std::string_view after, const std::string& old_path,
                         const std::string& new_path);

/// `base` with the changes of both others, line by line; nothing where both change the same lines. What both put in
/// the same place stands there one behind the other, that of `first` in front.
std::optional<std::string> merged(std::string_view base, std::string_view first, std::string_view second);

}  // namespace migrate::usecases
