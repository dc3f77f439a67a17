/// The MCP tools and resources: one function each, gathered here in the order that clients see.
#pragma once

#include <string>

#include "mcp/mcp.h"

namespace migrate::server {

/// Adds both eras of MCP to the dispatcher, with all of our tools and resources. `start` as in serve.
void add_tools(rpc::Dispatcher& dispatcher, const std::string& start, const std::string& title,
               const std::string& version);

/// Our tools, for snapshots and generated documentation.
std::vector<mcp::Tool> tools(const std::string& start);

/// A use case's error as a tool result: isError, with the message, the place and the hint.
mcp::ToolResult error_result(const Error& error);

}  // namespace migrate::server
