// tools/list and tools/call.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/text.h"
#include "base/visible.h"
#include "mcp/methods.h"
#include "rpc/schema_check.h"

namespace migrate::mcp {

namespace {

// Input schemas in the form that arguments are held against, by the tool's name.
using Schemas = std::map<std::string, Json>;

const Tool* find_tool(const Offer& offer, const std::string& name) {
    const auto found =
        std::find_if(offer.tools.begin(), offer.tools.end(), [&](const Tool& tool) { return tool.name == name; });
    return found == offer.tools.end() ? nullptr : &*found;
}

tl::unexpected<rpc::RpcError> unknown_tool(const Offer& offer, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& tool : offer.tools) names.push_back(tool.name);
    const auto near = base::nearest(names, name, 1);
    const auto way_out =
        near.empty() ? "there are " + base::join(names, ", ") : fmt::format("did you mean {}?", near.front());
    return rpc::fail(rpc::kInvalidParams, fmt::format("Unknown tool: {}; {}", base::cut_utf8(name, 100), way_out));
}

OutJson write_tool_result(const ToolResult& result) {
    auto content = OutJson::array();
    if (!result.text.empty() || result.more.empty())
        content.push_back({{"type", "text"}, {"text", base::with_escapes(result.text)}});
    if (!result.text_meta.is_null()) content.front()["_meta"] = result.text_meta;
    for (const auto& block : result.more) content.push_back(block);
    OutJson written = {{"content", std::move(content)}};
    if (!result.structured.is_null()) written["structuredContent"] = result.structured;
    written["isError"] = result.is_error;
    return written;
}

// A model can put this right itself, so it is a result and not an error of the protocol.
OutJson wrong_arguments(const std::string& tool, const std::string& problems) {
    return write_tool_result(
        {nullptr, fmt::format("The arguments of {} are wrong: {}. Nothing was done.", tool, problems), true});
}

rpc::RpcResult<OutJson> call_tool(const Offer& offer, const Schemas& schemas, const Json& params,
                                  const rpc::CallContext& context) {
    const auto name = TRY(text_parameter(params, "name"));
    const auto* tool = find_tool(offer, name);
    if (tool == nullptr) return unknown_tool(offer, name);
    const Json arguments = params.contains("arguments") ? params["arguments"] : Json::object();
    if (!arguments.is_object()) return wrong_arguments(name, "`arguments` must be an object");
    const auto problems = rpc::check_schema(schemas.at(name), arguments);
    if (!problems.empty()) return wrong_arguments(name, rpc::describe_problems(problems));
    OutJson written;
    const auto stopped = base::within({.cancel = context.cancel}, [&] {
        ToolResult result = tool->handler(arguments, context_of(params, context));
        if (offer.text_only) result.structured = nullptr;
        written = write_tool_result(result);
    });
    if (stopped) return write_tool_result({nullptr, stopped->message + ": " + stopped->hint, true});
    return written;
}

// A call that cannot be carried out needs no worker.
rpc::Schedule schedule_of_call(const Offer& offer, const Json& params) {
    const auto name = text_parameter(params, "name");
    const auto* tool = name ? find_tool(offer, *name) : nullptr;
    if (tool == nullptr) return rpc::Schedule::immediate;
    return tool->annotations.read_only ? rpc::Schedule::read_only : rpc::Schedule::exclusive;
}

}  // namespace

OutJson describe_tool(const Tool& tool) {
    OutJson description = {{"name", tool.name}};
    if (!tool.title.empty()) description["title"] = tool.title;
    description["description"] = tool.description;
    description["inputSchema"] = tool.input_schema;
    if (!tool.output_schema.is_null()) description["outputSchema"] = tool.output_schema;
    description["annotations"] = {{"readOnlyHint", tool.annotations.read_only},
                                  {"destructiveHint", tool.annotations.destructive},
                                  {"idempotentHint", tool.annotations.idempotent},
                                  {"openWorldHint", tool.annotations.open_world}};
    if (!tool.meta.is_null()) description["_meta"] = tool.meta;
    return description;
}

void add_tools(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    auto list = OutJson::array();
    Schemas schemas;
    for (const auto& tool : offer->tools) {
        list.push_back(describe_tool(tool));
        if (offer->text_only) list.back().erase("outputSchema");
        schemas[tool.name] = Json(tool.input_schema);
    }
    add_method(dispatcher, offer,
               {.name = "tools/list",
                .summary = "Lists the tools for an agent",
                .handler = [list](Era, const Json& params, const auto&) -> rpc::RpcResult<OutJson> {
                    if (const auto fine = check_cursor(params); !fine) return tl::unexpected(fine.error());
                    return OutJson{{"tools", list}};
                },
                .caching = &kFixedList});
    add_method(dispatcher, offer,
               {.name = "tools/call",
                .summary = "Calls one tool: {name, arguments}",
                .handler = [offer, schemas](
                               Era, const Json& params,
                               const rpc::CallContext& context) { return call_tool(*offer, schemas, params, context); },
                .schedule_of = [offer](const Json& params) { return schedule_of_call(*offer, params); }});
}

}  // namespace migrate::mcp
