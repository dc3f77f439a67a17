#include "schema/type.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace migrate;

namespace {

std::string canonical(const char* text) {
    const Result<Type> type = read_type(text);
    REQUIRE_MESSAGE(type.has_value(), text);
    CHECK(*read_type(write_type(*type)) == *type);
    return write_type(*type);
}

std::string sql(const char* text, Dialect dialect) {
    return sql_of(lower(*read_type(text), dialect), dialect);
}

}  // namespace

TEST_CASE("types as people write them") {
    CHECK(canonical("string(32)") == "string(32)");
    CHECK(canonical("VARCHAR( 20 )") == "string(20)");
    CHECK(canonical("decimal(12, 2)") == "numeric(12,2)");
    CHECK(canonical("int") == "integer");
    CHECK(canonical("timestamptz") == "datetime");
    CHECK(canonical("timestamp without time zone") == "datetime_naive");
    CHECK(canonical("datetime(3)") == "datetime(3)");
    CHECK(canonical("text[][]") == "array(array(text))");
    CHECK(canonical("array(string(5))") == "array(string(5))");
    CHECK(canonical("enum(mood, 'sad', 'it''s')") == "enum(mood,'sad','it''s')");
    CHECK(canonical("enum(billing.mood,'a on sqlite b')") == "enum(billing.mood,'a on sqlite b')");
    CHECK(canonical("tsvector") == "tsvector");
    CHECK(canonical("vector(3)") == "vector(3)");
    CHECK(canonical("geometry(Point, 4326)") == "geometry(point,4326)");
    CHECK(canonical("sql(tid)") == "tid");
    CHECK(canonical("sql(billing.money_of)") == "sql(billing.money_of)");
    CHECK(canonical("sql(INT4[])") == "array(integer)");
    CHECK(canonical("extensions.vector(3)") == "extensions.vector(3)");
    CHECK(canonical("public.citext") == "citext");
    CHECK(canonical("timestamp(3) with time zone") == "datetime(3)");
    CHECK(canonical("time with time zone") == "timetz");
    CHECK(canonical("float8") == "float");
    CHECK(canonical("real") == "float(24)");
    CHECK(canonical("varbit( 8 )") == "bit varying(8)");
    CHECK(canonical("interval day to second (3)") == "interval day to second(3)");
    CHECK(canonical("national character varying(5)") == "string(5)");
    CHECK(canonical("billing.invoice_state") == "enum(billing.invoice_state)");  // the plan knows whether it is there
    CHECK(canonical("python(MyType())") == "python(MyType())");
    CHECK(canonical("jsonb on sqlite text") == "jsonb on sqlite text");
    CHECK(canonical("float(24)") == "float(24)");
}

TEST_CASE("what is no type is refused, with the way out") {
    for (const char* text : {"",
                             "strng",
                             "string(0)",
                             "string(10485761)",
                             "string(x)",
                             "string(1,2)",
                             "string(3",
                             "numeric(5,6)",
                             "numeric(1001)",
                             "text(3)",
                             "array()",
                             "enum()",
                             "enum(a,b)",
                             "enum('a','b')",
                             "enum(a,'b)",
                             "sql()",
                             "string(-1)",
                             "string(99999999999)",
                             "datetime(7)",
                             "timestamp(7) with time zone",
                             "sql(varchar(0))",
                             "tsvector(3)",
                             "bit(x)",
                             "interval day to year",
                             "interval year(3)",
                             "serial",
                             "a\nb",
                             "text on sqlite nothing"}) {
        const Result<Type> type = read_type(text);
        CAPTURE(text);
        REQUIRE_FALSE(type.has_value());
        CHECK(type.error().code == "bad_type");
        CHECK(type.error().hint.find("allowed: string(n)") != std::string::npos);
    }
    CHECK(read_type("strng(3)").error().hint.starts_with("did you mean string?"));
    CHECK_FALSE(read_type(std::string(100000, '[')).has_value());
    std::string deep = "text";
    for (int i = 0; i < 1000; ++i) deep += "[]";
    CHECK_FALSE(read_type(deep).has_value());
}

