/// The methods of MCP, one function for each group; `bind` calls them all. Internal to this room.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "mcp/era.h"
#include "mcp/mcp.h"

namespace migrate::mcp {

/// The offer is shared by all handlers and never changes.
using SharedOffer = std::shared_ptr<const Offer>;

/// A handler that knows its era. It returns the bare result; `dress` is done for it.
using EraHandler = std::function<rpc::RpcResult<OutJson>(Era era, const Json& params, const rpc::CallContext& context)>;

/// In which eras a method exists; elsewhere it is not found. A modern-only method whose request names no
/// version is told what is missing.
enum class Lives { in_both, in_legacy, in_modern };

/// One method before it becomes one of the dispatcher's.
struct EraMethod {
    std::string name;
    std::string summary;
    Lives lives = Lives::in_both;
    rpc::Schedule schedule = rpc::Schedule::immediate;
    EraHandler handler;
    const Caching* caching = nullptr;  // lives as long as the program
    std::function<rpc::Schedule(const Json& params)> schedule_of = nullptr;
};

void add_method(rpc::Dispatcher& dispatcher, const SharedOffer& offer, EraMethod method);

/// A list that never changes while the program runs, the same for everyone.
inline constexpr Caching kFixedList{300'000, true};
/// What depends on the project's files: stale at once.
inline constexpr Caching kFresh{0, false};

/// kInvalidParams if the request has a cursor: we never gave one out.
rpc::RpcResult<void> check_cursor(const Json& params);

/// `params.<key>` as text. Error kInvalidParams that names the key.
rpc::RpcResult<std::string> text_parameter(const Json& params, const char* key);

/// The handlers' context for a request, with progress if the request has a token for it.
CallContext context_of(const Json& params, const rpc::CallContext& context);

void add_lifecycle(rpc::Dispatcher& dispatcher, const SharedOffer& offer);
void add_tools(rpc::Dispatcher& dispatcher, const SharedOffer& offer);
void add_resources(rpc::Dispatcher& dispatcher, const SharedOffer& offer);
void add_prompts(rpc::Dispatcher& dispatcher, const SharedOffer& offer);
void add_completion(rpc::Dispatcher& dispatcher, const SharedOffer& offer);

}  // namespace migrate::mcp
