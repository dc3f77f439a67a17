// Golden cases: each file of cases/ is a migration on top of cases/_before.py; `# expect: rule other` marks a line on
// which exactly these rules find something; alone on a line, the next one. A file without marks is one that all rules
// are silent about.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "lint/lint.h"
#include "python/syntax.h"

using namespace migrate;

namespace {

const std::string kCases = std::string(MIGRATE_SOURCE_DIR) + "/tests/lint/cases/";

std::string read(const std::string& path) {
    std::ifstream in(path);
    REQUIRE_MESSAGE(in.good(), path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

replay::Side side_of(const std::string& text, Dialect dialect) {
    Schema empty{dialect};
    replay::Side side;
    side.before = replay::run_function(read(kCases + "_before.py"), "_before.py", "upgrade", empty).after;
    side.upgrade = replay::run_function(text, "case.py", "upgrade", side.before);
    side.downgrade = replay::run_function(text, "case.py", "downgrade", side.upgrade.after);
    return side;
}

using Marks = std::set<std::pair<int, std::string>>;

Marks found_in(const std::string& text) {
    const auto module = python::parse(text);
    REQUIRE(module.has_value());
    const history::Revision revision{.id = "20260102_000002"};
    const replay::Visited file{.revision = &revision,
                               .path = "case.py",
                               .text = text,
                               .module = &*module,
                               .postgresql = side_of(text, Dialect::postgresql),
                               .sqlite = side_of(text, Dialect::sqlite)};
    Marks marks;
    for (const lint::Finding& finding : lint::check_file(file)) {
        CHECK_FALSE(finding.message.empty());
        CHECK_FALSE(finding.fix.empty());
        marks.emplace(finding.line, finding.rule);
    }
    return marks;
}

Marks expected_in(const std::string& text) {
    Marks marks;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto at = line.find("# expect: ");
        if (at == std::string::npos) continue;
        std::istringstream names(line.substr(at + 10));
        const bool alone = line.find_first_not_of(' ') == at;
        for (std::string name; names >> name;) marks.emplace(alone ? number + 1 : number, name);
    }
    return marks;
}

std::string written(const Marks& marks) {
    std::string text;
    for (const auto& [line, rule] : marks) text += std::to_string(line) + ":" + rule + " ";
    return text;
}

}  // namespace

TEST_CASE("each case gives exactly the findings that it marks") {
    std::set<std::string> seen;
    for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
        const std::string name = entry.path().stem().string();
        if (name.starts_with("_") || entry.path().extension() != ".py") continue;
        CAPTURE(name);
        const std::string text = read(entry.path().string());
        Marks expected = expected_in(text);
        if (name == "downgrade_missing") expected.emplace(0, "downgrade-missing");
        CHECK(written(found_in(text)) == written(expected));
        for (const auto& [line, rule] : expected) seen.insert(rule);
    }
    for (const lint::Rule& rule : lint::all_rules()) {
        if (!rule.check_chain) CHECK_MESSAGE(seen.contains(std::string(rule.name)), "no case shows " << rule.name);
    }
}

TEST_CASE("the schema that the cases begin with has no findings of its own but those it is there for") {
    const std::string text = read(kCases + "_before.py");
    CHECK(replay::run_function(text, "_before.py", "upgrade", Schema{Dialect::postgresql}).complete);
    CHECK(replay::run_function(text, "_before.py", "upgrade", Schema{Dialect::sqlite}).complete);
}
