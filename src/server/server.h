/// The wiring: use cases as JSON-RPC methods and as MCP tools and resources.
///
/// Everything a client can ask for is listed here once; what it does is the use cases' matter, how it travels that of
/// rpc and mcp.
#pragma once

#include <memory>
#include <string>

#include "base/work.h"

namespace migrate::server {

/// Serves stdin and stdout until the input ends or a signal comes; returns the exit code. `start` is the folder that
/// the project is searched from at each request: nothing is read before one comes.
/// `kept`: of earlier requests; may be empty. `text_results`: tools answer with their text alone, as Claude Code shows
/// them.
int serve(const std::string& start, const std::shared_ptr<cache::Store>& kept, bool text_results = false);

}  // namespace migrate::server
