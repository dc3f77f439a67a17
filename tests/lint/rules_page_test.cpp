// The page of rules is the rules' own text; UPDATE_GOLDEN=1 rewrites it.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "lint/lint.h"
#include "support/marked_block.h"

using namespace migrate;

namespace {

/// Without its full stop.
std::string first_sentence(std::string_view text) {
    const std::size_t end = std::min(text.find(". "), text.size());
    std::string sentence(text.substr(0, end));
    if (sentence.ends_with('.')) sentence.pop_back();
    return sentence;
}

/// By category, each with its rules by name.
std::string table_of_rules() {
    std::map<std::string_view, std::string> rows;
    for (const lint::Rule& rule : lint::all_rules()) {
        const std::string name(rule.name);
        rows[name_of(rule.category)] += "| [" + name + "](pages/" + name + ".md) | " +
                                        std::string(name_of(rule.severity)) + " | " + first_sentence(rule.problem) +
                                        " |\n";
    }
    std::string table;
    for (const auto& [category, lines] : rows)
        table += (table.empty() ? "" : "\n") +
                 ("**" + std::string(category) + "**\n\n| rule | | what goes wrong |\n|---|---|---|\n" + lines);
    return table;
}

}  // namespace

TEST_CASE("the page of rules has every rule") {
    tests::check_marked_block(MIGRATE_SOURCE_DIR, "src/lint/RULES.md", "rules", table_of_rules());
}
