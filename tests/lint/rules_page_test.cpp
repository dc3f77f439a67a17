// The page of rules is the rules' own text; UPDATE_GOLDEN=1 rewrites it.
#include <doctest/doctest.h>

#include "lint/lint.h"
#include "support/marked_block.h"

using namespace migrate;

namespace {

std::string table_of_rules() {
    std::string table = "| rule | | what goes wrong | instead |\n|---|---|---|---|\n";
    for (const lint::Rule& rule : lint::all_rules()) {
        table += "| `" + std::string(rule.name) + "` | " + std::string(name_of(rule.severity)) + " | " +
                 std::string(rule.problem) + " | " + std::string(rule.instead) + " |\n";
    }
    return table;
}

}  // namespace

TEST_CASE("the page of rules has every rule") {
    tests::check_marked_block(MIGRATE_SOURCE_DIR, "src/lint/RULES.md", "rules", table_of_rules());
}
