// README's table of rules is the rules' own text; UPDATE_GOLDEN=1 rewrites it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "lint/lint.h"

using namespace migrate;

namespace {

constexpr std::string_view kEnd = "<!-- end of rules -->";

std::string table_of_rules() {
    std::string table = "| rule | | what goes wrong | instead |\n|---|---|---|---|\n";
    for (const lint::Rule& rule : lint::all_rules()) {
        table += "| `" + std::string(rule.name) + "` | " + std::string(name_of(rule.severity)) + " | " +
                 std::string(rule.problem) + " | " + std::string(rule.instead) + " |\n";
    }
    return table;
}

}  // namespace

TEST_CASE("README has every rule") {
    const std::string path = std::string(MIGRATE_SOURCE_DIR) + "/README.md";
    std::ostringstream read;
    read << std::ifstream(path).rdbuf();
    const std::string text = read.str();
    const std::size_t mark = text.find("<!-- rules: ");
    REQUIRE(mark != std::string::npos);
    const std::size_t begin = text.find('\n', mark) + 1, end = text.find(kEnd, begin);
    REQUIRE(end != std::string::npos);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text.substr(0, begin) << table_of_rules() << text.substr(end);
        return;
    }
    CHECK(text.substr(begin, end - begin) == table_of_rules());
}
