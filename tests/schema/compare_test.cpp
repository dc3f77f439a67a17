#include <doctest/doctest.h>

#include <algorithm>

#include "schema/schema.h"

using namespace migrate;

namespace {

Schema two_columns(std::vector<std::string> names) {
    Schema schema;
    Table table{{"", "t"}};
    for (std::string& name : names) table.columns.push_back(Column{std::move(name)});
    table.checks = {Check{"a", "1=1"}, Check{"", "2=2"}, Check{"", "3=3"}};
    schema.tables.emplace(table.name, table);
    return schema;
}

}  // namespace

TEST_CASE("order does not count, everything else does") {
    const Schema a = two_columns({"x", "y"});
    Schema b = two_columns({"y", "x"});
    Table& table = *find_table(b, {"", "t"});
    std::reverse(table.checks.begin(), table.checks.end());
    CHECK(same_schema(a, b));
    CHECK(differences(a, b).empty());
    b.doubts.insert({"*", "reason", "file"});
    CHECK(same_schema(a, b));
    find_column(table, "x")->nullable = false;
    CHECK_FALSE(same_schema(a, b));
    CHECK(differences(a, b) == std::vector<std::string>{"column t.x: x text / x text not null"});
}

TEST_CASE("each object that differs has one line with both sides") {
    const Schema a = two_columns({"x"});
    Schema b = two_columns({"x", "z"});
    Table& table = *find_table(b, {"", "t"});
    table.checks.pop_back();
    table.primary_key = PrimaryKey{"t_pkey", {"x"}};
    table.comment = "c";
    b.enums.change()[{"", "mood"}] = EnumType{{"", "mood"}, {"sad"}};
    b.sequences.change()[{"", "s"}] = "";
    b.views.change()[{"", "v"}] = "SELECT 1";
    CHECK(differences(a, b) == std::vector<std::string>{"type mood: (none) / enum mood ('sad')",
                                                        "column t.z: (none) / z text",
                                                        "primary key of t: (none) / primary key t_pkey (x)",
                                                        "check t.(unnamed): check (3=3) / (none)", "comment of t:  / c",
                                                        "sequence s: (none) / ", "view v: (none) / SELECT 1"});
    b.dialect = Dialect::sqlite;
    CHECK(differences(a, b).front() == "dialect: postgresql / sqlite");
}

TEST_CASE("table names") {
    CHECK(read_table_name("billing.invoices") == TableName{"billing", "invoices"});
    CHECK(read_table_name("public.invoices") == TableName{"", "invoices"});
    CHECK(read_table_name("a.b.c") == TableName{"", "a.b.c"});
    CHECK(read_table_name(".x") == TableName{"", ".x"});
    CHECK(to_string(TableName{"billing", "invoices"}) == "billing.invoices");
}

TEST_CASE("look-ups and doubts") {
    Schema schema = two_columns({"x"});
    Table& table = *find_table(schema, {"", "t"});
    table.primary_key = PrimaryKey{"pk", {"x"}};
    table.indexes.push_back(Index{"i", {IndexElement{"x"}}});
    CHECK(find_constraint(table, "pk") == ConstraintKind::primary_key);
    CHECK(find_constraint(table, "a") == ConstraintKind::check);
    CHECK_FALSE(find_constraint(table, "").has_value());
    CHECK(find_index_owner(schema, "", "i") == &table);
    CHECK(find_index_owner(schema, "billing", "i") == nullptr);
    add_doubt(schema, {"column t.x", "why", "f:2"});
    add_doubt(schema, {"column t.x", "why", "f:2"});
    CHECK(schema.doubts.size() == 1);
    CHECK(find_doubt(schema, {"", "t"}) == nullptr);
    CHECK(find_doubt(schema, {"", "t"}, "x") != nullptr);
    CHECK(find_doubt_of(schema, "type mood") == nullptr);
    add_doubt(schema, {"*", "all", "f:3"});
    CHECK(find_doubt_of(schema, "type mood")->reason == "all");
}
