// The two kinds of doubt, and how a doubt goes with its object.
#include "schema/doubts.h"

#include <doctest/doctest.h>

using namespace migrate;

namespace {

Schema with_doubt(const std::string& object) {
    Schema schema;
    Table table{.name = {"", "t"}};
    table.indexes.push_back({.name = "ix_t"});
    schema.tables.emplace(table.name, table);
    add_doubt(schema, {object, "why", "f.py:1"});
    return schema;
}

}  // namespace

TEST_CASE("a possible doubt is no named one") {
    const Schema schema = with_doubt("*");
    CHECK(find_possible_doubt(schema) != nullptr);
    CHECK(find_named_doubt(schema, {"", "t"}) == nullptr);
    CHECK(find_doubt_within(schema, {"", "t"}) == nullptr);
    CHECK(find_doubt(schema, {"", "t"}) != nullptr);  // what makes an absence uncertain
}

TEST_CASE("dropping a table has to know all of it, a column only itself") {
    for (const char* object : {"table t", "column t.a", "columns t", "constraint t.c", "indexes t", "index ix_t"}) {
        const Schema schema = with_doubt(object);
        CAPTURE(object);
        CHECK(find_doubt_within(schema, {"", "t"}) != nullptr);
        CHECK((find_named_doubt(schema, {"", "t"}, "b") != nullptr) == (std::string(object) == "table t"));
    }
    CHECK(find_doubt_within(with_doubt("column tt.a"), {"", "t"}) == nullptr);
    CHECK(find_doubt_within(with_doubt("index other"), {"", "t"}) == nullptr);
}

TEST_CASE("a mere name is told, and stands only against what goes by it") {
    const Schema schema = with_doubt("name constraint t.c");
    CHECK(find_doubt_within(schema, {"", "t"}) == nullptr);
    CHECK(find_name_doubt_within(schema, {"", "t"}) != nullptr);
    CHECK(find_named_doubt_of(schema, "constraint t.c") != nullptr);
}

TEST_CASE("doubts follow renames and go with drops") {
    for (const char* object : {"table ", "columns ", "column ", "constraint ", "name constraint "}) {
        const std::string part = std::string(object).find("s ") == std::string::npos && object[0] != 't' ? ".a" : "";
        Schema schema = with_doubt(object + std::string("t") + part);
        rename_table_in_doubts(schema, {"", "t"}, {"s", "new"});
        CHECK(schema.doubts.begin()->object == object + std::string("s.new") + part);
        forget_doubts_of(schema, {"", "t"});
        CHECK(schema.doubts.size() == 1);
        forget_doubts_of(schema, {"s", "new"});
        CHECK(schema.doubts.empty());
    }
    Schema schema = with_doubt("column t.a");
    rename_in_doubts(schema, "column t.a", "column t.b");
    CHECK(schema.doubts.begin()->object == "column t.b");
}
