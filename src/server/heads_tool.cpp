#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/heads_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Make one line of several heads. merge: a revision after all, right once a branch was deployed; rebase: one branch "
    "goes behind the other, right while it was not. Ask the user when unsure.";

}  // namespace

mcp::Tool heads_tool(const std::string& start) {
    return {.name = "resolve_heads",
            .title = "Join several heads",
            .description = kDescription,
            .input_schema = resolve_heads_input_schema(),
            .output_schema = create_output_schema(),
            .annotations = {.read_only = false, .destructive = false, .idempotent = false, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return review_result(resolve_heads(arguments, start, work_of(context)), arguments);
            }};
}

}  // namespace migrate::server
