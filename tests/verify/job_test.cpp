#include "verify/job.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::verify;

namespace {

Table table(const std::string& name, std::vector<std::string> refers_to = {}) {
    Table made{.name = {"", name}};
    made.columns.push_back({.name = "id", .type = {.kind = TypeKind::integer}});
    for (const std::string& target : refers_to)
        made.foreign_keys.push_back({.columns = {"id"}, .target = {"", target}});
    return made;
}

/// top <- middle <- bottom, and one apart.
Schema family() {
    Schema schema;
    for (const Table& made : {table("top"), table("middle", {"top"}), table("bottom", {"middle"}), table("apart")}) {
        schema.tables[made.name] = made;
    }
    return schema;
}

std::vector<std::string> names(const replay::FileRuns& side) {
    std::vector<std::string> found;
    for (const TableName& name : tables_with_rows(side)) found.push_back(to_string(name));
    return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("rows go into what is touched, what refers to it, and what these refer to") {
    replay::FileRuns side{.before = family()};
    side.upgrade.after = family();
    CHECK(names(side) == Names{});
    find_table(side.upgrade.after, {"", "middle"})->comment = "changed";
    CHECK(names(side) == Names{"bottom", "middle", "top"});
    side.upgrade.after = family();
    side.upgrade.after.tables[{"", "new"}] = table("new", {"apart"});
    CHECK(names(side) == Names{"apart", "new"});
}

TEST_CASE("a data statement touches the tables it names, what is not known touches all") {
    replay::FileRuns side{.before = family()};
    side.upgrade.after = family();
    side.upgrade.operations = {Execute{"UPDATE apart SET id = 1"}};
    CHECK(names(side) == Names{"apart"});
    side.upgrade.complete = false;
    CHECK(names(side) == Names{"apart", "bottom", "middle", "top"});
}
