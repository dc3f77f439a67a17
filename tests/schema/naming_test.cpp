#include "schema/naming.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "schema/expression.h"

using namespace migrate;

// Read from a PostgreSQL 15.
TEST_CASE("long names are cut as PostgreSQL cuts them") {
    const std::string table = "averyveryverylongtablename_averyveryverylongtablename";
    const std::string column = "averyveryverylongcolumnname_x";
    CHECK(postgres_object_name(table, column, "key") ==
          "averyveryverylongtablename_av_averyveryverylongcolumnname_x_key");
    CHECK(postgres_object_name(table, column, "check") ==
          "averyveryverylongtablename_a_averyveryverylongcolumnname__check");
    CHECK(postgres_object_name(table, column + "_b_c", "fkey") ==
          "averyveryverylongtablename_av_averyveryverylongcolumnname__fkey");
    CHECK(postgres_object_name("ąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąx", "ėėėėėėėėėėėėėėėėėėėėėėė", "key") ==
          "ąąąąąąąąąąąąąą_ėėėėėėėėėėėėėė_key");
    CHECK(postgres_object_name("t", "", "pkey") == "t_pkey");
    int left = 2;
    CHECK(choose_postgres_name("t", "a", "key", [&](std::string_view) { return left-- > 0; }) == "t_a_key2");
}

TEST_CASE("our own names are shortened with a hash that stays the same") {
    const std::string name = "idx_" + std::string(80, 'x');
    CHECK(shorten_identifier("idx_short") == "idx_short");
    CHECK(shorten_identifier(name).size() <= 63);
    CHECK(shorten_identifier(name) == shorten_identifier(name));
    CHECK(shorten_identifier(name) != shorten_identifier(name + "y"));
    std::string wide = "i";
    for (int i = 0; i < 60; ++i) wide += "ą";
    CHECK(base::is_valid_utf8(shorten_identifier(wide)));
}

TEST_CASE("plural and singular") {
    const std::vector<std::pair<const char*, const char*>> pairs = {{"invoice", "invoices"},
                                                                    {"category", "categories"},
                                                                    {"person", "people"},
                                                                    {"address", "addresses"},
                                                                    {"box", "boxes"},
                                                                    {"status", "statuses"},
                                                                    {"day", "days"},
                                                                    {"child", "children"},
                                                                    {"purchase_order", "purchase_orders"},
                                                                    {"match", "matches"},
                                                                    {"user", "users"},
                                                                    {"company", "companies"},
                                                                    {"analysis", "analyses"},
                                                                    {"bus", "buses"},
                                                                    {"case", "cases"},
                                                                    {"size", "sizes"},
                                                                    {"movie", "movies"},
                                                                    {"cache", "caches"},
                                                                    {"shoe", "shoes"},
                                                                    {"license", "licenses"},
                                                                    {"tax", "taxes"},
                                                                    {"sales_person", "sales_people"},
                                                                    {"response", "responses"},
                                                                    {"key", "keys"},
                                                                    {"alias", "aliases"},
                                                                    {"photo", "photos"},
                                                                    {"class", "classes"},
                                                                    {"news", "news"},
                                                                    {"series", "series"},
                                                                    {"equipment", "equipment"},
                                                                    {"archive", "archives"},
                                                                    {"database", "databases"},
                                                                    {"datum", "data"},
                                                                    {"bonus", "bonuses"},
                                                                    {"branch", "branches"},
                                                                    {"query", "queries"}};
    for (const auto& [singular, plural] : pairs) {
        CAPTURE(singular);
        CHECK(pluralize(singular) == plural);
        CHECK(singularize(plural) == singular);
        CHECK(pluralize(plural) == plural);
        CHECK(singularize(singular) == singular);
    }
    CHECK(pluralize("").empty());
    CHECK(singularize("s") == "s");
}

TEST_CASE("snake case") {
    CHECK(to_snake_case("CreateInvoices") == "create_invoices");
    CHECK(to_snake_case("HTTPServer") == "http_server");
    CHECK(to_snake_case("user-name  x") == "user_name_x");
    CHECK(to_snake_case("__A__") == "a");
    CHECK(to_snake_case("v2Beta") == "v2_beta");
    CHECK(to_snake_case("").empty());
}

TEST_CASE("reserved words and quotes") {
    CHECK(is_reserved_word("user"));
    CHECK(is_reserved_word("ORDER"));
    CHECK(is_reserved_word("index"));
    CHECK_FALSE(is_reserved_word("users"));
    CHECK(quote_identifier("users") == "users");
    CHECK(quote_identifier("order") == "\"order\"");
    CHECK(quote_identifier("Kind") == "\"Kind\"");
    CHECK(quote_identifier("a b\"c") == "\"a b\"\"c\"");
    CHECK(quote_identifier("ąčę") == "\"ąčę\"");
    CHECK(quote_identifier("1a") == "\"1a\"");
}

