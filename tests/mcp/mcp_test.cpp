#include "mcp/mcp.h"

#include <doctest/doctest.h>

#include "mcp/era.h"
#include "mcp/methods.h"
#include "mcp/uri_template.h"

using namespace migrate::mcp;
namespace rpc = migrate::rpc;

namespace {

Json meta(const Json& version, const Json& capabilities) {
    return {{"_meta",
             {{"io.modelcontextprotocol/protocolVersion", version},
              {"io.modelcontextprotocol/clientCapabilities", capabilities}}}};
}

}  // namespace

TEST_CASE("the era is in the request") {
    CHECK(era_of(nullptr).value() == Era::legacy);
    CHECK(era_of(Json::object()).value() == Era::legacy);
    CHECK(era_of({{"_meta", {{"progressToken", 1}}}}).value() == Era::legacy);
    CHECK(era_of(meta("2026-07-28", Json::object())).value() == Era::modern);
    CHECK(era_of(meta("2026-07-28", nullptr)).error().code == rpc::kInvalidParams);
    CHECK(era_of(meta(5, Json::object())).error().code == rpc::kInvalidParams);
    CHECK(era_of({{"_meta", "x"}}).error().code == rpc::kInvalidParams);
    const auto unsupported = era_of(meta("2030-01-01", Json::object()));
    CHECK(unsupported.error().code == kUnsupportedVersion);
    CHECK(unsupported.error().data.dump() == R"({"supported":["2026-07-28"],"requested":"2030-01-01"})");
}

TEST_CASE("a version is agreed on, never echoed blindly") {
    for (const char* version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
        CHECK(agree_on_version(version) == version);
    for (const char* version : {"2026-07-28", "1999-01-01", "", "2025-11-25 "})
        CHECK(agree_on_version(version) == "2025-11-25");
}

TEST_CASE("a legacy result is left as it is, a modern one says what it is") {
    const ServerInfo server{"s", "", "1", ""};
    CHECK(dress({{"a", 1}}, Era::legacy, server).dump() == R"({"a":1})");
    const Caching caching{5, true};
    CHECK(dress({{"a", 1}}, Era::modern, server, &caching).dump() ==
          R"({"resultType":"complete","a":1,"ttlMs":5,"cacheScope":"public",)"
          R"("_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"1"}}})");
}

TEST_CASE("a tool's description has all four annotations, and an output schema only if there is one") {
    Tool tool{.name = "t",
              .title = "",
              .description = "d",
              .input_schema = {{"type", "object"}},
              .output_schema = nullptr,
              .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
              .handler = {}};
    CHECK(describe_tool(tool).dump() ==
          R"({"name":"t","description":"d","inputSchema":{"type":"object"},"annotations":)"
          R"({"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}})");
    tool.title = "T";
    tool.output_schema = {{"type", "object"}};
    CHECK(describe_tool(tool)["title"] == "T");
    CHECK(describe_tool(tool)["outputSchema"]["type"] == "object");
}

TEST_CASE("a call's context has progress only with a token, and it strictly increases") {
    std::vector<std::string> sent;
    const rpc::CallContext call{
        {},
        [&](std::string_view method, const OutJson& params) { sent.push_back(std::string(method) + params.dump()); },
        7};
    context_of({{"_meta", {{"progressToken", 1.5}}}}, call).progress(1, 2, "no token of ours");
    CHECK(sent.empty());
    const auto context = context_of({{"_meta", {{"progressToken", "t"}}}}, call);
    context.progress(0, 0, "");
    context.progress(0, 2, "again");
    context.progress(1, 2, "half");
    CHECK(sent == std::vector<std::string>{
                      R"(notifications/progress{"progressToken":"t","progress":0.0})",
                      R"(notifications/progress{"progressToken":"t","progress":1.0,"total":2.0,"message":"half"})"});
}

TEST_CASE("URIs are matched whole, values are decoded") {
    CHECK(match_uri("migration://{revision}", "migration://20260212_000018") ==
          Variables{{"revision", "20260212_000018"}});
    CHECK(match_uri("schema://{head}/t/{table}.json", "schema://h/t/users.json") ==
          Variables{{"head", "h"}, {"table", "users"}});
    CHECK(match_uri("m://{a}", "m://x%20%C4%85") == Variables{{"a", "x ą"}});
    CHECK(match_uri("m://fixed", "m://fixed") == Variables{});
    for (const char* no : {"m://", "m://a/b", "n://a", "m://%", "m://%2", "m://%zz", "m://%ff", ""}) {
        CAPTURE(no);
        CHECK_FALSE(match_uri("m://{a}", no).has_value());
    }
    CHECK_FALSE(match_uri("m://fixed", "m://fixed2").has_value());
    CHECK_FALSE(match_uri("m://{open", "m://x").has_value());
    CHECK(variables_of("a{b}c{d}") == std::vector<std::string>{"b", "d"});
    CHECK(variables_of("a{b").empty());
}
