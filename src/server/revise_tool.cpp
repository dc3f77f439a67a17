#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/revise_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Change the newest migration in its file. change: the user's words (make total not null); or add (operations) and "
    "remove (names). discard takes the file back.";

}  // namespace

mcp::Tool revise_tool(const std::string& start) {
    return {.name = "revise_migration",
            .title = "Revise a migration",
            .description = kDescription,
            .input_schema = revise_input_schema(),
            .output_schema = create_output_schema(),
            .annotations = {.read_only = false, .destructive = true, .idempotent = true, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return review_result(revise_or_discard(arguments, start, work_of(context)), arguments);
            }};
}

}  // namespace migrate::server
