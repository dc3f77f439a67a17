#include "verify/values.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::verify;

namespace {

using Row = std::vector<std::optional<std::string>>;

Cells cells(std::vector<Row> rows, const std::string& type = "TEXT") {
    return {.key = {"id"}, .columns = {"id", "x"}, .types = {"INTEGER", type}, .rows = std::move(rows)};
}

replay::FileRuns side_with(const Type& was, const Type& is) {
    replay::FileRuns side;
    side.upgrade.complete = side.downgrade.complete = true;
    for (const auto& [schema, type] : {std::pair(&side.before, was), std::pair(&side.upgrade.after, is)}) {
        Table table{.name = {"", "t"}};
        table.columns = {{.name = "id", .type = {.kind = TypeKind::integer}}, {.name = "x", .type = type}};
        schema->tables[table.name] = table;
    }
    return side;
}

DialectReport judged(const Told& told, const replay::FileRuns& side) {
    DialectReport report;
    judge_values(told, side, report);
    return report;
}

Told told_of(const Cells& before, const Cells& after, const Cells& down) {
    Told told;
    told.cells = {{"before", {{"t", before}}}, {"after", {{"t", after}}}, {"down", {{"t", down}}}};
    return told;
}

std::vector<std::string> codes(const DialectReport& report) {
    std::vector<std::string> found;
    for (const Finding& finding : report.findings) found.push_back(finding.code);
    return found;
}

using Codes = std::vector<std::string>;

const Type kText{.kind = TypeKind::text};
const Type kMoment{.kind = TypeKind::datetime};

}  // namespace

TEST_CASE("values that stay are no matter, in whatever order they come") {
    const Cells one = cells({{"1", "a"}, {"2", std::nullopt}});
    const Cells other = cells({{"2", std::nullopt}, {"1", "a"}, {"3", "new"}});
    const DialectReport report = judged(told_of(one, other, other), side_with(kText, kText));
    CHECK(report.findings.empty());
    CHECK(report.notes.empty());
}

TEST_CASE("a value that changes without a change of type, or does not come back, is found") {
    const Cells one = cells({{"1", "a"}});
    const Cells other = cells({{"1", "b"}});
    CHECK(codes(judged(told_of(one, other, one), side_with(kText, kText))) == Codes{"values_changed"});
    CHECK(codes(judged(told_of(one, one, other), side_with(kText, kText))) == Codes{"values_lost"});
    replay::FileRuns side = side_with(kText, kText);
    side.upgrade.operations = {Execute{"UPDATE t SET x = 'b'"}};
    const DialectReport meant = judged(told_of(one, other, other), side);
    CHECK(meant.findings.empty());
    CHECK(meant.notes.size() == 2);
}

TEST_CASE("a change of type names what it changes, and must give it back") {
    const Cells text = cells({{"1", "'2020-01-02T03:04:05'"}});
    const Cells year = cells({{"1", "2020"}}, "DATETIME");
    DialectReport report = judged(told_of(text, year, cells({{"1", "'2020'"}})), side_with(kText, kMoment));
    CHECK(codes(report) == Codes{"values_lost"});
    REQUIRE(report.notes.size() == 1);
    CHECK(report.notes[0] == "the new type changes values of t.x: '2020-01-02T03:04:05' becomes 2020");
    const Cells moment = cells({{"1", "'2020-01-02 03:04:05.000000'"}}, "DATETIME");
    report = judged(told_of(text, moment, cells({{"1", "'2020-01-02 03:04:05.000000'"}})), side_with(kText, kMoment));
    CHECK(report.findings.empty());
    CHECK(report.notes.size() == 2);
}

TEST_CASE("a type that holds less by its nature may lose") {
    const Cells moment = cells({{"1", "2020-01-02 03:04:05"}}, "TIMESTAMP");
    const Cells day = cells({{"1", "2020-01-02"}}, "DATE");
    const Cells back = cells({{"1", "2020-01-02 00:00:00"}}, "TIMESTAMP");
    CHECK(judged(told_of(moment, day, back), side_with(kMoment, {.kind = TypeKind::date})).findings.empty());
    CHECK(codes(judged(told_of(moment, day, back), side_with(kMoment, kText))) == Codes{"values_lost"});
}

TEST_CASE("values follow a column and a table that are renamed") {
    replay::FileRuns side = side_with(kText, kText);
    side.upgrade.operations = {RenameTable{{"", "t"}, {"", "u"}}, RenameColumn{{"", "u"}, "x", "y"}};
    Cells after = cells({{"1", "a"}});
    after.columns = {"id", "y"};
    Told told;
    told.cells = {{"before", {{"t", cells({{"1", "a"}})}}}, {"after", {{"u", after}}}};
    CHECK(judged(told, side).notes.empty());
    told.cells["after"]["u"].rows = {{"1", "b"}};
    CHECK(codes(judged(told, side)) == Codes{"values_changed"});
}

TEST_CASE("rows that the upgrade does not keep are counted, not compared") {
    const Cells one = cells({{"1", "a"}, {"2", "b"}});
    const Cells left = cells({{"2", "b"}});
    const Cells down = cells({{"1", "made later"}, {"2", "c"}});
    const DialectReport report = judged(told_of(one, left, down), side_with(kText, kText));
    REQUIRE(codes(report) == Codes{"values_lost"});
    CHECK(report.findings[0].text.ends_with("b has become c"));
}

TEST_CASE("what a row may leave out") {
    Told told = told_of(cells({{"1", "a"}}), cells({{"1", "a"}}), cells({{"1", "a"}}));
    told.probes = {{"before", {{"t", {{"id", ""}, {"x", ""}}}}}, {"after", {{"t", {{"id", "no"}, {"x", "no"}}}}}};
    const replay::FileRuns side = side_with(kText, kText);
    CHECK(codes(judged(told, side)) == Codes{"needs_key", "default_fails"});
    told.probes["before"] = told.probes["after"];
    CHECK(codes(judged(told, side)).empty());
    told.probes.erase("before");
    const DialectReport report = judged(told, side);
    CHECK(codes(report) == Codes{"default_fails"});
    CHECK(report.notes.size() == 1);  // a new key that nothing numbers
}
