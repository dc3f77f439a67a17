#include "mcp/era.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace migrate::mcp {

namespace {

constexpr const char* kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr std::array kLegacyVersions = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"};

}  // namespace

rpc::RpcResult<Era> era_of(const Json& params) {
    if (!params.is_object() || !params.contains("_meta")) return Era::legacy;
    const auto& meta = params["_meta"];
    if (!meta.is_object()) return rpc::fail(rpc::kInvalidParams, "Invalid params: _meta must be an object");
    if (!meta.contains(kVersionKey)) return Era::legacy;
    const auto& version = meta[kVersionKey];
    if (!version.is_string()) {
        return rpc::fail(rpc::kInvalidParams,
                         fmt::format("Invalid params: _meta[\"{}\"] must be a string", kVersionKey));
    }
    if (version != kModernVersion) {
        const auto requested = std::string(base::cut_utf8(version.get_ref<const std::string&>(), 100));
        return rpc::fail(kUnsupportedVersion, fmt::format("Unsupported protocol version: {}", requested),
                         {{"supported", OutJson::array({kModernVersion})}, {"requested", requested}});
    }
    if (!meta.contains(kCapabilitiesKey) || !meta[kCapabilitiesKey].is_object()) {
        return rpc::fail(rpc::kInvalidParams,
                         fmt::format("Invalid params: _meta[\"{}\"] must be an object", kCapabilitiesKey));
    }
    return Era::modern;
}

std::string agree_on_version(const std::string& requested) {
    const bool known = std::find(kLegacyVersions.begin(), kLegacyVersions.end(), requested) != kLegacyVersions.end();
    return known ? requested : kNewestLegacy;
}

OutJson dress(OutJson result, Era era, const ServerInfo& server, const Caching* caching) {
    if (era == Era::legacy) return result;
    OutJson dressed = {{"resultType", "complete"}};
    dressed.update(result);
    if (caching != nullptr) {
        dressed["ttlMs"] = caching->ttl_ms;
        dressed["cacheScope"] = caching->is_public ? "public" : "private";
    }
    dressed["_meta"][kServerInfoKey] = describe_server(server);
    return dressed;
}

OutJson describe_server(const ServerInfo& server) {
    OutJson description = {{"name", server.name}};
    if (!server.title.empty()) description["title"] = server.title;
    description["version"] = server.version;
    return description;
}

}  // namespace migrate::mcp
