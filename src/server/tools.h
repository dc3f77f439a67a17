/// What the server offers through MCP: the tools of all verbs, and the resources.
#pragma once

#include <memory>
#include <string>

#include "base/work.h"
#include "mcp/mcp.h"

namespace migrate::server {

// Between the server and the plugin's hook: what the hook adds to a call, and what it then finds in the answer.
inline constexpr const char* kShownByHook = "alembic-migrate/shown-by-hook";
inline constexpr const char* kReviewKey = "alembic-migrate/review";

/// As in serve.
struct Standing {
    std::string start;
    std::shared_ptr<cache::Store> kept;
};

/// Adds both eras of MCP to the dispatcher, with all of our tools and resources. `text_results` as in serve.
void add_tools(rpc::Dispatcher& dispatcher, const Standing& standing, mcp::ServerInfo server, bool text_results);

}  // namespace migrate::server
