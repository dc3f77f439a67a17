// What PostgreSQL says of each is measured: CHECK (…) on a table with these columns.
#include "sql/expression_types.h"

#include <doctest/doctest.h>

#include <string>

#include "schema/text.h"

using namespace migrate;
using namespace migrate::sql;

namespace {

Table table_with_columns() {
    Table table;
    table.name = {"", "t"};
    for (const auto& [name, type] : std::vector<std::pair<std::string, std::string>>{{"s", "string(9)"},
                                                                                     {"n", "integer"},
                                                                                     {"m", "numeric(9,2)"},
                                                                                     {"b", "boolean"},
                                                                                     {"d", "date"},
                                                                                     {"at", "datetime"},
                                                                                     {"u", "uuid"},
                                                                                     {"j", "jsonb"},
                                                                                     {"net", "inet"}}) {
        table.columns.push_back({name, lower(*read_type(type), Dialect::postgresql)});
    }
    return table;
}

}  // namespace

TEST_CASE("expressions that PostgreSQL takes") {
    const Table table = table_with_columns();
    for (const std::string text : {"n > 0",
                                   "n > m",
                                   "s IN ('A','B')",
                                   "s <> ''",
                                   "n = '5'",
                                   "b",
                                   "NOT b AND n > 0",
                                   "b = true",
                                   "b = 'yes'",
                                   "d > '2020-01-01'",
                                   "at > now()",
                                   "d < at",
                                   "u = '00000000-0000-0000-0000-000000000000'",
                                   "s LIKE 'a%'",
                                   "s ~ '^a'",
                                   "length(s) > 2",
                                   "n::text = 'a'",
                                   "s::int > 5",
                                   "s IS NULL OR n IS NOT NULL",
                                   "n BETWEEN 1 AND 5",
                                   "j ->> 'a' = 'b'",
                                   "j @> '{}'",
                                   "net = '10.0.0.1'",
                                   "coalesce(s, 'x') = 'x'",
                                   "unknown_column > 5",
                                   "n + 1 > m * 2",
                                   "n IN (1, 2)",
                                   "s = 'x' IS TRUE",
                                   "s = upper(s)"}) {
        CAPTURE(text);
        CHECK(misfit_in(text, table, Use::condition) == "");
    }
    CHECK(misfit_in("lower(s)", table, Use::value) == "");
    CHECK(misfit_in("n", table, Use::value) == "");
}

TEST_CASE("expressions that PostgreSQL refuses say what does not fit") {
    const Table table = table_with_columns();
    for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
             {"s > 5", "s is a string, and 5 is a number"},
             {"n IN ('A','B')", "n is a number, and 'A' is none"},
             {"n <> ''", "n is a number, and '' is none"},
             {"b > 0", "b is a boolean, and 0 is a number"},
             {"n = true", "n is a number, and true is a boolean"},
             {"s", "s is a string, no condition"},
             {"n OR b", "n is a number, no condition"},
             {"s BETWEEN 1 AND 5", "s is a string, and 1 is a number"},
             {"u <> ''", "u is a uuid, and '' is none"},
             {"s > n", "s is a string, and n is a number"},
             {"n LIKE 'a%'", "n is a number, and a pattern wants a string"},
             {"n ~ '^a'", "n is a number, and ~ wants a string"},
             {"length(n) > 2", "n is a number, and length() wants a string"},
             {"s IS NULL OR s > 5", "s is a string, and 5 is a number"}}) {
        CAPTURE(text);
        CHECK(misfit_in(text, table, Use::condition) == why);
    }
    CHECK(misfit_in("lower(n)", table, Use::value) == "n is a number, and lower() wants a string");
}
