#include "plan/array_default.h"

#include <doctest/doctest.h>

using namespace migrate;

namespace {

std::string json_of(const std::string& literal, TypeKind kind) {
    const Type array{.kind = TypeKind::array, .element = {Type{.kind = kind}}};
    return plan::json_of_array(literal, array).value_or("none");
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
