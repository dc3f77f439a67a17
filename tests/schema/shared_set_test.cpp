#include "schema/shared_set.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "schema/doubts.h"

namespace migrate {

TEST_CASE("a shared set is what a set of the library is, and its copies stay as they were") {
    std::mt19937 chance(7);
    SharedSet<int> ours;
    std::set<int> theirs;
    SharedSet<int> before;
    std::set<int> before_theirs;
    for (int i = 0; i < 2000; ++i) {
        if (i % 100 == 0) before = ours, before_theirs = theirs;
        const int value = static_cast<int>(chance() % 700);
        CHECK(ours.insert(value) == theirs.insert(value).second);
        const int asked = static_cast<int>(chance() % 710);
        const auto found = ours.lower_bound(asked);
        const auto expected = theirs.lower_bound(asked);
        REQUIRE((found == ours.end()) == (expected == theirs.end()));
        if (found != ours.end()) CHECK(*found == *expected);
        if (i % 97 != 0) continue;
        CHECK(std::vector<int>(ours.begin(), ours.end()) == std::vector<int>(theirs.begin(), theirs.end()));
        CHECK(std::vector<int>(before.begin(), before.end()) ==
              std::vector<int>(before_theirs.begin(), before_theirs.end()));
    }
    CHECK(SharedSet<int>().lower_bound(1) == SharedSet<int>().end());
}

TEST_CASE("a doubt is found by its object among many") {
    Schema schema;
    for (int i = 0; i < 500; ++i) add_doubt(schema, {"column t" + std::to_string(i) + ".a", "why", "x.py:1"});
    const TableName table{"", "t77"};
    CHECK(find_doubt(schema, table, "a")->object == "column t77.a");
    CHECK(find_doubt(schema, table, "b") == nullptr);
    CHECK(find_doubt(schema, table) == nullptr);
    CHECK(find_doubt_of(schema, "column t77.a") != nullptr);
    CHECK(find_doubt_of(schema, "column t77.") == nullptr);
    CHECK(find_possible_doubt(schema) == nullptr);
    add_doubt(schema, {"*", "why", "x.py:2"});
    add_doubt(schema, {"name table t77", "why", "x.py:3"});
    CHECK(find_doubt(schema, table)->object == "*");
    CHECK(find_named_doubt(schema, table) == nullptr);
    CHECK(find_named_doubt_of(schema, "table t77")->where == "x.py:3");
}

}  // namespace migrate
