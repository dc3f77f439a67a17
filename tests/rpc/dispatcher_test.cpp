#include "rpc/dispatcher.h"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace migrate::rpc;

namespace {

CallContext no_context() {
    return {{}, [](std::string_view, const OutJson&) {}, 1};
}

Handler answers(const char* text) {
    return [text](const Json&, const CallContext&) -> RpcResult<OutJson> { return OutJson(text); };
}

}  // namespace

TEST_CASE("a method is found by its exact name, a second one of the name replaces the first") {
    Dispatcher dispatcher;
    dispatcher.add({"migrate", "", Schedule::exclusive, answers("one"), nullptr, nullptr});
    dispatcher.add({"migrate", "", Schedule::exclusive, answers("two"), nullptr, nullptr});
    CHECK(dispatcher.methods().size() == 1);
    CHECK(dispatcher.call({1, "migrate", nullptr}, no_context()).value() == "two");
    const auto unknown = dispatcher.call({1, "migrat", nullptr}, no_context());
    CHECK(unknown.error() == RpcError{kMethodNotFound, "Method not found: migrat; did you mean migrate?", nullptr});
    CHECK_FALSE(dispatcher.schedule_of({1, "migrat", nullptr}).has_value());
}

TEST_CASE("parameters are held against the schema before the handler sees them") {
    Dispatcher dispatcher;
    const OutJson schema = {{"type", "object"},
                            {"required", OutJson::array({"a"})},
                            {"additionalProperties", false},
                            {"properties", {{"a", {{"type", "string"}}}}}};
    dispatcher.add({"m", "", Schedule::exclusive, answers("fine"), schema, nullptr});
    CHECK(dispatcher.call({1, "m", {{"a", "x"}}}, no_context()).has_value());
    CHECK(dispatcher.call({1, "m", nullptr}, no_context()).error().message == "Invalid params: `a` is missing");
    CHECK(dispatcher.call({1, "m", {{"a", "x"}, {"b", 1}}}, no_context()).error().code == kInvalidParams);
}

TEST_CASE("the schedule may depend on the call") {
    Dispatcher dispatcher;
    dispatcher.add({"m", "", Schedule::exclusive, answers(""), nullptr,
                    [](const Json& params) { return params.is_null() ? Schedule::immediate : Schedule::read_only; }});
    CHECK(dispatcher.schedule_of({1, "m", nullptr}) == Schedule::immediate);
    CHECK(dispatcher.schedule_of({1, "m", Json::object()}) == Schedule::read_only);
}

TEST_CASE("an exception does not leave the dispatcher") {
    Dispatcher dispatcher;
    dispatcher.add(
        {"m", "", Schedule::exclusive,
         [](const Json& params, const CallContext&) -> RpcResult<OutJson> { return OutJson(params.at("none")); },
         nullptr, nullptr});
    dispatcher.add({"n", "", Schedule::exclusive,
                    [](const Json&, const CallContext&) -> RpcResult<OutJson> { throw 5; }, nullptr, nullptr});
    CHECK(dispatcher.call({1, "m", Json::object()}, no_context()).error().code == kInternalError);
    CHECK(dispatcher.call({1, "n", nullptr}, no_context()).error().message == "Internal error in n");
}
