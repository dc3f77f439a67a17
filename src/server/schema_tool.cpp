#include <nlohmann/json.hpp>

#include "server/schema_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr std::size_t kMaxNames = 20'000;
constexpr const char* kDescription =
    "The schema that the migration history leads to, at the head or any revision: tables, columns, constraints, "
    "indexes. Needs no database.";

mcp::ToolResult describe(const std::string& start, const mcp::Json& arguments) {
    const Result<usecases::SchemaRequest> request = read_schema_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<usecases::SchemaView> view = usecases::show_schema(*request);
    if (!view) return error_result(view.error());
    mcp::ToolResult result{.structured = write_schema_view(*view), .text = usecases::write_schema_text(*view)};
    if (result.structured.dump().size() <= kMaxResult && result.text.size() <= kMaxResult) return result;
    std::string names;
    for (const auto& [name, table] : view->schema.tables) names += (names.empty() ? "" : ", ") + to_string(name);
    return error_result({"too_long", "the schema is longer than 40,000 characters",
                         "ask for one table: " + names.substr(0, kMaxNames), ""});
}

}  // namespace

mcp::Tool schema_tool(const std::string& start) {
    return {
        .name = "describe_schema",
        .title = "Describe the schema",
        .description = kDescription,
        .input_schema = schema_input_schema(),
        .output_schema = schema_output_schema(),
        .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
        .handler = [start](const mcp::Json& arguments, const mcp::CallContext&) { return describe(start, arguments); }};
}

}  // namespace migrate::server
