#include "verify/catalog.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace migrate;
using namespace migrate::verify;
using nlohmann::json;

namespace {

/// A catalog event of SQLite with one table; columns as PRAGMA table_xinfo has them, less the number.
json table_event(const std::string& sql, const json& columns) {
    return {{"tables", {{{"name", "tags"}, {"sql", sql}, {"columns", columns}}}}};
}

json column(const std::string& name, const std::string& type, bool not_null = false, const json& value = nullptr) {
    return {name, type, not_null ? 1 : 0, value, 0, 0};
}

std::vector<std::string> texts(const Catalog& was, const Catalog& is) {
    std::vector<std::string> found;
    for (const Difference& difference : differences(was, is)) found.push_back(difference.text());
    return found;
}

}  // namespace

TEST_CASE("the same SQLite table written in two ways is the same") {
    const json columns = {column("id", "INTEGER", true), column("name", "VARCHAR(20)", false, "'x'")};
    const Catalog one =
        read_catalog(table_event("CREATE TABLE tags (\n\tid INTEGER NOT NULL, \n\tname VARCHAR(20) DEFAULT 'x', \n\t"
                                 "CONSTRAINT c CHECK (name IN ('x', 'y')), PRIMARY KEY (id), UNIQUE (name))",
                                 columns),
                     Dialect::sqlite);
    const Catalog other = read_catalog(
        table_event(
            "CREATE TABLE \"tags\" (\"id\" integer not null primary key, \"name\" varchar(20) default 'x' unique, "
            "constraint c check (((name in ('x','y')))))",
            columns),
        Dialect::sqlite);
    CHECK(texts(one, other) == std::vector<std::string>{});
    CHECK(one.at("constraint tags.c") == "CHECK (name in ('x', 'y'))");
    CHECK(one.at("column tags.name") == "VARCHAR(20) default 'x'");
}

TEST_CASE("what a SQLite table loses shows") {
    const json columns = {column("id", "INTEGER"), column("name", "TEXT")};
    const auto read = [&](const std::string& sql) { return read_catalog(table_event(sql, columns), Dialect::sqlite); };
    const Catalog full = read(
        "CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE REFERENCES a (id) ON DELETE "
        "CASCADE, CHECK (name > ''))");
    const Catalog bare = read("CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT REFERENCES a (id)) WITHOUT ROWID");
    CHECK(texts(full, bare) ==
          std::vector<std::string>{
              "collation of tags.name: is gone (nocase)",
              "column tags.id: was INTEGER autoincrement, is INTEGER",
              "constraint tags.(CHECK (name > '')): is gone (CHECK (name > ''))",
              "constraint tags.(foreign key (name) → a (id) on delete CASCADE): is gone (foreign key "
              "(name) → a (id) on delete CASCADE)",
              "table tags: was , is without rowid",
              "constraint tags.(foreign key (name) → a (id)): is new (foreign key (name) → a (id))",
          });
}

TEST_CASE("a statement that is not understood is compared as it is written") {
    const json columns = json::array({column("x", "")});
    const auto read = [&](const std::string& sql) { return read_catalog(table_event(sql, columns), Dialect::sqlite); };
    const Catalog one = read("CREATE VIRTUAL TABLE tags USING fts5(x)");
    CHECK(texts(one, read("create virtual table tags using fts5 ( x )")).empty());
    CHECK(texts(one, read("CREATE VIRTUAL TABLE tags USING fts5(x, y)")).size() == 1);
}

TEST_CASE("of a table that only one side has, the table alone is told") {
    const Catalog with = {{"table tags", ""},    {"column tags.id", "integer"},  {"index tags.ix", "..."},
                          {"table tagsets", ""}, {"sequence of tags.id", "..."}, {"comment on tags", "x"}};
    const Catalog without = {{"table tagsets", ""}, {"column tagsets.id", "integer"}};
    CHECK(texts(with, without) ==
          std::vector<std::string>{"table tags: is gone", "column tagsets.id: is new (integer)"});
}

TEST_CASE("what no schema holds is left out of the comparison with one") {
    const Catalog catalog = {{"table a", "unlogged"}, {"function f()", "x"}, {"trigger a.t", "x"},
                             {"view v", "select"},    {"policy a.p", "x"},   {"column a.b", "text"}};
    CHECK(without_what_no_schema_holds(catalog) ==
          Catalog{{"table a", ""}, {"view v", "select"}, {"column a.b", "text"}});
}

TEST_CASE("a difference is in doubt where the schema is") {
    Schema schema;
    add_doubt(schema, {"column users.phone", "a condition is not known", "a.py:3"});
    add_doubt(schema, {"table tags", "a call is not known", "a.py:4"});
    add_doubt(schema, {"type mood", "a call is not known", "a.py:5"});
    const auto is_in_doubt = [&](const std::string& object, const std::string& text) {
        return doubt_about(schema, {object, text, text, true, true}) != nullptr;
    };
    CHECK(is_in_doubt("column users.phone", "text"));
    CHECK(is_in_doubt("index users.ix", "CREATE INDEX ix ON users (phone)"));
    CHECK(is_in_doubt("constraint tags.c", "CHECK (true)"));
    CHECK(is_in_doubt("type mood", "'a'"));
    CHECK_FALSE(is_in_doubt("column users.email", "text"));
    CHECK_FALSE(is_in_doubt("index users.ix", "CREATE INDEX ix ON users (email)"));
    CHECK_FALSE(is_in_doubt("view v", "select"));
    add_doubt(schema, {"*", "everything", "a.py:6"});
    CHECK(is_in_doubt("view v", "select"));
}
