/// Which of the two protocol eras a request belongs to, and what that means for its answer.
#pragma once

#include <string>

#include "mcp/mcp.h"
#include "rpc/message.h"

namespace migrate::mcp {

inline constexpr const char* kModernVersion = "2026-07-28";
inline constexpr const char* kNewestLegacy = "2025-11-25";
inline constexpr const char* kServerInfoKey = "io.modelcontextprotocol/serverInfo";
inline constexpr const char* kSubscriptionKey = "io.modelcontextprotocol/subscriptionId";
inline constexpr int kUnsupportedVersion = -32022;
inline constexpr int kLegacyNoResource = -32002;

enum class Era { legacy, modern };

/// Legacy unless `_meta` names a version. Errors: kInvalidParams (`_meta` is not an object, a modern request
/// lacks the client's capabilities), kUnsupportedVersion with `{supported, requested}`.
rpc::RpcResult<Era> era_of(const Json& params);

/// The version that `initialize` agrees on: the client's if it is a legacy one that we speak, else our newest
/// legacy one.
std::string agree_on_version(const std::string& requested);

/// Whether a client may keep a result and for how long. Sent in the modern era only.
struct Caching {
    int ttl_ms = 0;
    bool is_public = false;
};

/// The result as the era wants it: a modern one says `resultType`, how to cache it (if `caching` is not
/// null), and who answers.
OutJson dress(OutJson result, Era era, const ServerInfo& server, const Caching* caching = nullptr);

/// `{name, title, version}`.
OutJson describe_server(const ServerInfo& server);

}  // namespace migrate::mcp