TEST_CASE("SQL on both databases") {
    struct Row {
        const char* type;
        const char* postgresql;
        const char* sqlite;
    };
    const Row rows[] = {{"string(32)", "character varying(32)", "VARCHAR(32)"},
                        {"string", "character varying", "VARCHAR"},
                        {"char", "character(1)", "CHAR"},
                        {"numeric(12,2)", "numeric(12,2)", "NUMERIC(12, 2)"},
                        {"numeric(12)", "numeric(12,0)", "NUMERIC(12)"},
                        {"float", "double precision", "FLOAT"},
                        {"float(24)", "real", "FLOAT"},
                        {"datetime", "timestamp with time zone", "DATETIME"},
                        {"datetime_naive", "timestamp without time zone", "DATETIME"},
                        {"uuid", "uuid", "VARCHAR(36)"},
                        {"jsonb", "jsonb", "JSON"},
                        {"inet", "inet", "VARCHAR(45)"},
                        {"binary", "bytea", "BLOB"},
                        {"array(uuid)", "uuid[]", "JSON"},
                        {"enum(mood,'sad','šaunu')", "mood", "VARCHAR(5)"},
                        {"enum(order,'a')", "\"order\"", "VARCHAR(1)"},
                        {"jsonb on sqlite text", "jsonb", "TEXT"}};
    for (const Row& row : rows) {
        CAPTURE(row.type);
        CHECK(sql(row.type, Dialect::postgresql) == row.postgresql);
        CHECK(sql(row.type, Dialect::sqlite) == row.sqlite);
    }
}

TEST_CASE("SQL type names are read as the databases spell them") {
    const auto read = [](const char* text) { return write_type(read_sql_type(text)); };
    CHECK(read("character varying(20)") == "string(20)");
    CHECK(read("VARCHAR (20)") == "string(20)");
    CHECK(read("timestamptz") == "datetime");
    CHECK(read("timestamp(3) with time zone") == "datetime(3)");
    CHECK(read("TIMESTAMP WITH TIME ZONE") == "datetime");
    CHECK(read("timestamp") == "datetime_naive");
    CHECK(read("double   precision") == "float");
    CHECK(read("real") == "float(24)");
    CHECK(read("float(30)") == "float");
    CHECK(read("pg_catalog.int4") == "integer");
    CHECK(read("text[]") == "array(text)");
    CHECK(read("NUMERIC(12, 2)") == "numeric(12,2)");
    CHECK(read("bpchar(3)") == "char(3)");
    CHECK(read_sql_type("bpchar").name == "bpchar");  // of any length, which CHAR is not
    CHECK(read_sql_type("geometry(Point , 4326)").name == "geometry(point,4326)");
    CHECK(read_sql_type("TSVECTOR").name == "tsvector");
    CHECK(read_sql_type("vector(3)").kind == TypeKind::other);
    CHECK(read_sql_type("\"Mood\"").name == "\"Mood\"");
    CHECK(read_sql_type("varchar(").kind == TypeKind::other);
    CHECK(read_sql_type("").kind == TypeKind::other);
}

TEST_CASE("law: sql_of is read back on PostgreSQL") {
    for (const char* text :
         {"string(3)", "text", "integer", "bigint", "smallint", "numeric(5,2)",   "float",       "float(24)",
          "boolean",   "date", "time",    "timetz", "datetime", "datetime_naive", "datetime(2)", "interval",
          "uuid",      "json", "jsonb",   "binary", "inet",     "array(integer)", "char(7)"}) {
        CAPTURE(text);
        CHECK(read_sql_type(sql_of(*read_type(text), Dialect::postgresql)) == *read_type(text));
    }
}

TEST_CASE("law: raised types and defaults lower to both sides") {
    const std::vector<std::string> names = {"string(36)", "uuid", "json",        "jsonb",
                                            "text",       "inet", "array(text)", "integer"};
    const std::vector<std::string> texts = {"", "now()", "1", "'x'", "true"};
    CHECK(rc::check("raise", [&] {
        const auto pick = [](const std::vector<std::string>& from) {
            return from[*rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, from.size()))];
        };
        const Type postgresql = *read_type(pick(names));
        const Type sqlite = *read_type(pick(names));
        const Type portable = raise_type(postgresql, sqlite);
        RC_ASSERT(lower(portable, Dialect::postgresql) == postgresql);
        RC_ASSERT(lower(portable, Dialect::sqlite) == sqlite);
        const auto default_of = [](const std::string& text) {
            return text.empty() ? std::nullopt : std::optional(Default{text});
        };
        const auto first = default_of(pick(texts));
        const auto second = default_of(pick(texts));
        const auto raised = raise_default(first, second);
        RC_ASSERT((raised ? lower(*raised, Dialect::postgresql) : std::nullopt) == first);
        RC_ASSERT((raised ? lower(*raised, Dialect::sqlite) : std::nullopt) == second);
    }));
    CHECK(raise_type(*read_type("uuid"), *read_type("string(36)")) == *read_type("uuid"));
    CHECK(raise_default(Default{"now()"}, Default{"CURRENT_TIMESTAMP"}) == default_now());
    CHECK(raise_default(Default{"gen_random_uuid()"}, std::nullopt) == default_generated_uuid());
}
