#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Write one Alembic migration: upgrade() and its exact downgrade(). description: the user's words. operations: only "
    "for columns you know exactly, or when an error asks. On an error nothing was "
    "written.";

mcp::ToolResult create(const std::string& start, const mcp::Json& arguments, const base::Work& work) {
    const Result<usecases::CreateRequest> request = read_create_request(arguments, start);
    if (!request) return error_result(request.error());
    return review_result(usecases::create_migration(*request, work), arguments);
}

}  // namespace

mcp::Tool create_tool(const std::string& start) {
    return {.name = "create_migration",
            .title = "Create a migration",
            .description = kDescription,
            .input_schema = create_input_schema(),
            .output_schema = create_output_schema(),
            .annotations = {.read_only = false, .destructive = false, .idempotent = false, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return create(start, arguments, work_of(context));
            }};
}

}  // namespace migrate::server
