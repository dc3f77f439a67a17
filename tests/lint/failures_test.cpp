// What a refusal of replay becomes for people.
#include "lint/failures.h"

#include <doctest/doctest.h>

#include "lint/golden_case.h"

using namespace migrate;

namespace {

std::string fix(const std::string& text) {
    return lint::fix_for({.text = text, .code = "sqlite_alter", .whole = text});
}

const std::string kAfter = "\") as batch_op: and the same call on batch_op, without the table's name";

}  // namespace

TEST_CASE("batch mode's fix names the table") {
    CHECK(fix("alter_column orders.total: SQLite needs batch_alter_table for it") ==
          "with op.batch_alter_table(\"orders" + kAfter);
    CHECK(fix("op.create_unique_constraint(...) on orders: SQLite cannot change constraints outside "
              "batch_alter_table") == "with op.batch_alter_table(\"orders" + kAfter);
}

TEST_CASE("a long failure keeps its reason, which is its end") {
    const std::string begin = "create table verdicts (" + std::string(300, 'x') + ")";
    const std::string reason = ": table checks does not exist";
    const replay::ReplayedFile file{.path = "/p/a.py"};
    replay::Run run;
    run.remarks.push_back(
        {.kind = replay::Remark::Kind::fails, .where = "/p/a.py:7", .text = begin + reason, .code = "no_such_table"});
    const std::vector<lint::Failure> failures = lint::failures_of(file, run);
    REQUIRE(failures.size() == 1);
    CHECK(failures.front().line == 7);
    CHECK(failures.front().text.starts_with("create table verdicts ("));
    CHECK(failures.front().text.ends_with("..." + reason));
    CHECK(failures.front().text.size() < 170);
}

TEST_CASE("what asks the catalog can ask it in SQL, too") {
    const std::vector<lint::Finding> found =
        lint::testing::findings_in(lint::testing::read(lint::testing::kCases + "needs_connection_catalog.py"));
    REQUIRE(found.size() == 1);
    CHECK(found.front().fix.find("DO $$ BEGIN IF EXISTS") != std::string::npos);
}

TEST_CASE("what the application makes by itself is told from a slip of the pen") {
    const auto missed = [](const replay::FileRuns& side, const std::string& text, const std::string& code) {
        return lint::made_elsewhere(side, side.before, {.text = text, .code = code, .whole = text});
    };
    replay::FileRuns side;
    side.before = *apply({CreateTable{.table = {.name = {"rooms", "locations"}}, .if_not_exists = false},
                          CreateTable{.table = {.name = {"", "customers"}}, .if_not_exists = false}},
                         side.before);
    const auto table = [&](const std::string& name) {
        return missed(side, "add column " + name + ".fax: table " + name + " does not exist", "no_such_table");
    };
    CHECK(table("rooms.bookings") == "rooms.bookings");  // only the schema is the same
    CHECK(table("custom") == "custom");                  // it only begins alike
    CHECK(missed(side, "it stops here with ProgrammingError: table users does not exist", "") == "users");
    CHECK_FALSE(table("rooms.location"));
    CHECK_FALSE(table("customer"));
    CHECK_FALSE(table("customers"));
    const auto index = [&](const std::string& text) { return missed(side, text, "no_such_index"); };
    CHECK_FALSE(index("drop index ix_a: index ix_a does not exist"));
    CHECK(index("drop index ix_a on parts: index ix_a does not exist") == "parts");
    side.stopped_by = "early.py";
    CHECK(index("drop index ix_a: index ix_a does not exist") == "ix_a");
}
