#include "plan/check_names.h"

#include <doctest/doctest.h>

using namespace migrate;

namespace {

/// The code of the error that the steps get where a table `people` with the column `id` and the index `by_id` is there.
std::string fault_of(const Operation& operation) {
    Schema schema;
    schema.dialect = Dialect::sqlite;
    Table people{.name = {"", "people"}, .columns = {{.name = "id"}}};
    people.indexes.push_back({.name = "by_id", .elements = {{.column = "id"}}});
    schema.tables.emplace(people.name, people);
    const Result<Schema> after = migrate::apply(operation, schema);
    const plan::Heads heads{{{}, after ? *after : schema}};
    const Result<void> checked = plan::check_names({{operation, std::nullopt}}, heads);
    if (checked) return "";
    CHECK_FALSE(checked.error().hint.empty());
    CHECK(checked.error().message.size() < 200);
    return checked.error().code;
}

std::string of_table(const std::string& name) {
    return fault_of(CreateTable{.table = {.name = {"", name}, .columns = {{.name = "c"}}}});
}
std::string of_column(const std::string& name) {
    return fault_of(AddColumn{.table = {"", "people"}, .column = {.name = name}});
}
std::string of_index(const std::string& name) {
    return fault_of(CreateIndex{.table = {"", "people"}, .index = {.name = name, .elements = {{.column = "id"}}}});
}
std::string of_check(const std::string& name) {
    return fault_of(CreateCheck{.table = {"", "people"}, .check = {.name = name, .sql = "id > 0"}});
}

}  // namespace

TEST_CASE("ordinary and odd names pass") {
    for (const char* name : {"invoices", "select", "with blank", "ünïcode", "a\"b", "pg_x", "sqliteish", "🚲"}) {
        CAPTURE(name);
        CHECK(of_table(name) == "");
        CHECK(of_column(name) == "");
        CHECK(of_index(name) == "");
        CHECK(of_check(name) == "");
    }
    CHECK(of_column("oid") == "");
    CHECK(of_column("rowid") == "");
    CHECK(of_check("sqlite_x") == "");
}

TEST_CASE("empty names") {
    CHECK(of_table("") == "bad_name");
    CHECK(of_column(" ") == "bad_name");
    CHECK(of_index("") == "bad_name");
    CHECK(of_check("") == "");  // a constraint may have none
}

TEST_CASE("PostgreSQL cuts names at 63 bytes, those of constraints too") {
    const std::string longest(63, 'x');
    const std::string longer(64, 'x');
    CHECK(of_table(longest) == "");
    CHECK(of_table(longer) == "name_too_long");
    CHECK(of_column(longer) == "name_too_long");
    CHECK(of_index(longer) == "name_too_long");
    CHECK(of_check(longest) == "");
    CHECK(of_check(longer) == "name_too_long");
    CHECK(of_check(std::string(100'000, 'y')) == "name_too_long");
    CHECK(of_table("ąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąą") == "name_too_long");  // 32 letters, 64 bytes
    Table table{.name = {"", "t"}, .columns = {{.name = "c"}}};
    table.uniques.push_back({.name = longer, .columns = {"c"}});
    CHECK(fault_of(CreateTable{.table = table}) == "name_too_long");
}

TEST_CASE("names that a database or Alembic keeps for itself") {
    for (const char* name : {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
        CHECK(of_column(name) == "reserved_name");
    for (const char* name : {"alembic_version", "sqlite_master", "SQLite_x"}) {
        CHECK(of_table(name) == "reserved_name");
        CHECK(of_index(name) == "reserved_name");
        CHECK(fault_of(RenameTable{.from = {"", "people"}, .to = {"", name}}) == "reserved_name");
    }
    CHECK(of_check("alembic_version") == "");
    CHECK(fault_of(CreateUnique{.table = {"", "people"}, .unique = {.name = "alembic_version", .columns = {"id"}}}) ==
          "reserved_name");
    CHECK(fault_of(CreateTable{.table = {.name = {"pg_catalog", "t"}, .columns = {{.name = "c"}}}}) == "reserved_name");
}

TEST_CASE("SQLite does not tell names apart by case") {
    CHECK(of_column("ID") == "name_differs_in_case");
    CHECK(of_table("People") == "name_differs_in_case");
    CHECK(of_table("BY_ID") == "name_differs_in_case");
    CHECK(of_index("By_Id") == "name_differs_in_case");
    CHECK(of_index("PEOPLE") == "name_differs_in_case");
    CHECK(fault_of(CreateTable{.table = {.name = {"", "t"}, .columns = {{.name = "a"}, {.name = "A"}}}}) ==
          "name_differs_in_case");
    CHECK(fault_of(RenameColumn{.table = {"", "people"}, .from = "id", .to = "ID"}) == "");  // one column, not two
}
