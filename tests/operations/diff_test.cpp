#include "operations/diff.h"

#include <doctest/doctest.h>

#include "operations/operation.h"

using namespace migrate;

namespace {

Table with_keys_to(const std::string& name, const std::vector<std::string>& targets) {
    Table table{.name = {"", name}, .columns = {Column{"id", {.kind = TypeKind::integer}, false}}};
    table.primary_key = PrimaryKey{name + "_pkey", {"id"}};
    for (const std::string& target : targets)
        table.foreign_keys.push_back(
            {.name = name + "_" + target, .columns = {"id"}, .target = {"", target}, .target_columns = {"id"}});
    return table;
}

}  // namespace

TEST_CASE("tables in a circle are dropped also where others before them are referred to") {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        Schema from{dialect};
        for (Table table : {with_keys_to("a", {}), with_keys_to("b", {"a", "c"}), with_keys_to("c", {"b"})})
            from.tables.emplace(table.name, table);
        const std::vector<Operation> operations = diff(from, Schema{dialect});
        CHECK(operations.size() == 5);  // the two keys of b, then each table
        const Result<Schema> after = migrate::apply(operations, from);
        REQUIRE(after);
        CHECK(after->tables.empty());
    }
}
