#include "lint/default_fit.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::lint;

namespace {

Type type(TypeKind kind, std::optional<int> length = {}) {
    return {.kind = kind, .length = length};
}

DefaultFit fit(const std::string& sql, const Type& type) {
    return problem_with_default(sql, type).fit;
}

}  // namespace

// As PostgreSQL 15 answers CREATE TABLE t (c TYPE DEFAULT SQL).
TEST_CASE("what PostgreSQL takes as a default") {
    for (const auto& [sql, kind] : {std::pair("0", TypeKind::integer),
                                    std::pair("-1", TypeKind::bigint),
                                    std::pair("(1.5)", TypeKind::integer),
                                    std::pair("1", TypeKind::numeric),
                                    std::pair("1", TypeKind::string),
                                    std::pair("true", TypeKind::text),
                                    std::pair("'0'", TypeKind::boolean),
                                    std::pair("' YES '", TypeKind::boolean),
                                    std::pair("'fals'", TypeKind::boolean),
                                    std::pair("' 12 '", TypeKind::integer),
                                    std::pair("'1e3'", TypeKind::floating),
                                    std::pair("now()", TypeKind::date),
                                    std::pair("CURRENT_TIMESTAMP", TypeKind::text),
                                    std::pair("'now'", TypeKind::datetime),
                                    std::pair("'2026-01-01'", TypeKind::datetime),
                                    std::pair("'{}'", TypeKind::array),
                                    std::pair("'{}'", TypeKind::json),
                                    std::pair("0 + 1", TypeKind::boolean),
                                    std::pair("'x'::mood", TypeKind::boolean),
                                    std::pair("'x'::text", TypeKind::string),
                                    std::pair("'1 day'", TypeKind::interval),
                                    std::pair("NULL", TypeKind::boolean),
                                    std::pair("f()", TypeKind::boolean),
                                    std::pair("0", TypeKind::other)}) {
        CAPTURE(sql);
        CHECK(fit(sql, type(kind)) == DefaultFit::fits);
    }
}

TEST_CASE("what PostgreSQL refuses as a default") {
    for (const auto& [sql, kind] : {std::pair("0", TypeKind::boolean),
                                    std::pair("(1)", TypeKind::boolean),
                                    std::pair("'x'::text", TypeKind::boolean),
                                    std::pair("'{}'::jsonb", TypeKind::array),
                                    std::pair("current_date", TypeKind::integer),
                                    std::pair("'{a:1}'", TypeKind::json),
                                    std::pair("'2026-13-01'", TypeKind::date),
                                    std::pair("'1e2'", TypeKind::integer),
                                    std::pair("'1 day'", TypeKind::datetime),
                                    std::pair("'x'", TypeKind::interval),
                                    std::pair("true", TypeKind::integer),
                                    std::pair("false", TypeKind::numeric),
                                    std::pair("0", TypeKind::datetime),
                                    std::pair("0", TypeKind::uuid),
                                    std::pair("0", TypeKind::json),
                                    std::pair("'maybe'", TypeKind::boolean),
                                    std::pair("''", TypeKind::boolean),
                                    std::pair("'abc'", TypeKind::integer),
                                    std::pair("'1.5'", TypeKind::integer),
                                    std::pair("''", TypeKind::integer),
                                    std::pair("'x'", TypeKind::numeric),
                                    std::pair("now()", TypeKind::integer),
                                    std::pair("now()", TypeKind::boolean),
                                    std::pair("''", TypeKind::datetime),
                                    std::pair("'[]'", TypeKind::uuid),
                                    std::pair("''", TypeKind::jsonb),
                                    std::pair("'a'", TypeKind::array),
                                    std::pair("gen_random_uuid()", TypeKind::integer)}) {
        CAPTURE(sql);
        CHECK(fit(sql, type(kind)) == DefaultFit::refused);
    }
    Type mood = type(TypeKind::enumeration);
    mood.labels = {"calm", "wild"};
    CHECK(fit("'wild'", mood) == DefaultFit::fits);
    CHECK(fit("'glad'", mood) == DefaultFit::refused);
    CHECK(fit("'abc'", type(TypeKind::string, 3)) == DefaultFit::fits);
    CHECK(fit("'äöü'", type(TypeKind::string, 3)) == DefaultFit::fits);
    CHECK(fit("'abcd'", type(TypeKind::string, 3)) == DefaultFit::insert_fails);
}
