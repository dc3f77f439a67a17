// The page of each rule in src/lint/pages/ is made from the rule's own text and its golden cases; UPDATE_GOLDEN=1
// writes them anew. A page that is stale, missing or without a rule fails.
#include <cstdlib>

#include "lint/golden_case.h"

using namespace migrate;
using namespace migrate::lint::testing;

namespace {

const std::string kPages = std::string(MIGRATE_SOURCE_DIR) + "/src/lint/pages/";

std::string code(const std::string& text) {
    return "```python\n" + text + "```\n";
}

/// The functions of a case, or all behind its header where it has more.
std::string example(const std::string& name) {
    const std::string text = read(kCases + name + ".py");
    const std::size_t header = text.find("\n\n\n", text.find("down_revision = "));
    const std::string body = text.substr(header + 3);
    const bool imports = text.find("# expect: ") < header;
    return without_marks(imports ? text : body);
}

/// What a check says, a line for the finding and one for the fix.
std::string told(const std::vector<lint::Finding>& findings, std::string_view rule) {
    std::string text;
    for (const lint::Finding& finding : findings) {
        if (finding.rule != rule) continue;
        text +=
            "- **" + std::string(name_of(finding.severity)) + "** " + finding.message + "\n  - " + finding.fix + "\n";
    }
    return text;
}

std::string chain_example(const std::string& folder) {
    std::string text;
    for (const char* part : {"main_line", "versions"}) {
        if (!std::filesystem::is_directory(folder + "/" + part)) continue;
        for (const std::string& file : names_in(folder + "/" + part)) {
            const std::string where =
                part == std::string("versions") ? "versions/" + file : "versions/" + file + ", as the main line has it";
            text += "`" + where + "`\n\n" + code(without_marks(read(folder + "/" + part + "/" + file))) + "\n";
        }
    }
    return text;
}

std::string page_of(const lint::Rule& rule) {
    const std::string name = file_name_of(rule.name);
    std::string page = "# " + std::string(rule.name) + "\n\n" + std::string(name_of(rule.severity)) + ", " +
                       std::string(name_of(rule.category)) + "\n\n" + std::string(rule.problem) + "\n\n**Instead:** " +
                       std::string(rule.instead) + "\n\n## Found\n\n";
    if (rule.check_chain) {
        page += chain_example(kChains + name + "/bad") + told(findings_in_chain(kChains + name + "/bad"), rule.name) +
                "\n## Good\n\n" + chain_example(kChains + name + "/good");
        return page.substr(0, page.size() - 1);
    }
    return page + code(example(name)) + "\n" + told(findings_in(read(kCases + name + ".py")), rule.name) +
           "\n## Good\n\n" + code(example(name + "_good"));
}

}  // namespace

TEST_CASE("every rule has its page") {
    const bool update = std::getenv("UPDATE_GOLDEN") != nullptr;
    std::set<std::string> expected;
    for (const lint::Rule& rule : lint::all_rules()) {
        CAPTURE(rule.name);
        const std::string path = kPages + std::string(rule.name) + ".md";
        const std::string page = page_of(rule);
        expected.insert(std::string(rule.name) + ".md");
        if (update) {
            std::filesystem::create_directories(kPages);
            std::ofstream(path) << page;
            continue;
        }
        REQUIRE_MESSAGE(std::filesystem::exists(path), "scripts/update-golden writes it");
        CHECK(read(path) == page);
    }
    for (const std::string& name : names_in(kPages)) {
        if (update && !expected.contains(name)) std::filesystem::remove(kPages + name);
        if (!update) CHECK_MESSAGE(expected.contains(name), "a page without a rule: " << name);
    }
}
