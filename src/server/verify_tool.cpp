#include <nlohmann/json.hpp>

#include "server/tool_list.h"
#include "server/verify_json.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "Prove a migration on scratch databases with the project's own Alembic; runs the project's code.";

mcp::ToolResult prove(const std::string& start, const mcp::Json& arguments, const base::Work& work) {
    const Result<usecases::VerifyRequest> request = read_verify_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<verify::Report> report = usecases::verify_migration(*request, work);
    if (!report) return error_result(report.error());
    return {.structured = write_verify_report(*report), .text = usecases::write_verify_brief(*report)};
}

}  // namespace

/// It changes nothing of the project, but the project's code may do anything: not read-only, and open to the world.
mcp::Tool verify_tool(const std::string& start) {
    return {.name = "verify_migration",
            .title = "Verify a migration",
            .description = kDescription,
            .input_schema = verify_input_schema(),
            .output_schema = verify_output_schema(),
            .annotations = {.read_only = false, .destructive = false, .idempotent = true, .open_world = true},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return prove(start, arguments, work_of(context));
            }};
}

}  // namespace migrate::server
