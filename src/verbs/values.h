/// Reading the members of a JSON object of parameters into values of a request, each with an error that names the
/// member.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "operations/requested.h"
#include "rpc/message.h"
#include "schema/type.h"

namespace migrate::verbs {

using rpc::Json;
using rpc::OutJson;

/// What a field takes, for schemas and for the terminal.
enum class Kind {
    text,
    flag,
    number,      ///< whole, from 1 to kMaxNumber
    offset,      ///< where the next page of a long result begins: also 0
    texts,       ///< a list of texts, or one text alone
    operations,  ///< as read_operations takes them
    dialect,     ///< postgresql or sqlite
};
inline constexpr int kMaxNumber = 999'999;

template <typename Value>
inline constexpr Kind kKindOf = Kind::text;
template <>
inline constexpr Kind kKindOf<bool> = Kind::flag;
template <>
inline constexpr Kind kKindOf<std::optional<int>> = Kind::number;
template <>
inline constexpr Kind kKindOf<std::chrono::seconds> = Kind::number;
template <>
inline constexpr Kind kKindOf<std::size_t> = Kind::offset;
template <>
inline constexpr Kind kKindOf<std::vector<std::string>> = Kind::texts;
template <>
inline constexpr Kind kKindOf<std::vector<RequestedOperation>> = Kind::operations;
template <>
inline constexpr Kind kKindOf<std::optional<std::vector<RequestedOperation>>> = Kind::operations;
template <>
inline constexpr Kind kKindOf<std::optional<Dialect>> = Kind::dialect;

/// The error "bad_params" about the member `name`.
tl::unexpected<Error> bad_param(const std::string& name, const std::string& message, const std::string& hint);

/// Error when the object has a member that is not among the names; `_meta` is allowed to all.
Result<void> check_names(const Json& params, const std::vector<std::string>& names);

// What the member `name` holds, into the target. Errors: "bad_params" where it is of another kind or too long; those
// of read_operations.
Result<void> read_value(const std::string& name, const Json& value, std::string& target);
Result<void> read_value(const std::string& name, const Json& value, std::optional<std::string>& target);
Result<void> read_value(const std::string& name, const Json& value, bool& target);
Result<void> read_value(const std::string& name, const Json& value, std::optional<int>& target);
Result<void> read_value(const std::string& name, const Json& value, std::chrono::seconds& target);
Result<void> read_value(const std::string& name, const Json& value, std::size_t& target);
Result<void> read_value(const std::string& name, const Json& value, std::vector<std::string>& target);
Result<void> read_value(const std::string& name, const Json& value, std::vector<RequestedOperation>& target);
Result<void> read_value(const std::string& name, const Json& value,
                        std::optional<std::vector<RequestedOperation>>& target);
Result<void> read_value(const std::string& name, const Json& value, std::optional<Dialect>& target);

}  // namespace migrate::verbs
