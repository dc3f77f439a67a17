// The page of phrases is the grammar's own; UPDATE_GOLDEN=1 rewrites it.
#include <doctest/doctest.h>

#include "intent/grammar.h"
#include "support/marked_block.h"

using namespace migrate::intent;

namespace {

std::string table_of_phrases() {
    std::string table, heading;
    for (const Production& each : grammar()) {
        if (each.rule != kStatement) continue;
        const bool first = each.heading != heading;
        heading = each.heading;
        if (first) table += (table.empty() ? "**" : "\n\n**") + heading + "**: ";
        table += (first ? "`" : " · `") + std::string(each.example) + "`";
    }
    return table + "\n";
}

}  // namespace

TEST_CASE("the page of phrases has one for each form of the grammar") {
    migrate::tests::check_marked_block(MIGRATE_SOURCE_DIR, "src/intent/PHRASES.md", "phrases", table_of_phrases());
}
