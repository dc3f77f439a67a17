#include "verify/judge.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::verify;

namespace {

/// What a right run tells.
Told right_run() {
    const Catalog before = {{"table a", ""}, {"column a.x", "integer"}};
    const Catalog after = {{"table a", ""}, {"column a.x", "integer"}, {"column a.y", "text"}};
    Told told;
    told.server = "PostgreSQL 15.0";
    told.steps = {{"start", true, 0.1}};
    told.catalogs = {
        {"before", before}, {"after", after}, {"replayed after", after}, {"down", before}, {"again", after}};
    told.counts = {{"before", {{"a", 3}}}, {"after", {{"a", 3}}}, {"new", {{"a", 6}}}, {"down", {{"a", 6}}}};
    told.done = true;
    return told;
}

DialectReport judged(const Told& told, const Replayed& replayed = {}) {
    return judge(Dialect::postgresql, told, replayed);
}

std::vector<std::string> codes(const DialectReport& report) {
    std::vector<std::string> found;
    for (const Finding& finding : report.findings) found.push_back(finding.code);
    return found;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a right run is proven") {
    const DialectReport report = judged(right_run());
    CHECK(report.outcome == Outcome::proven);
    CHECK(report.findings.empty());
    CHECK(report.notes.empty());
    REQUIRE(report.rows.size() == 1);
    CHECK(report.rows[0] == RowCounts{"a", 3, 3, 6, 6, std::nullopt});
}

TEST_CASE("each state that differs is a finding of its own") {
    Told told = right_run();
    told.catalogs["down"]["index a.ix"] = "left behind";
    CHECK(codes(judged(told)) == Codes{"downgrade_differs"});
    told = right_run();
    told.catalogs["again"].erase("column a.y");
    CHECK(codes(judged(told)) == Codes{"second_upgrade_differs"});
    told = right_run();
    told.catalogs["replayed after"]["column a.y"] = "integer";
    CHECK(codes(judged(told)) == Codes{"replay_differs"});
}

TEST_CASE("what differs from the replay before the revision, or where it was in doubt, is a note") {
    Told told = right_run();
    told.catalogs["replayed after"]["column a.x"] = "bigint";
    told.catalogs["replayed before"] = told.catalogs["before"];
    told.catalogs["replayed before"]["column a.x"] = "bigint";
    DialectReport report = judged(told);
    CHECK(report.outcome == Outcome::proven);
    REQUIRE(report.notes.size() == 1);
    CHECK(report.notes[0].find("already, in 1 object") != std::string::npos);

    told = right_run();
    told.catalogs["replayed after"].erase("column a.y");
    Replayed replayed;
    add_doubt(replayed.postgresql.upgrade.after, {"column a.y", "a call is not known", "a.py:4"});
    report = judged(told, replayed);
    CHECK(report.outcome == Outcome::proven);
    REQUIRE(report.notes.size() == 1);
    CHECK(report.notes[0].find("column a.y: is new (text) (a call is not known, a.py:4)") != std::string::npos);
}

TEST_CASE("where replay foretells a failure that does not come, it was not certain of what follows") {
    Told told = right_run();
    told.catalogs["replayed after"]["column a.y"] = "integer";
    Replayed replayed;
    replayed.postgresql.upgrade.remarks = {{replay::Remark::Kind::fails, "a.py:4", "it has no such type"}};
    const DialectReport report = judged(told, replayed);
    CHECK(report.outcome == Outcome::proven);
    REQUIRE(report.notes.size() == 2);
    CHECK(report.notes[0] == "it runs here, where replay foretells a failure: it has no such type (a.py:4)");
}

TEST_CASE("a failure is told by the step it came in") {
    for (const auto& [step, code] : {std::pair("upgrade", "upgrade_fails"), std::pair("downgrade", "downgrade_fails"),
                                     std::pair("upgrade again", "second_upgrade_fails")}) {
        Told told = right_run();
        told.done = false;
        told.failed_step = step;
        told.failure = Failure{"OperationalError: no", "a.py:7"};
        const DialectReport report = judged(told);
        CHECK(codes(report) == Codes{code});
        CHECK(report.findings[0].where == "a.py:7");
    }
    Told told;
    told.steps = {{"start", false, 0.1}};
    told.failed_step = "start";
    told.failure = Failure{"SyntaxError: no", "versions/a.py:7"};
    CHECK(judged(told).outcome == Outcome::cannot);
    CHECK(judged(told).why == "SyntaxError: no (versions/a.py:7)");
    Replayed replayed;
    replayed.path = "versions/a.py";
    CHECK(codes(judged(told, replayed)) == Codes{"cannot_be_loaded"});
    CHECK(judged({}).why == "it ended without an answer");
}

TEST_CASE("without a server nothing is proven, and databases that stay are told") {
    Told told;
    told.not_tried = "no server";
    CHECK(judged(told).outcome == Outcome::not_tried);
    told = {};
    told.no_server = "it does not answer";
    CHECK(judged(told).outcome == Outcome::cannot);
    told = right_run();
    told.no_server = "it went away";
    CHECK(judged(told).outcome == Outcome::proven);
    CHECK(judged(told).notes.size() == 1);
}

TEST_CASE("rows follow a table that is renamed") {
    Told told = right_run();
    told.counts = {{"before", {{"a", 3}}}, {"after", {{"b", 3}}}, {"new", {{"b", 6}}}, {"down", {{"a", 6}}}};
    Replayed replayed;
    replayed.postgresql.upgrade.operations = {RenameTable{{"", "a"}, {"", "b"}}};
    CHECK(judged(told, replayed).notes.empty());
    CHECK(judged(told, replayed).findings.empty());
    told.counts["after"]["b"] = 2;
    CHECK(codes(judged(told, replayed)) == Codes{"rows_lost"});
    CHECK(codes(judged(told)).empty());
    CHECK(judged(told).notes.size() == 2);
}

TEST_CASE("rows that stop it are a finding, unless only the new schema allows them") {
    Told told = right_run();
    told.refused_rows["upgrade"] = {"IntegrityError: no", "a.py:7"};
    CHECK(codes(judged(told)) == Codes{"refuses_rows"});
    told = right_run();
    told.refused_rows["downgrade"] = {"IntegrityError: no", "a.py:7"};
    CHECK(codes(judged(told)) == Codes{"refuses_rows"});
    told.refused_new_only = true;
    CHECK(codes(judged(told)).empty());
    CHECK(judged(told).notes.size() == 1);
}
