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
    const replay::Visited file{.path = "/p/a.py"};
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
