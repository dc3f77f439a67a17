#include "sql/expression_check.h"

#include <doctest/doctest.h>

#include <string>

using namespace migrate;
using namespace migrate::sql;

TEST_CASE("one expression, and nothing that is none") {
    for (const std::string text :
         {"a > 0", "(a > 0)", "a IN ('x','y')", "length(name) > 2", "a::text <> ''", "a BETWEEN 1 AND 5", "(a) OR (b)",
          "NOT a", "case when a then 1 else 2 end > 0", "lower(email)", "data ->> 'k' = 'v'",
          "status <> ALL (ARRAY['a'])", "a @> '{}'::jsonb"}) {
        CAPTURE(text);
        CHECK(check_expression(text, Dialect::postgresql).has_value());
    }
    for (const std::string text :
         {"", "total not >= 0", "all total >= 0", "total >= 0 not", "a, b", "a) , (b", "a); drop table t; (",
          "a) from t where (b", "a) union select (b", "a > 0 order by a", "a > 'x", "a as b", "a >", "a > 0 -- why",
          "a /* b */ > 0", "a > 0;", "1) + (2", "(1", "distinct a"}) {
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

TEST_CASE("what stands behind DEFAULT, one type, and one name of an index") {
    for (const char* text : {"'x'", "now()", "(1 IS NULL)", "'{}'::jsonb", "-1", "lower('A' || 'b')", "'a;--b'"}) {
        CAPTURE(text);
        CHECK(check_default(text, Dialect::postgresql).has_value());
    }
    for (const char* text :
         {"1 IS NULL", "'x' NOT NULL", "1 CHECK (true)", "1, b int DEFAULT 2", "'x'; DROP TABLE t; --"}) {
        CAPTURE(text);
        CHECK_FALSE(check_default(text, Dialect::postgresql).has_value());
    }
    for (const char* text : {"citext", "vector(3)", "numeric(10,2)[]", "public.mood", "timestamp with time zone"})
        CHECK(check_type(text).has_value());
    for (const char* text : {"int NOT NULL", "int, b int", "int)", "int -- x", "int; DROP TABLE t", "1", "int::text"})
        CHECK_FALSE(check_type(text).has_value());
    for (const char* text : {"gin_trgm_ops", "public.vector_cosine_ops", "tsvector_ops (siglen=100)"})
        CHECK(check_operator_class(text).has_value());
    for (const char* text :
         {"a DESC", "a b", "a, b", "a) WHERE (true", "a); DROP TABLE t; --", "a -- b", "a NULLS LAST"})
        CHECK_FALSE(check_operator_class(text).has_value());
    CHECK(check_access_method("gin").has_value());
    CHECK_FALSE(check_access_method("gin (a); --").has_value());
    CHECK(check_storage("fillfactor=70, fastupdate=off").has_value());
    CHECK_FALSE(check_storage("fillfactor=70) WHERE (true").has_value());
}

TEST_CASE("a string that SQLite reads to another end") {
    CHECK(check_marks("E'a\\n'", Dialect::sqlite).has_value());
    CHECK_FALSE(check_marks("E'\\'' || '; DROP TABLE t; --'", Dialect::sqlite).has_value());
}

TEST_CASE("what no database reads as more than one expression") {
    for (const char* text : {"'a'", "JSON_EXTRACT(a, '$.b') > 1", "now() - 1", "(a)", "\"a\" <> 'it''s; -- #'"})
        CHECK(check_marks_anywhere(text).has_value());
    for (const char* text : {"'OPEN' -- rows", "'OPEN' # rows", "'x'; DROP TABLE t", "1) + (2",
                             "'a\\'; DROP TABLE t; #'", "\"a\\\"; DROP\"", "`a`", "$$a$$", "E'a'", "1 /*! , 2 */"}) {
        CAPTURE(text);
        CHECK_FALSE(check_marks_anywhere(text).has_value());
    }
}
