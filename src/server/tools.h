/// What the server offers through MCP: the tools of tool_list.h in the order that clients see, and the resources.
#pragma once

#include <string>

#include "mcp/mcp.h"

namespace migrate::server {

/// Adds both eras of MCP to the dispatcher, with all of our tools and resources. `start` and `text_results` as in
/// serve.
void add_tools(rpc::Dispatcher& dispatcher, const std::string& start, mcp::ServerInfo server, bool text_results);

}  // namespace migrate::server
