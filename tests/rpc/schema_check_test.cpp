#include "rpc/schema_check.h"

#include <doctest/doctest.h>

using namespace migrate::rpc;

namespace {

std::string told(const Json& schema, const Json& value) {
    return describe_problems(check_schema(schema, value));
}

// Shaped like the operations that an agent sends.
const Json kOperations = Json::parse(R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["operations"],
  "properties": {
    "operations": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"oneOf": [
      {"type": "object", "additionalProperties": false, "required": ["op", "table", "columns"], "properties": {
        "op": {"const": "create_table"}, "table": {"type": "string"},
        "columns": {"type": "array", "items": {"$ref": "#/$defs/column"}}}},
      {"type": "object", "additionalProperties": false, "required": ["op", "table"], "properties": {
        "op": {"const": "drop_table"}, "table": {"type": "string"}}}]}}},
  "$defs": {"column": {"type": "object", "required": ["name"], "additionalProperties": false,
    "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 63}, "type": {"type": "string"}, "nullable": {"type": "boolean"},
                   "default": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]}}}}
})");

Json operation(const char* text) {
    return {{"operations", Json::array({Json::parse(text)})}};
}

}  // namespace

TEST_CASE("types") {
    CHECK(told({{"type", "string"}}, "a").empty());
    CHECK(told({{"type", "string"}}, 5) == "must be string, not 5");
    CHECK(told({{"type", {"string", "null"}}}, nullptr).empty());
    CHECK(told({{"type", {"string", "null"}}}, true) == "must be string or null, not true");
    CHECK(told({{"type", "integer"}}, 1.0).empty());
    CHECK(told({{"type", "integer"}}, 1.5) == "must be integer, not 1.5");
    CHECK(told({{"type", "integer"}}, 1e300) == "must be integer, not 1e+300");
    CHECK(told({{"type", "number"}}, 1).empty());
    CHECK(told({{"type", "object"}}, Json::array({1})) == "must be object, not a list");
    CHECK(told(Json::object(), 5).empty());
    CHECK(told(false, 5) == "is not allowed");
}

TEST_CASE("bounds, lengths in characters, choices") {
    CHECK(told({{"minimum", 1}}, 0) == "must be at least 1, not 0");
    CHECK(told({{"maximum", 2.5}}, 3) == "must be at most 2.5, not 3");
    CHECK(told({{"maxLength", 2}}, "ąč").empty());
    CHECK(told({{"maxLength", 2}}, "ąčę") == "must have at most 2 characters, not 3");
    CHECK(told({{"minItems", 1}}, Json::array()) == "must have at least 1 items");
    CHECK(told({{"enum", {"plain", "loud"}}}, "loud").empty());
    CHECK(told({{"enum", {"plain", "loud"}}}, "laud") ==
          "must be one of plain, loud, not \"laud\"; did you mean loud?");
    CHECK(told({{"enum", {1, 2}}}, 3) == "must be one of 1, 2, not 3");
}

TEST_CASE("the path leads to the place") {
    CHECK(told(kOperations, operation(R"({"op":"drop_table","table":"t"})")).empty());
    CHECK(told(kOperations, operation(R"({"op":"create_table","table":"t","columns":[{"name":"a","default":null}]})"))
              .empty());
    CHECK(told(kOperations,
               operation(R"({"op":"create_table","table":"t","columns":[{"name":"a"},{"name":"b","type":5}]})")) ==
          "`operations[0].columns[1].type` must be string, not 5");
    CHECK(told(kOperations, operation(R"({"op":"create_table","table":"t","columns":[{"nam":"a"}]})")) ==
          "`operations[0].columns[0].name` is missing; `operations[0].columns[0].nam` is not a known field; "
          "did you mean name?");
    CHECK(told(kOperations, operation(R"({"op":"drop_table","table":"t","colour":1})")) ==
          "`operations[0].colour` is not a known field; allowed here: op, table");
}

TEST_CASE("of several forms, the one that was meant is told") {
    CHECK(told(kOperations, operation(R"({"op":"create_table","table":"t"})")) == "`operations[0].columns` is missing");
    CHECK(told(kOperations, operation(R"({"op":"make_table","table":"t"})")) ==
          "`operations[0].op` must be \"create_table\" or \"drop_table\", not \"make_table\"");
    CHECK(told(kOperations, operation("5")) == "`operations[0]` must be object, not 5");
    CHECK(told(kOperations, operation(R"({"op":"create_table","table":"t","columns":[{"name":"a","default":[]}]})")) ==
          "`operations[0].columns[0].default` must be string or number or null, not a list");
}

TEST_CASE("at most five problems are told, and long values are cut") {
    CHECK(check_schema({{"type", "array"}, {"items", {{"type", "string"}}}}, Json(std::vector<int>(100, 1))).size() ==
          5);
    CHECK(told({{"type", "integer"}}, std::string(10000, 'x')).size() < 200);
    CHECK(told({{"additionalProperties", false}}, {{std::string(10000, 'x'), 1}}).size() < 200);
}

TEST_CASE("a schema that refers to itself comes to an end") {
    const Json schema = {{"$defs", {{"a", {{"$ref", "#/$defs/a"}}}}}, {"$ref", "#/$defs/a"}};
    CHECK(told(schema, 5).empty());
    const Json loop = {{"$defs", {{"a", {{"anyOf", {{{"$ref", "#/$defs/a"}}}}}}}}, {"$ref", "#/$defs/a"}};
    CHECK(told(loop, 5) == "is nested too deep");
}
