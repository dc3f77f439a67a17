#include "usecases/install/json_members.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace migrate;
using namespace migrate::usecases;

namespace {

const nlohmann::ordered_json kValue = {{"command", "x"}, {"args", {"serve", "now"}}};

std::string with(const std::string& text) {
    return *with_member(text, "servers", "ours", kValue);
}

}  // namespace

TEST_CASE("a member is put in and every other byte stays") {
    CHECK(with("") ==
          "{\n  \"servers\": {\n    \"ours\": {\n      \"command\": \"x\",\n      \"args\": [\n        \"serve\",\n    "
          "    "
          "\"now\"\n      ]\n    }\n  }\n}\n");
    CHECK(with("{\"servers\": {\"b\": 1.50}}") ==
          "{\"servers\": {\"b\": 1.50, \"ours\": {\"command\":\"x\",\"args\":[\"serve\",\"now\"]}}}");
    // Tabs, line ends of Windows, comments, a comma behind the last one.
    CHECK(with("{\r\n\t// mine\r\n\t\"servers\": {\r\n\t\t\"b\": \"}\\\"\", // theirs\r\n\t},\r\n}\r\n") ==
          "{\r\n\t// mine\r\n\t\"servers\": {\r\n\t\t\"b\": \"}\\\"\", // theirs\r\n\t\t\"ours\": "
          "{\r\n\t\t\t\"command\": "
          "\"x\",\r\n\t\t\t\"args\": [\r\n\t\t\t\t\"serve\",\r\n\t\t\t\t\"now\"\r\n\t\t\t]\r\n\t\t},\r\n\t},\r\n}\r\n");
    CHECK(with("{\n    \"a\": 1 // last\n}\n")
              .starts_with("{\n    \"a\": 1, // last\n    \"servers\": {\n        \"ours\""));
}

TEST_CASE("what was put in is found, changed and taken out again") {
    for (const std::string text : {
             "{\"servers\": {\"b\": 1.50}}",
             "{\r\n\t// mine\r\n\t\"servers\": {\r\n\t\t\"b\": \"}\\\"\", // theirs\r\n\t},\r\n}\r\n",
             "{\n  \"servers\": {\n    \"b\": [1, {}]\n  },\n  \"c\": null\n}",
             "{\n  \"servers\": {\n    \"b\": true /* it is */\n  }\n}\n",
             "{\n  \"servers\": {\n  }\n}\n",
         }) {
        const std::string put = with(text);
        CHECK(with(put) == put);
        CHECK(nlohmann::json::parse(**member_text(put, "servers", "ours")) == kValue);
        CHECK(nlohmann::json::parse(put, nullptr, false, true).is_discarded() ==
              (text.find(",\r\n}") != std::string::npos));
        CHECK(*with_member(*with_member(put, "servers", "ours", 1), "servers", "ours", kValue) == put);
        CHECK(*without_member(put, "servers", "ours") == text);
        CHECK(*without_member(text, "servers", "ours") == text);
    }
    const std::string in_front = "{\n  \"servers\": {\n    \"ours\": 1,\n    \"b\": 2\n  }\n}\n";
    CHECK(*without_member(in_front, "servers", "ours") == "{\n  \"servers\": {\n    \"b\": 2\n  }\n}\n");
    CHECK(*without_member("{\"servers\": {\"ours\": 1}}", "servers", "ours") == "{\"servers\": {}}");
}

TEST_CASE("what is no JSON is refused by its line") {
    for (const std::string text :
         {"[]", "{", "{\"a\": }", "{\"a\" 1}", "{} {}", "{\"servers\": []}", "{\"servers\": {\"a\": 1 2}}",
          "{\"a\": [}", "{\"a\": [}}", "\"", "{\"a\": \"\\", "/*", "{,}"}) {
        const auto put = with_member(text, "servers", "ours", kValue);
        REQUIRE_MESSAGE(!put, text);
        CHECK(put.error().code == "not_json");
    }
    CHECK(with_member("{\n\n\"a\": }", "servers", "ours", kValue).error().message ==
          "line 3 is not what JSON has there");
}
