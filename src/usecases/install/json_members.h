/// One member of an object in a JSON text of others: put there or taken out, and every other byte as it was.
///
/// Settings of editors have comments and commas behind the last member: both are read over.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace migrate::usecases {

/// The text of the member `name` in the object `group` of the whole object; nothing where there is none. Error
/// "not_json" for a text that is no object, or whose `group` is none.
Result<std::optional<std::string>> member_text(std::string_view text, const std::string& group,
                                               const std::string& name);

/// The text with that member, which is made or gets another value; so is the group. An empty text is an empty object.
/// Error "not_json".
Result<std::string> with_member(std::string_view text, const std::string& group, const std::string& name,
                                const nlohmann::ordered_json& value);

/// The text without that member; as it is where there is none. Error "not_json".
Result<std::string> without_member(std::string_view text, const std::string& group, const std::string& name);

}  // namespace migrate::usecases
