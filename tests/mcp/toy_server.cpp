// A small server on the rooms `rpc` and `mcp`, for the transcripts: it has what the protocols can be tried
// on, and no migrations.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/process.h"
#include "base/stdio_guard.h"
#include "base/text.h"
#include "mcp/mcp.h"
#include "rpc/serve.h"

namespace {

using namespace migrate;
using mcp::Json;
using mcp::OutJson;
using mcp::ToolResult;

// True if the time went by, false if it was cancelled.
bool wait_for(long milliseconds, const std::stop_token& cancel) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (std::chrono::steady_clock::now() < until) {
        if (cancel.stop_requested()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

ToolResult text_result(const std::string& text) {
    return {{{"text", text}}, text, false};
}

// What `note` wrote and `notes` reads.
struct Notebook {
    std::mutex mutex;
    std::string text;

    void add(const std::string& note) {
        const std::lock_guard lock(mutex);
        text += note;
    }
    std::string read() {
        const std::lock_guard lock(mutex);
        return text;
    }
};

const OutJson kTextOutput = {
    {"type", "object"}, {"properties", {{"text", {{"type", "string"}}}}}, {"required", OutJson::array({"text"})}};

OutJson object_schema(OutJson properties, OutJson required = OutJson::array()) {
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

mcp::Tool echo_tool() {
    const OutJson properties = {{"text", {{"type", "string"}, {"maxLength", 10}}},
                                {"times", {{"type", "integer"}, {"minimum", 1}, {"maximum", 20'000'000}}},
                                {"style", {{"enum", OutJson::array({"plain", "loud"})}}}};
    return {.name = "echo",
            .title = "Echo",
            .description = "Says a text several times.",
            .input_schema = object_schema(properties, OutJson::array({"text"})),
            .output_schema = kTextOutput,
            .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
            .handler = [](const Json& arguments, const mcp::CallContext& context) {
                std::string text;
                const auto times = arguments.value("times", 1);
                context.progress(0, times, "begin");
                for (int i = 0; i < times; ++i) text += arguments["text"].get<std::string>();
                context.progress(0, times, "left out: no progress");
                context.progress(times, times, "end");
                return text_result(arguments.value("style", "plain") == "loud" ? base::upper(text) : text);
            }};
}

mcp::Tool wait_tool() {
    const OutJson properties = {{"ms", {{"type", "integer"}}}, {"stubborn", {{"type", "boolean"}}}};
    return {.name = "wait",
            .title = "Wait",
            .description = "Lets time go by.",
            .input_schema = object_schema(properties, OutJson::array({"ms"})),
            .output_schema = kTextOutput,
            .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
            .handler = [](const Json& arguments, const mcp::CallContext& context) {
                const bool stubborn = arguments.value("stubborn", false);
                wait_for(arguments["ms"].get<long>(), stubborn ? std::stop_token() : context.cancel);
                return text_result("waited");
            }};
}

mcp::Tool note_tool(const std::shared_ptr<Notebook>& notebook) {
    const OutJson properties = {{"text", {{"type", "string"}}}, {"ms", {{"type", "integer"}}}};
    return {.name = "note",
            .title = "Note",
            .description = "Writes a note down, after a while.",
            .input_schema = object_schema(properties, OutJson::array({"text"})),
            .output_schema = nullptr,
            .annotations = {},
            .handler = [notebook](const Json& arguments, const mcp::CallContext& context) -> ToolResult {
                if (!wait_for(arguments.value("ms", 0L), context.cancel)) return {nullptr, "cancelled", true};
                notebook->add(arguments["text"]);
                return {nullptr, notebook->read(), false};
            }};
}

mcp::Tool noise_tool() {
    return {.name = "noise",
            .title = "Noise",
            .description = "Prints where nothing may be printed.",
            .input_schema = object_schema(OutJson::object()),
            .output_schema = nullptr,
            .annotations = {},
            .handler = [](const Json&, const mcp::CallContext&) -> ToolResult {
                std::puts("a stray print");
                std::fflush(stdout);
                const auto child =
                    base::run_process({.arguments = {"sh", "-c", "echo child; read x || echo no input"}});
                return {nullptr, child ? child->output : child.error().message, false};
            }};
}

mcp::Offer make_offer(const std::shared_ptr<Notebook>& notebook) {
    const auto read = [notebook](const mcp::CallContext&) -> Result<std::string> { return notebook->read(); };
    const auto read_one = [](const mcp::Variables& variables, const mcp::CallContext&) -> Result<std::string> {
        const auto& name = variables.at("name");
        if (name == "none") return fail("no_resource", "Resource not found: there is no note of this name");
        if (name == "broken") return fail("cannot_read", "the disk is broken", "buy another one");
        return "the note " + name;
    };
    const auto complete = [](const std::string&, const std::string& prefix, const mcp::CallContext&) {
        std::vector<std::string> names;
        for (int i = 0; i < 300; ++i) {
            const auto name = fmt::format("n{}", i);
            if (name.starts_with(prefix)) names.push_back(name);
        }
        return names;
    };
    return {.server = {"toy", "Toy server", "1.0", "For tests."},
            .tools = {echo_tool(), wait_tool(), note_tool(notebook), noise_tool()},
            .resources = {{"notes://all", "all", "All notes", "Everything that was noted.", "text/plain", read}},
            .templates = {{"notes://{name}", "one", "One note", "", "text/plain", read_one, complete}}};
}

void add_plain_methods(rpc::Dispatcher& dispatcher) {
    const OutJson number = {{"type", "number"}};
    dispatcher.add({.name = "add",
                    .summary = "Adds two numbers",
                    .schedule = rpc::Schedule::read_only,
                    .handler = [](const Json& params, const rpc::CallContext&) -> rpc::RpcResult<OutJson> {
                        return OutJson{{"sum", params["a"].get<double>() + params["b"].get<double>()}};
                    },
                    .params_schema = object_schema({{"a", number}, {"b", number}}, OutJson::array({"a", "b"})),
                    .schedule_of = nullptr});
    dispatcher.add({.name = "fail",
                    .summary = "Fails as a use case does",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [](const Json&, const rpc::CallContext&) -> rpc::RpcResult<OutJson> {
                        return tl::unexpected(
                            rpc::from_error({"several_heads", "there are two heads", "merge them", "a.py:3"}));
                    },
                    .params_schema = nullptr,
                    .schedule_of = nullptr});
    dispatcher.add({.name = "crash",
                    .summary = "Throws",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [](const Json&, const rpc::CallContext&) -> rpc::RpcResult<OutJson> {
                        throw std::runtime_error("thrown on purpose");
                    },
                    .params_schema = nullptr,
                    .schedule_of = nullptr});
}

}  // namespace

int main() {
    const auto streams = base::take_stdio();
    if (!streams) return 2;
    rpc::Dispatcher dispatcher;
    mcp::bind(dispatcher, make_offer(std::make_shared<Notebook>()));
    add_plain_methods(dispatcher);
    rpc::add_discover(dispatcher, "toy", "1.0");
    return rpc::serve(dispatcher, streams->input.get(), streams->output.get());
}
