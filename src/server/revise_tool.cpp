#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/revise_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Write the newest migration anew in its file, same revision and parent. Send change, the user's words (make total "
    "not null), or add and remove; or description or operations for the whole anew. discard takes the file back. "
    "Refuses files that others build on, have, or edited. Show the diff.";

}  // namespace

mcp::Tool revise_tool(const std::string& start) {
    return {.name = "revise_migration",
            .title = "Revise a migration",
            .description = kDescription,
            .input_schema = revise_input_schema(),
            .output_schema = create_output_schema(),
            .annotations = {.read_only = false, .destructive = true, .idempotent = true, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return review_result(revise_or_discard(arguments, start, work_of(context)),
                                     wants_explanation(arguments));
            }};
}

}  // namespace migrate::server
