// Whatever bytes come in, cut anywhere: whole lines of JSON-RPC go out, one for each request and none that nobody asked
// for.
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "base/text.h"
#include "fuzz/law.h"
#include "mcp/mcp.h"
#include "rpc/session.h"

namespace {

using namespace migrate;
using rpc::Json;
using rpc::OutJson;

mcp::Offer offer() {
    const OutJson input = {
        {"type", "object"},
        {"properties", {{"text", {{"type", "string"}}}, {"times", {{"type", "integer"}, {"maximum", 9}}}}},
        {"required", OutJson::array({"text"})}};
    const auto echo = [](const Json& arguments, const mcp::CallContext& context) -> mcp::ToolResult {
        context.progress(1, 2, "half");
        return {{{"text", arguments["text"]}}, arguments["text"].get<std::string>(), false};
    };
    const auto read = [](const mcp::Variables& variables, const mcp::CallContext&) -> Result<std::string> {
        return variables.begin()->second;
    };
    const auto complete = [](const std::string&, const std::string& prefix, const mcp::CallContext&) {
        return std::vector<std::string>{prefix};
    };
    const auto get = [](const mcp::Variables& given, const mcp::CallContext&) -> Result<OutJson> {
        return OutJson(given);
    };
    return {.server = {"fuzzed", "", "1", "i"},
            .tools = {{"echo", "", "Says it", input, nullptr, {.read_only = true}, echo},
                      {"note", "", "Writes it", input, nullptr, {}, echo}},
            .resources = {{"notes://all", "all", "", "", "text/plain",
                           [](const mcp::CallContext&) -> Result<std::string> { return "all"; }}},
            .templates = {{"notes://{name}/x", "one", "", "", "", read, complete}},
            .prompts = {{"ask", "", "", {{"about", "", true}}, get, complete}}};
}

const rpc::Dispatcher& dispatcher() {
    static const rpc::Dispatcher made = [] {
        rpc::Dispatcher methods;
        mcp::bind(methods, offer());
        rpc::add_discover(methods, "fuzzed", "1");
        return methods;
    }();
    return made;
}

// One whole conversation; what went out.
std::string converse(std::string_view input, std::size_t piece) {
    std::mutex mutex;
    std::condition_variable changed;
    std::string output;
    {
        rpc::Writer writer([&](std::string_view bytes) {
            output += bytes;
            return true;
        });
        rpc::Session session(dispatcher(), writer, [&] {
            const std::lock_guard lock(mutex);
            changed.notify_all();
        });
        for (std::size_t at = 0; at < input.size(); at += piece) session.receive(input.substr(at, piece));
        session.end_input();
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::seconds(20), [&] { return session.is_idle(); });
        if (!session.is_idle()) std::abort();
    }
    return output;
}

void check_line(const std::string& line) {
    const Json message = Json::parse(line, nullptr, false);
    const bool is_answer = message.is_object() && (message.contains("result") != message.contains("error"));
    const bool is_note = message.is_object() && message.contains("method") && !message.contains("id");
    if ((!is_answer && !is_note) || message.value("jsonrpc", "") != "2.0") {
        std::fprintf(stderr, "no message: %s\n", line.c_str());
        std::abort();
    }
    if (message.contains("id") && !message["id"].is_string() && !message["id"].is_number_integer()) std::abort();
}

}  // namespace

void migrate::fuzz::take(std::string_view input) {
    if (input.empty()) return;
    const std::size_t piece =
        static_cast<std::uint8_t>(input[0]) % 64U + 1;  // how the bytes arrive is a part of the input
    const std::string output = converse(input.substr(1), piece);
    if (!output.empty() && output.back() != '\n') std::abort();
    for (const std::string& line : base::split(output, '\n')) {
        if (!line.empty()) check_line(line);
    }
}
