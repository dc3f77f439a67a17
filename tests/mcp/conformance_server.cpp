// What the official conformance suite wants to find on a server, on the rooms `rpc` and `mcp`: the names and texts are
// the suite's. No migrations.
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "base/stdio_guard.h"
#include "mcp/mcp.h"
#include "rpc/serve.h"

namespace {

using namespace migrate;
using mcp::Json;
using mcp::OutJson;
using mcp::ToolResult;

// One red pixel, and one silent sample.
constexpr const char* kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
constexpr const char* kSound = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";
constexpr const char* kText = "text/plain";

OutJson text_block(const std::string& text) {
    return {{"type", "text"}, {"text", text}};
}

OutJson picture_block() {
    return {{"type", "image"}, {"data", kPicture}, {"mimeType", "image/png"}};
}

OutJson resource_block(const std::string& uri, const char* mime_type, const std::string& text) {
    return {{"type", "resource"}, {"resource", {{"uri", uri}, {"mimeType", mime_type}, {"text", text}}}};
}

OutJson message(OutJson content) {
    return {{"role", "user"}, {"content", std::move(content)}};
}

using Work = std::function<ToolResult(const Json& arguments, const mcp::CallContext& context)>;

mcp::Tool tool(const std::string& name, const std::string& description, Work work) {
    return {.name = name,
            .title = "",
            .description = description,
            .input_schema = {{"type", "object"}},
            .output_schema = nullptr,
            .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
            .handler = std::move(work)};
}

mcp::Tool answering(const std::string& name, const std::string& description, ToolResult result) {
    return tool(name, description, [result = std::move(result)](const Json&, const auto&) { return result; });
}

ToolResult slowly(const Json&, const mcp::CallContext& context) {
    for (const int done : {0, 50, 100}) {
        context.progress(done, 100, fmt::format("{} of 100", done));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {nullptr, "Done in three steps.", false};
}

mcp::Tool tool_with_rich_schema() {
    auto rich = answering("json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features", {nullptr, "fine"});
    rich.input_schema = OutJson::parse(R"({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "$defs": {"address": {"$anchor": "addressDef", "type": "object",
                  "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
        "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
                       "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                       "phone": {"type": "string"}, "email": {"type": "string"}},
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]}, "else": {"required": ["email"]}, "additionalProperties": false})");
    return rich;
}

std::vector<mcp::Tool> tools() {
    const auto embedded = resource_block("test://embedded-resource", kText, "This is an embedded resource content.");
    const auto mixed =
        resource_block("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})");
    const OutJson sound = {{"type", "audio"}, {"data", kSound}, {"mimeType", "audio/wav"}};
    return {
        answering("test_simple_text", "A text", {nullptr, "This is a simple text response for testing."}),
        answering("test_image_content", "A picture", {nullptr, "", false, {picture_block()}}),
        answering("test_audio_content", "A sound", {nullptr, "", false, {sound}}),
        answering("test_embedded_resource", "A resource", {nullptr, "", false, {embedded}}),
        answering("test_multiple_content_types", "A text, a picture and a resource",
                  {nullptr, "Multiple content types test:", false, {picture_block(), mixed}}),
        answering("test_error_handling", "Fails",
                  {nullptr, "This tool intentionally returns an error for testing", true}),
        tool("test_tool_with_progress", "Says how far it is", slowly),
        tool("test_streaming_elicitation", "Streams what it has to say, and asks nothing", slowly),
        answering("test_logging_tool", "Logs nothing to the client", {nullptr, "done", false}),
        tool_with_rich_schema(),
    };
}

mcp::Resource resource(const std::string& uri, const std::string& name, const char* mime_type,
                       const std::string& content, bool is_base64) {
    return {.uri = uri,
            .name = name,
            .title = "",
            .description = "For tests",
            .mime_type = mime_type,
            .read = [content](const mcp::CallContext&) -> Result<std::string> { return content; },
            .is_base64 = is_base64};
}

mcp::ResourceTemplate family() {
    return {.uri_template = "test://template/{id}/data",
            .name = "data",
            .title = "",
            .description = "One for each id",
            .mime_type = "application/json",
            .read = [](const mcp::Variables& variables, const mcp::CallContext&) -> Result<std::string> {
                const auto& id = variables.at("id");
                return OutJson{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}}.dump();
            },
            .complete = nullptr};
}

mcp::Prompt prompt(const std::string& name, std::vector<mcp::PromptArgument> arguments,
                   std::function<OutJson(const mcp::Variables&)> messages) {
    return {
        .name = name,
        .title = "",
        .description = "For tests",
        .arguments = std::move(arguments),
        .get = [messages = std::move(messages)](const mcp::Variables& given,
                                                const mcp::CallContext&) -> Result<OutJson> { return messages(given); },
        .complete = [](const std::string&, const std::string& prefix,
                       const mcp::CallContext&) { return std::vector<std::string>{prefix + "1", prefix + "2"}; }};
}

std::vector<mcp::Prompt> prompts() {
    const auto with_arguments = [](const mcp::Variables& given) {
        return OutJson::array({message(text_block(
            fmt::format("Prompt with arguments: arg1='{}', arg2='{}'", given.at("arg1"), given.at("arg2"))))});
    };
    const auto with_resource = [](const mcp::Variables& given) {
        return OutJson::array(
            {message(resource_block(given.at("resourceUri"), kText, "Embedded resource content for testing.")),
             message(text_block("Please process the embedded resource above."))});
    };
    return {
        prompt(
            "test_simple_prompt", {},
            [](const auto&) { return OutJson::array({message(text_block("This is a simple prompt for testing."))}); }),
        prompt("test_prompt_with_arguments",
               {{"arg1", "First test argument", true}, {"arg2", "Second test argument", true}}, with_arguments),
        prompt("test_prompt_with_embedded_resource", {{"resourceUri", "URI of the resource to embed", true}},
               with_resource),
        prompt("test_prompt_with_image", {},
               [](const auto&) {
                   return OutJson::array(
                       {message(picture_block()), message(text_block("Please analyze the image above."))});
               }),
    };
}

}  // namespace

int main() {
    const auto streams = base::take_stdio();
    if (!streams) return 2;
    mcp::Offer offer{.server = {"conformance", "", "1.0", ""}};
    offer.tools = tools();
    offer.resources = {
        resource("test://static-text", "text", kText, "This is the content of the static text resource.", false),
        resource("test://static-binary", "binary", "image/png", kPicture, true)};
    offer.templates = {family()};
    offer.prompts = prompts();
    rpc::Dispatcher dispatcher;
    mcp::bind(dispatcher, std::move(offer));
    return rpc::serve(dispatcher, streams->input.get(), streams->output.get());
}
