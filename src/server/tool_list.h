/// The MCP tools: each is one file NAME_tool.cpp with its description, what it may do, and its call.
///
/// Name, description and input schema of all tools together stay under 6 KB: an agent pays for them in every session.
#pragma once

#include <string>

#include "mcp/mcp.h"
#include "usecases/review.h"

namespace migrate::server {

inline constexpr std::size_t kMaxResult = 40'000;  ///< characters of a result: hosts put longer ones into a file

// `start` is the folder that the server was started for.
mcp::Tool create_tool(const std::string& start);
mcp::Tool revise_tool(const std::string& start);
mcp::Tool heads_tool(const std::string& start);
mcp::Tool check_tool(const std::string& start);
mcp::Tool schema_tool(const std::string& start);

/// A use case's error as a tool result: isError, with the message, the place and the hint.
mcp::ToolResult error_result(const Error& error);
/// A review, or its error, as a tool result; `explain` adds the operations.
mcp::ToolResult review_result(const Result<usecases::Review>& review, bool explain);

}  // namespace migrate::server
