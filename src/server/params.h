/// Reading the members of a JSON object of parameters, each with an error that names the member.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate::server {

/// The error "bad_params" about the member `key`.
tl::unexpected<Error> bad_param(const std::string& key, const std::string& message, const std::string& hint);

/// Error when the object has a member that is not among the names; `_meta` is allowed to all.
Result<void> check_param_names(const nlohmann::json& params, std::span<const std::string_view> names);

// The member, or nothing (false for a flag) when it is missing or null; an error when it is of another kind.
Result<std::optional<std::string>> read_text_param(const nlohmann::json& params, const char* key);
Result<bool> read_flag_param(const nlohmann::json& params, const char* key);
/// A whole number from 1 to 999999.
Result<std::optional<int>> read_number_param(const nlohmann::json& params, const char* key);
/// Where the next page of a long result begins: from 0, which it is when it is missing.
Result<std::size_t> read_offset_param(const nlohmann::json& params);
/// A list of texts, or one text alone.
Result<std::vector<std::string>> read_texts_param(const nlohmann::json& params, const char* key);

}  // namespace migrate::server