TEST_CASE("the columns of an expression") {
    const std::vector<std::string> columns = {"status", "total", "user", "year", "date", "text", "Kind"};
    const auto in = [&](const char* sql) { return base::join(columns_in_expression(sql, columns), " "); };
    CHECK(in("status IN ('DRAFT', 'total')") == "status");
    CHECK(in("total > 0 AND STATUS <> 'x'") == "status total");
    CHECK(in("t.total > 0") == "total");
    CHECK(in("total(status) > 0") == "status");
    CHECK(in("\"user\" = 1") == "user");
    CHECK(in("user = 1").empty());
    CHECK(in("extract(year from date) > 2000") == "date");
    CHECK(in("date > date '2000-01-01'") == "date");
    CHECK(in("cast(year as text) <> 'date'") == "year");
    CHECK(in("status::text = 'x'") == "status");
    CHECK(in("kind = 1 OR Kind = 2") == "Kind");
    CHECK(in("status = $$total$$ -- year\n /* date */") == "status");
    CHECK(in("status = E'\\' total' AND \"date\" IS NULL") == "status date");
    CHECK(in("'not closed total").empty());
}

TEST_CASE("parentheses around the whole of an expression") {
    CHECK(without_outer_parentheses("a > 0") == "a > 0");
    CHECK(without_outer_parentheses(" ((a > 0)) ") == "a > 0");
    CHECK(without_outer_parentheses("( a > 0 )") == "a > 0");
    CHECK(without_outer_parentheses("(a > 0) OR (b > 0)") == "(a > 0) OR (b > 0)");
    CHECK(without_outer_parentheses("((a) OR (b))") == "(a) OR (b)");
    CHECK(without_outer_parentheses("(a = ')(')") == "a = ')('");
    CHECK(without_outer_parentheses("(a > 0") == "(a > 0");
    CHECK(without_outer_parentheses("()") == "()");
    CHECK(without_outer_parentheses("").empty());
}

TEST_CASE("a rename inside an expression") {
    CHECK(rename_column_in("status IN ('status') AND t.status > 0", "status", "state") ==
          "state IN ('status') AND t.state > 0");
    CHECK(rename_column_in("\"status\" = 1", "status", "state") == "\"state\" = 1");
    CHECK(rename_column_in("status = 1", "status", "order") == "\"order\" = 1");
    CHECK(rename_column_in("\"order\" = 1", "order", "status") == "status = 1");
    CHECK(rename_column_in("lower(name) = lower", "lower", "x") == "lower(name) = x");
    CHECK(rename_table_in("SELECT a.x FROM a JOIN b ON a.id = b.a", "a", "c") ==
          "SELECT c.x FROM c JOIN b ON c.id = b.a");
    CHECK(mentions_table("SELECT 1 FROM public.users u", "users"));
    CHECK_FALSE(mentions_table("SELECT users FROM orders WHERE x = 'users'", "users"));
}

TEST_CASE("a trigger, a policy and a rule follow the name of their table") {
    CHECK(rename_table_in("CREATE TRIGGER t AFTER UPDATE OF a ON old BEGIN SELECT 1; END", "old", "new") ==
          "CREATE TRIGGER t AFTER UPDATE OF a ON new BEGIN SELECT 1; END");
    CHECK(rename_table_in("CREATE POLICY p ON old USING (true)", "old", "new") ==
          "CREATE POLICY p ON new USING (true)");
    CHECK(rename_table_in("CREATE RULE r AS ON UPDATE TO old DO NOTHING", "old", "new") ==
          "CREATE RULE r AS ON UPDATE TO new DO NOTHING");
}

TEST_CASE("tokens put together are the text") {
    for (const std::string sql :
         {"a+b", "'x''y' \"q\"\"\"", "$a$ x $a$ $1", "E'\\'' -- c", "/* open", "ąčę::text", ""}) {
        std::string again;
        for (const Token& token : read_tokens(sql)) again += token.text;
        CHECK(again == sql);
    }
}

TEST_CASE("a statement's own table is no column, whatever it is called") {
    const auto renamed = [](const char* sql) { return rename_column_in(sql, "order", "number"); };
    const std::vector<std::string> column = {"order"};
    for (const char* sql : {R"(CREATE TRIGGER t AFTER UPDATE OF id ON "order" BEGIN UPDATE "order" SET id = 1; END)",
                            R"(CREATE OR REPLACE RULE r AS ON UPDATE TO public."order" DO ALSO NOTHING)",
                            R"(CREATE POLICY p ON "order" USING (id > 0))",
                            R"(CREATE STATISTICS s ON id, extract(year FROM at) FROM "order")"}) {
        CHECK(renamed(sql) == sql);
        CHECK(columns_in_expression(sql, column).empty());
    }
    CHECK(renamed(R"(CREATE STATISTICS s ON "order", id FROM "order")") ==
          R"(CREATE STATISTICS s ON number, id FROM "order")");
    CHECK(renamed(R"(CREATE POLICY p ON "order" USING ("order" > 0))") ==
          R"(CREATE POLICY p ON "order" USING (number > 0))");
    CHECK(renamed(R"(CREATE TRIGGER t AFTER UPDATE OF "order" ON "order" EXECUTE FUNCTION f())") ==
          R"(CREATE TRIGGER t AFTER UPDATE OF number ON "order" EXECUTE FUNCTION f())");
    CHECK(renamed(R"(a IS DISTINCT FROM "order")") == "a IS DISTINCT FROM number");
    CHECK(rename_table_in(R"(CREATE OR REPLACE RULE r AS ON UPDATE TO "order" DO ALSO NOTHING)", "order", "orders") ==
          "CREATE OR REPLACE RULE r AS ON UPDATE TO orders DO ALSO NOTHING");
}
