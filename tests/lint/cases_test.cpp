// Golden cases: each file of cases/ is a migration on top of cases/_before.py, and marks what is found in it. A rule
// has at least the two cases NAME.py, which shows it, and NAME_good.py, which it is silent about; a rule about the
// chain has the folders chains/NAME/bad and chains/NAME/good.
#include <algorithm>

#include "base/text.h"
#include "lint/golden_case.h"

using namespace migrate;
using namespace migrate::lint::testing;

namespace {

std::string written(const std::set<Mark>& marks) {
    std::string text;
    for (const Mark& mark : marks)
        text += std::to_string(mark.line) + ":" + mark.rule + (mark.severity.empty() ? "" : "=" + mark.severity) + " ";
    return text;
}

/// The findings as marks; with their severity where the case marks one for the same rule and line.
std::set<Mark> marks_of(const std::vector<lint::Finding>& findings, const std::set<Mark>& expected) {
    std::set<Mark> marks;
    for (const lint::Finding& finding : findings) {
        CHECK_FALSE(finding.message.empty());
        CHECK_FALSE(finding.fix.empty());
        const bool graded = std::any_of(expected.begin(), expected.end(), [&](const Mark& mark) {
            return mark.rule == finding.rule && mark.line == finding.line && !mark.severity.empty();
        });
        marks.insert({finding.line, finding.rule, graded ? std::string(name_of(finding.severity)) : ""});
    }
    return marks;
}

std::set<Mark> in_capitals(std::set<Mark> marks) {
    std::set<Mark> changed;
    for (Mark mark : marks) {
        for (char& c : mark.severity) c = static_cast<char>(std::toupper(c));
        changed.insert(std::move(mark));
    }
    return changed;
}

bool shows(const std::set<Mark>& marks, std::string_view rule) {
    return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.rule == rule; });
}

std::set<Mark> marks_of_case(const std::string& name) {
    const std::string path = kCases + name + ".py";
    if (!std::filesystem::exists(path)) return {{-1, "there is no case " + name, ""}};
    std::set<Mark> marks = marks_in(read(path));
    if (name == "downgrade_missing") marks.insert({0, "downgrade-missing", ""});  // there is no line to mark
    return marks;
}

}  // namespace

TEST_CASE("each case gives exactly the findings that it marks") {
    for (const std::string& file : names_in(kCases)) {
        if (file.starts_with("_") || !file.ends_with(".py")) continue;
        CAPTURE(file);
        const std::set<Mark> expected = in_capitals(marks_of_case(file.substr(0, file.size() - 3)));
        CHECK(written(marks_of(findings_in(read(kCases + file)), expected)) == written(expected));
    }
}

TEST_CASE("every rule about a file has a case that shows it and one that it is silent about") {
    for (const lint::Rule& rule : lint::all_rules()) {
        if (rule.check_chain) continue;
        const std::string name = file_name_of(rule.name);
        CHECK_MESSAGE(shows(marks_of_case(name), rule.name), name << ".py does not show " << rule.name);
        CHECK_MESSAGE(std::filesystem::exists(kCases + name + "_good.py"), "there is no " << name << "_good.py");
        CHECK_FALSE_MESSAGE(shows(marks_of_case(name + "_good"), rule.name), name << "_good.py shows " << rule.name);
        CHECK(read(kCases + name + ".py") != read(kCases + name + "_good.py"));
    }
}

TEST_CASE("every rule about the chain has a folder that shows it and one that it is silent about") {
    for (const lint::Rule& rule : lint::all_rules()) {
        if (!rule.check_chain) continue;
        CAPTURE(rule.name);
        const std::string folder = kChains + file_name_of(rule.name);
        REQUIRE(std::filesystem::is_directory(folder + "/bad/versions"));
        REQUIRE(std::filesystem::is_directory(folder + "/good/versions"));
        std::set<std::string> found, marked;
        for (const lint::Finding& finding : findings_in_chain(folder + "/bad"))
            found.insert(finding.path + " " + finding.rule);
        for (const std::string& file : names_in(folder + "/bad/versions")) {
            for (const Mark& mark : marks_in(read(folder + "/bad/versions/" + file)))
                marked.insert("versions/" + file + " " + mark.rule);
        }
        CHECK(base::join({found.begin(), found.end()}, "; ") == base::join({marked.begin(), marked.end()}, "; "));
        CHECK(std::any_of(marked.begin(), marked.end(),
                          [&](const std::string& each) { return each.ends_with(" " + std::string(rule.name)); }));
        CHECK(findings_in_chain(folder + "/good").empty());
    }
}

TEST_CASE("the schema that the cases begin with is certain on both databases") {
    const std::string text = read(kCases + "_before.py");
    CHECK(replay::run_function(text, "_before.py", "upgrade", Schema{Dialect::postgresql}).complete);
    CHECK(replay::run_function(text, "_before.py", "upgrade", Schema{Dialect::sqlite}).complete);
}
