/// The difference of two texts, as `diff -u` shows it.
#pragma once

#include <string>
#include <string_view>

namespace migrate::usecases {

/// A unified diff with three lines around each change; "" when the texts are equal.
std::string unified_diff(std::string_view before, std::string_view after, const std::string& old_path,
                         const std::string& new_path);

}  // namespace migrate::usecases
