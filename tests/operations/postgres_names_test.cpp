#include <doctest/doctest.h>

#include "base/text.h"
#include "operations/operation.h"

using namespace migrate;

namespace {

Schema empty(Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    return schema;
}

Schema applied(const std::vector<Operation>& operations, Schema schema) {
    Result<Schema> result = migrate::apply(operations, std::move(schema));
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
    return *result;
}

Table table_of(const char* name, const std::vector<std::string>& columns) {
    Table table;
    table.name = read_table_name(name);
    for (const std::string& column : columns) table.columns.push_back(Column{column, *read_type("integer")});
    return table;
}

std::string constraint_names(const Table& table) {
    std::vector<std::string> names;
    for (const Check& check : table.checks) names.push_back(check.name);
    if (table.primary_key) names.push_back(table.primary_key->name);
    for (const Unique& unique : table.uniques) names.push_back(unique.name);
    for (const Exclude& exclude : table.excludes) names.push_back(exclude.name);
    for (const ForeignKey& key : table.foreign_keys) names.push_back(key.name);
    return base::join(names, " ");
}

}  // namespace

// All names here were read from pg_constraint and pg_indexes of PostgreSQL 15.
TEST_CASE("PostgreSQL's names of unnamed constraints") {
    Table c = table_of("c", {"id", "a", "b"});
    c.primary_key = PrimaryKey{"", {"id"}};
    c.uniques = {Unique{"", {"a"}}, Unique{"", {"a", "b"}}, Unique{"", {"a"}}, Unique{"", {"b", "a"}}};
    c.checks = {Check{"", "a>0"}, Check{"", "a>b"}, Check{"", "b>0"}, Check{"", "a<10"}, Check{"", "1=1"}};
    c.foreign_keys = {ForeignKey{"", {"a"}, {"", "c"}, {"id"}}, ForeignKey{"", {"b", "a"}, {"", "c"}, {"a", "b"}}};
    const Schema schema = applied({CreateTable{c}}, empty(Dialect::postgresql));
    CHECK(constraint_names(schema.tables.at({"", "c"})) ==
          "c_a_check c_check c_b_check c_a_check1 c_check1 c_pkey c_a_key c_a_b_key c_b_a_key c_a_fkey "
          "c_b_a_fkey");

    Table o6 = table_of("o6", {"a"});
    o6.primary_key = PrimaryKey{"", {"a"}};
    o6.uniques = {Unique{"", {"a"}}};
    o6.excludes = {Exclude{"", "USING btree (a WITH =)"}, Exclude{"", "USING btree ((a + 1) WITH =)"}};
    o6.checks = {Check{"", "a>0"}};
    CHECK(constraint_names(applied({CreateTable{o6}}, empty(Dialect::postgresql)).tables.at({"", "o6"})) ==
          "o6_a_check o6_pkey o6_a_excl o6_expr_excl");
}

TEST_CASE("PostgreSQL's names step aside for names that are taken") {
    const TableName t3{"", "t3"};
    Table t1 = table_of("t1", {"a"});
    t1.checks = {Check{"t1_a_key", "a > 0"}};
    t1.uniques = {Unique{"", {"a"}}};
    Schema schema = applied({CreateTable{t1}}, empty(Dialect::postgresql));
    CHECK(constraint_names(schema.tables.at({"", "t1"})) == "t1_a_key t1_a_key1");

    Table t4 = table_of("t4", {"a"});
    t4.checks = {Check{"t3_a_check2", "a > 1"}};
    schema =
        applied({CreateTable{table_of("t3", {"a"})}, CreateTable{table_of("t3_a_key", {"z"})},
                 CreateTable{table_of("t3_pkey", {"x"})}, CreateUnique{t3, Unique{"", {"a"}}},
                 CreateCheck{t3, Check{"", "a IS NOT NULL"}}, CreateCheck{t3, Check{"t3_a_fkey", "a > 1"}},
                 CreateIndex{t3, Index{"t3_a_check1", {IndexElement{"a"}}}}, CreateCheck{t3, Check{"", "a <> 5"}},
                 CreateTable{t4}, CreateCheck{t3, Check{"", "a <> 6"}}, CreatePrimaryKey{t3, PrimaryKey{"", {"a"}}},
                 CreateForeignKey{t3, ForeignKey{"", {"a"}, {"", "t1"}, {"a"}}}},
                schema);
    CHECK(constraint_names(schema.tables.at(t3)) ==
          "t3_a_check t3_a_fkey t3_a_check1 t3_a_check3 t3_pkey1 t3_a_key1 t3_a_fkey1");
}

TEST_CASE("PostgreSQL's names of unnamed indexes") {
    const TableName c{"", "c"};
    Schema schema = applied({CreateTable{table_of("c", {"a", "b"})}}, empty(Dialect::postgresql));
    const auto name_of_index = [&](const std::vector<IndexElement>& elements,
                                   const std::vector<std::string>& include = {}) {
        Index index{"", elements};
        index.include = include;
        schema = applied({CreateIndex{c, index}}, schema);
        return schema.tables.at(c).indexes.back().name;
    };
    CHECK(name_of_index({{"a", ""}}) == "c_a_idx");
    CHECK(name_of_index({{"a", ""}, {"b", ""}}) == "c_a_b_idx");
    CHECK(name_of_index({{"a", ""}}) == "c_a_idx1");
    CHECK(name_of_index({{"", "lower(a::text)"}}) == "c_lower_idx");
    CHECK(name_of_index({{"", "lower(a::text)"}, {"", "upper(b::text)"}}) == "c_lower_upper_idx");
    CHECK(name_of_index({{"a", ""}, {"", "lower(b::text)"}, {"", "b+1"}}) == "c_a_lower_expr_idx");
    CHECK(name_of_index({{"", "a+1"}}) == "c_expr_idx");
    CHECK(name_of_index({{"a", ""}}, {"b"}) == "c_a_b_idx1");
    CHECK(name_of_index({{"", "a::bigint"}}) == "c_a_idx2");
    CHECK(name_of_index({{"", "case when a>0 then 1 else 2 end"}, {"", "coalesce(a,b)"}}) == "c_case_coalesce_idx");
    CHECK(name_of_index({{"", "a+1"}, {"", "a+2"}}) == "c_expr_expr1_idx");
}

TEST_CASE("one CREATE TABLE makes one key of several on the same columns") {
    Table d = table_of("d2", {"a"});
    d.primary_key = PrimaryKey{"", {"a"}};
    d.uniques = {Unique{"foo1", {"a"}}, Unique{"", {"a"}}};
    CHECK(constraint_names(applied({CreateTable{d}}, empty(Dialect::postgresql)).tables.at({"", "d2"})) == "foo1");
    CHECK(constraint_names(applied({CreateTable{d}}, empty(Dialect::sqlite)).tables.at({"", "d2"})) == " foo1 ");
}
