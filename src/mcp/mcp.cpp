#include "mcp/mcp.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "base/attempt.h"
#include "mcp/methods.h"

namespace migrate::mcp {

namespace {

rpc::RpcResult<Era> admitted_era(const std::string& name, Lives lives, const Json& params) {
    const auto era = era_of(params);
    if (!era) return era;
    if (*era == Era::modern && lives == Lives::in_legacy) {
        return rpc::fail(rpc::kMethodNotFound, fmt::format("Method not found: {}", name));
    }
    if (*era == Era::legacy && lives == Lives::in_modern) {
        return rpc::fail(rpc::kInvalidParams, fmt::format("Invalid params: {} needs "
                                                          "_meta[\"io.modelcontextprotocol/protocolVersion\"]",
                                                          name));
    }
    return era;
}

bool is_token(const Json& token) {
    return token.is_string() || token.is_number_integer();
}

// Progress must strictly increase; the last value is shared by the copies of the function.
auto progress_sender(Json token, const rpc::CallContext& context) {
    auto last = std::make_shared<double>(-std::numeric_limits<double>::infinity());
    return [token = std::move(token), notify = context.notify, last](double done, double total,
                                                                     const std::string& message) {
        if (!(done > *last)) return;
        *last = done;
        OutJson params = {{"progressToken", OutJson(token)}, {"progress", done}};
        if (total > 0) params["total"] = total;
        if (!message.empty()) params["message"] = message;
        notify("notifications/progress", params);
    };
}

}  // namespace

void add_method(rpc::Dispatcher& dispatcher, const SharedOffer& offer, EraMethod method) {
    const auto handler = [offer, name = method.name, lives = method.lives, inner = std::move(method.handler),
                          caching = method.caching](const Json& params,
                                                    const rpc::CallContext& context) -> rpc::RpcResult<OutJson> {
        const auto era = TRY(admitted_era(name, lives, params));
        auto result = inner(era, params, context);
        if (!result) return result;
        return dress(std::move(*result), era, offer->server, caching);
    };
    dispatcher.add({.name = std::move(method.name),
                    .summary = std::move(method.summary),
                    .schedule = method.schedule,
                    .handler = handler,
                    .params_schema = nullptr,
                    .schedule_of = std::move(method.schedule_of)});
}

rpc::RpcResult<void> check_cursor(const Json& params) {
    if (!params.is_object() || !params.contains("cursor")) return {};
    return rpc::fail(rpc::kInvalidParams,
                     "Invalid params: unknown cursor; the list has one page, ask without a cursor");
}

rpc::RpcResult<std::string> text_parameter(const Json& params, const char* key) {
    if (params.is_object() && params.contains(key) && params[key].is_string()) return params[key].get<std::string>();
    return rpc::fail(rpc::kInvalidParams, fmt::format("Invalid params: {} must be a string", key));
}

CallContext context_of(const Json& params, const rpc::CallContext& context) {
    CallContext own{context.cancel, [](double, double, const std::string&) {}};
    if (!params.is_object() || !params.contains("_meta") || !params["_meta"].is_object()) return own;
    const auto token = params["_meta"].find("progressToken");
    if (token != params["_meta"].end() && is_token(*token)) own.progress = progress_sender(*token, context);
    return own;
}

void bind(rpc::Dispatcher& dispatcher, Offer offer) {
    const auto shared = std::make_shared<const Offer>(std::move(offer));
    add_lifecycle(dispatcher, shared);
    add_prompts(dispatcher, shared);
    add_tools(dispatcher, shared);
    add_resources(dispatcher, shared);
    add_completion(dispatcher, shared);
}

}  // namespace migrate::mcp
