#include "rpc/message.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "base/visible.h"

namespace migrate::rpc {

namespace {

constexpr const char* kVersion = "2.0";

bool is_valid_id(const Json& id) {
    return id.is_number_integer() || (id.is_string() && id.get_ref<const std::string&>().size() <= kMaxId);
}

std::string dump(const OutJson& json) {
    return base::with_escapes(json.dump(-1, ' ', false, OutJson::error_handler_t::replace)) + '\n';
}

BadMessage invalid_request(std::optional<Id> id, const std::string& why) {
    return {std::move(id), {kInvalidRequest, "Invalid Request: " + why, nullptr}};
}

Message read_object(Json&& message) {
    const auto find = [&](const char* key) {
        const auto at = message.find(key);
        return at == message.end() ? nullptr : &*at;
    };
    auto* id = find("id");
    auto* method = find("method");
    auto* params = find("params");
    const auto* version = find("jsonrpc");
    const auto answer_id = id != nullptr && is_valid_id(*id) ? std::optional<Id>(*id) : std::nullopt;
    if (version == nullptr || *version != kVersion) return invalid_request(answer_id, "jsonrpc must be \"2.0\"");
    if (method == nullptr && (find("result") != nullptr || find("error") != nullptr)) return StrayResponse{};
    if (id != nullptr && !answer_id) return invalid_request({}, "id must be a string or an integer");
    if (method == nullptr || !method->is_string()) return invalid_request(answer_id, "method must be a string");
    if (params != nullptr && !params->is_object()) return invalid_request(answer_id, "params must be an object");
    Json taken = params != nullptr ? std::move(*params) : Json();
    if (id == nullptr) return Notification{method->get<std::string>(), std::move(taken)};
    return Request{*answer_id, method->get<std::string>(), std::move(taken)};
}

OutJson envelope() {
    return {{"jsonrpc", kVersion}};
}

}  // namespace

tl::unexpected<RpcError> fail(int code, std::string message, OutJson data) {
    return tl::unexpected<RpcError>(RpcError{code, std::move(message), std::move(data)});
}

RpcError from_error(const Error& error) {
    OutJson data = {{"code", error.code}};
    if (!error.hint.empty()) data["hint"] = error.hint;
    if (!error.where.empty()) data["where"] = error.where;
    return {kUseCaseError, error.message, std::move(data)};
}

/// Where the first bracket stands that is one too many inside of others; nothing when there is none.
std::optional<std::size_t> place_of_too_deep(std::string_view text) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (in_string && c == '\\') ++at;
        if (c == '"') in_string = !in_string;
        if (in_string) continue;
        if ((c == '{' || c == '[') && ++depth > kMaxDepth) return at;
        if ((c == '}' || c == ']') && depth > 0) --depth;
    }
    return std::nullopt;
}

RpcResult<Json> read_json(std::string_view text) {
    // nlohmann's parser needs no stack for depth, but copying or dumping what it builds does: never build it.
    if (const auto place = place_of_too_deep(text)) {
        return fail(kParseError,
                    fmt::format("Parse error: more than {} levels deep at character {}", kMaxDepth, *place + 1));
    }
    auto json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded()) return fail(kParseError, "Parse error");
    return json;
}

Message read_message(std::string_view line) {
    // The parser looks at UTF-8 only inside strings and only as far as it gets.
    if (!base::is_valid_utf8(line)) return BadMessage{{}, {kParseError, "Parse error: invalid UTF-8", nullptr}};
    auto json = read_json(line);
    if (!json) return BadMessage{{}, json.error()};
    if (!json->is_object()) return invalid_request({}, "a message is one object");
    return read_object(std::move(*json));
}

std::string write_result(const Id& id, const OutJson& result) {
    auto message = envelope();
    message["id"] = OutJson(id);
    message["result"] = result;
    auto line = dump(message);
    if (line.size() <= kMaxLine) return line;
    const OutJson data = {{"bytes", line.size()}, {"limit", kMaxLine}};
    return write_error(id, {kInternalError, "The result is too large to send: ask for less", data});
}

std::string write_error(const std::optional<Id>& id, const RpcError& error) {
    auto message = envelope();
    if (id) message["id"] = OutJson(*id);
    message["error"] = {{"code", error.code}, {"message", error.message}};
    if (!error.data.is_null()) message["error"]["data"] = error.data;
    auto line = dump(message);
    if (line.size() <= kMaxLine) return line;
    return write_error(id, {error.code, std::string(base::cut_utf8(error.message, 1000)) + " …", nullptr});
}

std::string write_notification(std::string_view method, const OutJson& params) {
    auto message = envelope();
    message["method"] = method;
    if (!params.is_null()) message["params"] = params;
    return dump(message);
}

}  // namespace migrate::rpc
