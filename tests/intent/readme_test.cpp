// README's table of phrases is the grammar's own; UPDATE_GOLDEN=1 rewrites it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "intent/grammar.h"

using namespace migrate::intent;

namespace {

constexpr std::string_view kEnd = "<!-- end of phrases -->";

std::string table_of_phrases() {
    std::string table, heading;
    for (const GrammarExample& example : grammar_examples()) {
        if (example.heading != heading) table += (table.empty() ? "" : "\n\n") + ("**" + example.heading + "**") + ": ";
        if (example.heading == heading) table += " · ";
        heading = example.heading;
        table += "`" + example.example + "`";
    }
    return table + "\n";
}

}  // namespace

TEST_CASE("README shows a phrase for each form of the grammar") {
    const std::string path = std::string(MIGRATE_SOURCE_DIR) + "/README.md";
    std::ostringstream read;
    read << std::ifstream(path).rdbuf();
    const std::string text = read.str();
    const std::size_t mark = text.find("<!-- phrases: ");
    REQUIRE(mark != std::string::npos);
    const std::size_t begin = text.find('\n', mark) + 1, end = text.find(kEnd, begin);
    REQUIRE(end != std::string::npos);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text.substr(0, begin) << table_of_phrases() << text.substr(end);
        return;
    }
    CHECK(text.substr(begin, end - begin) == table_of_phrases());
}
