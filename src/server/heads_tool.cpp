#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/heads_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Several heads, or one id in two files, become one line. merge: a new revision follows all heads; right once a "
    "branch was deployed. rebase: one branch goes behind the other with new numbers; right while it was deployed "
    "nowhere. Ask the user when unsure. Conflicts are named, nothing written.";

}  // namespace

mcp::Tool heads_tool(const std::string& start) {
    return {.name = "resolve_heads",
            .title = "Join several heads",
            .description = kDescription,
            .input_schema = resolve_heads_input_schema(),
            .output_schema = create_output_schema(),
            .annotations = {.read_only = false, .destructive = false, .idempotent = false, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return review_result(resolve_heads(arguments, start, work_of(context)), false);
            }};
}

}  // namespace migrate::server
