/// The MCP tools: each is one file NAME_tool.cpp with its description, what it may do, and its call.
///
/// Name, description and input schema of the first stay under 1.1 KB, of all together under 2.6 KB: an agent pays for
/// them in every session.
#pragma once

#include <string>

#include "base/work.h"
#include "mcp/mcp.h"
#include "usecases/review.h"

namespace migrate::server {

inline constexpr std::size_t kMaxResult = 40'000;  ///< characters of a result: hosts put longer ones into a file

// `start` is the folder that the server was started for.
mcp::Tool create_tool(const std::string& start);
mcp::Tool revise_tool(const std::string& start);
mcp::Tool heads_tool(const std::string& start);
mcp::Tool check_tool(const std::string& start);
mcp::Tool verify_tool(const std::string& start);
mcp::Tool schema_tool(const std::string& start);

/// Hands the client's cancellation down to a use case, and its progress up to the client.
base::Work work_of(const mcp::CallContext& context);

/// A use case's error as a tool result: isError, with the message, the place and the hint.
mcp::ToolResult error_result(const Error& error);
/// The JSON text as it is sent, to see how long it is.
std::string dumped(const mcp::OutJson& json);
/// True when both forms of it are at most kMaxResult long.
bool fits(const mcp::ToolResult& result);
/// A review, or its error, as a tool result that fits: long parts are cut, and say so. Of `arguments`, `explain` adds
/// the operations; of a file that was there before the diff is shown and not the whole. With kShownByHook in `_meta`
/// the model gets the brief form, and the host's hook, which shows it to the person, all of it under kReviewKey.
mcp::ToolResult review_result(const Result<usecases::Review>& review, const mcp::Json& arguments);

inline constexpr const char* kShownByHook = "alembic-migrate/shown-by-hook";  ///< the plugin's hook puts it there
inline constexpr const char* kReviewKey = "alembic-migrate/review";

}  // namespace migrate::server
