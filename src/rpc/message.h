/// One JSON-RPC 2.0 message: from a line of text to a value, and from a value to a line.
///
/// Pure: no streams, no threads. What a line may cost is bounded here (depth, length of an id); how long it
/// may be is the business of line_splitter.h. This room knows no method of the program and nothing of MCP.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "base/result.h"

namespace migrate::rpc {

/// What comes in. Sorted keys: a look-up stays cheap however many keys a stranger sends.
using Json = nlohmann::json;
/// What goes out. Keys keep their order, for the person or the model that reads them.
using OutJson = nlohmann::ordered_json;

inline constexpr std::size_t kMaxLine = std::size_t{10} << 20U;  ///< bytes, without the line feed, both ways
inline constexpr std::size_t kMaxDepth = 64;                     ///< objects and arrays inside each other
inline constexpr std::size_t kMaxId = 1024;                      ///< bytes of an id that is a string

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kBusy = -32000;     ///< more requests in flight than we keep
inline constexpr int kUseCaseError = 1;  ///< the program understood the request and could not carry it out

/// The `error` member of an answer.
struct RpcError {
    int code = kInternalError;
    std::string message;
    OutJson data;  ///< left out when null

    bool operator==(const RpcError&) const = default;
};

template <typename T>
using RpcResult = tl::expected<T, RpcError>;

/// Shorthand: `return rpc::fail(kInvalidParams, "…")`.
tl::unexpected<RpcError> fail(int code, std::string message, OutJson data = nullptr);

/// The error of a use case: code 1, its message, and `data: {code, hint, where}` (hint and where only if
/// there are any).
RpcError from_error(const Error& error);

/// An id is a string or an integer; both kinds are kept apart ("1" is not 1).
using Id = Json;

struct Request {
    Id id;
    std::string method;
    Json params;  ///< an object, or null when the message has none

    bool operator==(const Request&) const = default;
};

struct Notification {
    std::string method;
    Json params;  ///< as above

    bool operator==(const Notification&) const = default;
};

/// An answer to something that we never asked.
struct StrayResponse {
    bool operator==(const StrayResponse&) const = default;
};

struct BadMessage {
    std::optional<Id> id;  ///< what the answer carries, if the message had a valid one
    RpcError error;

    bool operator==(const BadMessage&) const = default;
};

using Message = std::variant<Request, Notification, StrayResponse, BadMessage>;

/// What one line means. Never fails: what is no message is a BadMessage with the answer it gets.
Message read_message(std::string_view line);

/// JSON with at most `kMaxDepth` levels; deeper text is given up on before it is built. Errors: kParseError.
RpcResult<Json> read_json(std::string_view text);

/// Whole lines, line feed included. A result or error that would be over `kMaxLine` becomes a kInternalError
/// that says so; bytes that are no UTF-8 become U+FFFD.
std::string write_result(const Id& id, const OutJson& result);
std::string write_error(const std::optional<Id>& id, const RpcError& error);
std::string write_notification(std::string_view method, const OutJson& params);

}  // namespace migrate::rpc
