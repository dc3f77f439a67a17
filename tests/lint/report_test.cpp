#include "lint/report.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::lint;

TEST_CASE("what a file holds without end is told with one") {
    Report report("some-rule", "safety", Severity::warning, "a.py");
    report.add(1, std::string(1'000'000, 'x'), "ALTER TABLE " + std::string(1'000'000, 'y'));
    report.add(2, "short", "and right as it stands");
    const std::vector<Finding> found = report.take();
    REQUIRE(found.size() == 2);
    CHECK(found[0].message.size() < 5'000);
    CHECK(found[0].message.ends_with("(1000000 bytes, cut here)"));
    CHECK(found[0].fix.size() < 5'000);
    CHECK(found[1].fix == "and right as it stands");
}
