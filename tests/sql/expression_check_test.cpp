#include "sql/expression_check.h"

#include <doctest/doctest.h>

#include <string>

using namespace migrate;
using namespace migrate::sql;

TEST_CASE("one expression, and nothing that is none") {
    for (const std::string text :
         {"a > 0", "(a > 0)", "a IN ('x','y')", "length(name) > 2", "a::text <> ''", "a BETWEEN 1 AND 5", "(a) OR (b)",
          "NOT a", "case when a then 1 else 2 end > 0", "a > 0 -- why", "lower(email)", "data ->> 'k' = 'v'",
          "status <> ALL (ARRAY['a'])", "a @> '{}'::jsonb"}) {
        CAPTURE(text);
        CHECK(check_expression(text, Dialect::postgresql).has_value());
    }
    for (const std::string text :
         {"", "total not >= 0", "all total >= 0", "total >= 0 not", "a, b", "a) , (b", "a); drop table t; (",
          "a) from t where (b", "a) union select (b", "a > 0 order by a", "a > 'x", "a as b", "a >"}) {
        CAPTURE(text);
        const auto fault = check_expression(text, Dialect::postgresql);
        REQUIRE_FALSE(fault.has_value());
        CHECK(fault.error().code == "bad_sql");
    }
    CHECK_FALSE(
        check_expression(std::string(100'000, '(') + "a" + std::string(100'000, ')'), Dialect::postgresql).has_value());
}

TEST_CASE("SQLite's own operators are one expression to SQLite, and none to PostgreSQL") {
    for (const std::string text : {"code GLOB '[A-Z]*'", "code NOT GLOB '*x*'", "a IS 1", "a IS NOT 'x'",
                                   "[odd name] == 'x'", "code REGEXP 'a.*' AND length(code) > 2", "a IS NOT b"}) {
        CAPTURE(text);
        CHECK_FALSE(check_expression(text, Dialect::postgresql).has_value());
        CHECK(check_expression(text, Dialect::sqlite).has_value());
    }
    for (const std::string text : {"a == b", "a > 0", "a IS NULL", "a IS NOT NULL", "'GLOB ==' <> a"}) {
        CAPTURE(text);
        CHECK(check_expression(text, Dialect::postgresql).has_value());
        CHECK(check_expression(text, Dialect::sqlite).has_value());
    }
    for (const std::string text : {"a GLOB", "a == ", "a, b", "all total >= 0", "a IS NOT"}) {
        CAPTURE(text);
        CHECK_FALSE(check_expression(text, Dialect::sqlite).has_value());
    }
}
