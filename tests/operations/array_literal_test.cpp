#include "operations/array_literal.h"

#include <doctest/doctest.h>

using namespace migrate;

namespace {

std::string json_of(const std::string& literal, TypeKind kind) {
    const Type array{.kind = TypeKind::array, .element = {Type{.kind = kind}}};
    return json_of_array(literal, array).value_or("none");
}

}  // namespace

TEST_CASE("an array's default is the JSON that reads back as the same list") {
    CHECK(json_of("'{}'", TypeKind::text) == "'[]'");
    CHECK(json_of("'{a,b c}'", TypeKind::text) == R"('["a","b c"]')");
    CHECK(json_of("'{1,2}'", TypeKind::text) == R"('["1","2"]')");
    CHECK(json_of("'{1, 2}'", TypeKind::integer) == "'[1,2]'");
    CHECK(json_of("'{t,false}'", TypeKind::boolean) == "'[true,false]'");
    CHECK(json_of(R"('{"a \"b\", c",NULL,"NULL"}')", TypeKind::text) == R"('["a \"b\", c",null,"NULL"]')");
    CHECK(json_of("'{it''s}'", TypeKind::text) == R"('["it''s"]')");
    CHECK(json_of("'{{1,2},{3,4}}'", TypeKind::integer) == "'[[1,2],[3,4]]'");
}

TEST_CASE("what is no array literal is none") {
    for (const char* literal :
         {"", "'", "''", "'{'", "'{a'", "'{a}}'", "'{a,}'", "now()", "'{\"a}'", "'{{{{{{{1}}}}}}}'"})
        CHECK(json_of(literal, TypeKind::text) == "none");
    CHECK(json_of("'{one}'", TypeKind::integer) == "none");
}

TEST_CASE("a JSON list is written as PostgreSQL shows such an array") {
    using migrate::array_of_json;
    CHECK(array_of_json(R"('["a","b c",null,"null","",1,true,[2]]')") == R"('{a,"b c",NULL,"null","",1,true,{2}}')");
    CHECK(array_of_json(R"('["it''s","a\\b\"c","{}"]')") == R"('{it''s,"a\\b\"c","{}"}')");
    CHECK(array_of_json("'[]'") == "'{}'");
    for (const std::string& other : {"'{a}'", "'[1'", R"('[{"a": 1}]')", "now()", "'[[[[[[[[1]]]]]]]]'"}) {
        CHECK_MESSAGE(array_of_json(other) == std::nullopt, other);
    }
    CHECK(array_of_json("'" + std::string(50000, '[') + "'") == std::nullopt);
}

TEST_CASE("a label is renamed within an array of them, and nowhere else") {
    using migrate::rename_in_array;
    CHECK(rename_in_array("'{open,held,{open}}'::mark[]", "open", "to do") == R"('{"to do",held,{"to do"}}'::mark[])");
    CHECK(rename_in_array(R"('["open","opened"]')", "open", "new") == R"('["new","opened"]')");
    CHECK(rename_in_array("ARRAY['open'::mark]", "open", "new") == "ARRAY['new'::mark]");
    for (const std::string other : {"'{opened}'", "'{}'", "'[\"held\"]'", "'open,held'", ""}) {
        CHECK(rename_in_array(other, "open", "new") == other);
    }
}
