// What a description that is not understood whole does say: its clauses, the tables meant, the operations to fill in.
#include <doctest/doctest.h>

#include <algorithm>

#include "intent/golden_case.h"
#include "intent/intent.h"

using namespace migrate;
using namespace migrate::intent;

namespace {

const Schema& shop() {
    static const Schema kShop = testing::read_fixture("shop");
    return kShop;
}

Glimpse look(const std::string& description, const std::vector<TableName>& focus = {}) {
    const Result<Understanding> read = read_description(description, shop(), focus);
    REQUIRE(read.has_value());
    REQUIRE_FALSE(read->understood);
    REQUIRE(read->glimpse.has_value());
    CHECK(read->operations.empty());
    return *read->glimpse;
}

}  // namespace

TEST_CASE("clauses that are understood alone are kept apart from those that are not") {
    const Glimpse half = look("add fax string(20) to users and frobnicate the invoices");
    CHECK(half.words == std::vector<std::string>{"frobnicate the invoices"});
    REQUIRE(half.operations.size() == 1);
    CHECK(describe(half.operations.front()) == "add column users.fax");
    CHECK(half.to_fill_in.size() == 1);
    CHECK(half.tables == std::vector<TableName>{{"", "users"}, {"", "invoices"}});
}

TEST_CASE("a condition is never taken off a clause") {
    const Glimpse glimpse = look("drop invoices where paid");
    CHECK(glimpse.operations.empty());
    CHECK(glimpse.to_fill_in.size() == 1);
}

TEST_CASE("a column that is named, or nearly a name, tells the table") {
    CHECK(look("frobnicate usrs").tables == std::vector<TableName>{{"", "users"}});
    CHECK(look("frobnicate it gently").tables.empty());
    CHECK(look("frobnicate it gently", {{"", "users"}}).tables == std::vector<TableName>{{"", "users"}});
}

TEST_CASE("of many clauses only the whole is looked at") {
    std::string long_one = "frobnicate x";
    for (int i = 0; i < 200; ++i) long_one += " and add y to users";
    CHECK(look(long_one.substr(0, 1900)).operations.empty());
}
