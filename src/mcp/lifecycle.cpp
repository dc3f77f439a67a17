// How a conversation begins, in either era, and what belongs to no tool: ping, subscriptions.
#include <fmt/format.h>

#include "base/attempt.h"
#include "mcp/methods.h"

namespace migrate::mcp {

namespace {

// A capability is named if its list is served: a modern client asks for nothing else. Lists never change: no
// listChanged.
OutJson capabilities_of(const Offer& offer) {
    OutJson capabilities = {
        {"tools", OutJson::object()}, {"resources", OutJson::object()}, {"prompts", OutJson::object()}};
    if (!offer.templates.empty() || !offer.prompts.empty()) capabilities["completions"] = OutJson::object();
    return capabilities;
}

OutJson initialize(const Offer& offer, const std::string& requested) {
    OutJson result = {{"protocolVersion", agree_on_version(requested)},
                      {"capabilities", capabilities_of(offer)},
                      {"serverInfo", describe_server(offer.server)}};
    if (!offer.server.instructions.empty()) result["instructions"] = offer.server.instructions;
    return result;
}

OutJson discover(const Offer& offer) {
    OutJson result = {{"supportedVersions", OutJson::array({kModernVersion})},
                      {"capabilities", capabilities_of(offer)}};
    if (!offer.server.instructions.empty()) result["instructions"] = offer.server.instructions;
    return result;
}

// Nothing that we have ever changes, so no notification type is agreed to. The stream stays open, as the
// protocol has it.
OutJson listen(const rpc::CallContext& context) {
    const OutJson meta = {{kSubscriptionKey, OutJson(context.id)}};
    context.notify("notifications/subscriptions/acknowledged", {{"_meta", meta}, {"notifications", OutJson::object()}});
    return {{"_meta", meta}};
}

}  // namespace

void add_lifecycle(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    add_method(dispatcher, offer,
               {.name = "initialize",
                .summary = "Begins a conversation (MCP up to 2025-11-25)",
                .lives = Lives::in_legacy,
                .handler = [offer](Era, const Json& params, const auto&) -> rpc::RpcResult<OutJson> {
                    const auto requested = TRY(text_parameter(params, "protocolVersion"));
                    return initialize(*offer, requested);
                }});
    add_method(dispatcher, offer,
               {.name = "ping",
                .summary = "Answers at once",
                .lives = Lives::in_legacy,
                .handler = [](Era, const Json&, const auto&) -> rpc::RpcResult<OutJson> { return OutJson::object(); }});
    add_method(
        dispatcher, offer,
        {.name = "server/discover",
         .summary = "Says what the server is and offers (MCP 2026-07-28)",
         .lives = Lives::in_modern,
         .handler = [offer](Era, const Json&, const auto&) -> rpc::RpcResult<OutJson> { return discover(*offer); },
         .caching = &kFixedList});
    add_method(dispatcher, offer,
               {.name = "subscriptions/listen",
                .summary = "Opens a stream of notifications, of which there are none (MCP 2026-07-28)",
                .lives = Lives::in_modern,
                .schedule = rpc::Schedule::held,
                .handler = [](Era, const Json&, const rpc::CallContext& context) -> rpc::RpcResult<OutJson> {
                    return listen(context);
                }});
}

}  // namespace migrate::mcp
