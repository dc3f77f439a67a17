#include "sql/support.h"
#include "syntax/tokens.h"
#include "syntax/tree.h"

using namespace migrate;
using namespace migrate::sql::testing;

namespace {

const char* const kBase = R"(
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, mood mood);
    CREATE TABLE orders (id serial PRIMARY KEY, user_id uuid REFERENCES users, total numeric(12,2) CONSTRAINT chk_total CHECK (total > 0));
    CREATE INDEX idx_orders_user ON orders (user_id);
    CREATE VIEW big AS SELECT * FROM orders WHERE total > 100;
    CREATE SEQUENCE numbers START 5;)";

Schema base() {
    return after(kBase);
}

}  // namespace

TEST_CASE("create index: every clause") {
    const auto create =
        one<CreateIndex>(R"(CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx ON ONLY billing.t USING gin
        (lower(email) gin_trgm_ops DESC NULLS LAST, (a  +  b), name COLLATE "C" text_pattern_ops, created DESC, d NULLS FIRST)
        INCLUDE (x, y) NULLS NOT DISTINCT WITH (fillfactor = 70, fastupdate=off) WHERE (deleted_at IS NULL))");
    CHECK(create.table == TableName{"billing", "t"});
    CHECK(create.concurrently);
    CHECK(create.if_not_exists);
    const Index& index = create.index;
    CHECK(index.unique);
    CHECK(index.method == "gin");
    REQUIRE(index.elements.size() == 5);
    CHECK(index.elements[0] == IndexElement{"", "lower(email)", true, "LAST", "gin_trgm_ops", ""});
    CHECK(index.elements[1] == IndexElement{"", "a + b"});
    CHECK(index.elements[2] == IndexElement{"name", "", false, "", "text_pattern_ops", "C"});
    CHECK(index.elements[3] == IndexElement{"created", "", true});
    CHECK(index.elements[4] == IndexElement{"d", "", false, "FIRST"});
    CHECK(index.include == std::vector<std::string>{"x", "y"});
    CHECK(index.nulls_not_distinct);
    CHECK(index.with == "fillfactor=70, fastupdate=off");
    CHECK(index.where == "deleted_at IS NULL");
}

TEST_CASE("create index: without a name it gets PostgreSQL's when it is applied") {
    CHECK(one<CreateIndex>("CREATE INDEX ON orders (user_id)", base()).index.name.empty());
    const Schema schema = after(
        "CREATE INDEX ON orders (user_id, lower(id::text), (total + 1)); DROP INDEX "
        "orders_user_id_lower_expr_idx",
        base());
    CHECK(find_table(schema, {"", "orders"})->indexes.size() == 1);
}

TEST_CASE("drop: several objects at once, dependent tables first") {
    const auto operations = read("DROP TABLE users, orders CASCADE", base());
    REQUIRE(operations.size() == 2);
    CHECK(std::get<DropTable>(operations[0]) == DropTable{{"", "orders"}, false, true});
    CHECK(std::get<DropTable>(operations[1]).table.name == "users");
    CHECK(read("DROP INDEX IF EXISTS a, billing.b", base()).size() == 2);
    CHECK(one<DropIndex>("DROP INDEX CONCURRENTLY IF EXISTS billing.b", base()) ==
          DropIndex{std::nullopt, "billing", "b", true, true});
}

TEST_CASE("drop: tables that refer to each other") {
    const Schema schema = after(
        R"(CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
                                   ALTER TABLE a ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES b)");
    CHECK(after("DROP TABLE a, b", schema).tables.empty());
}

TEST_CASE("names: renames of everything") {
    const Schema schema = base();
    CHECK(one<RenameTable>("ALTER TABLE users RENAME TO people", schema).to.name == "people");
    CHECK(one<RenameTable>("ALTER TABLE users SET SCHEMA billing", schema).to == TableName{"billing", "users"});
    CHECK(one<RenameColumn>("ALTER TABLE users RENAME email TO mail", schema) ==
          RenameColumn{{"", "users"}, "email", "mail"});
    CHECK(one<RenameConstraint>("ALTER TABLE orders RENAME CONSTRAINT chk_total TO c2", schema).to == "c2");
    CHECK(one<RenameIndex>("ALTER INDEX IF EXISTS idx_orders_user RENAME TO i2", schema) ==
          RenameIndex{"", "idx_orders_user", "i2", true});
    CHECK(one<RenameIndex>("ALTER TABLE idx_orders_user RENAME TO i2", schema).to == "i2");
    CHECK(one<RenameEnum>("ALTER TYPE mood RENAME TO feeling", schema).to.name == "feeling");
    CHECK(one<RenameEnum>("ALTER TYPE mood SET SCHEMA billing", schema).to.schema == "billing");
    CHECK(one<Execute>("ALTER SEQUENCE orders_id_seq RENAME TO s", schema).sql.size() > 10);
    CHECK(one<Execute>("ALTER TABLE IF EXISTS nowhere RENAME TO n", schema).sql.size() > 10);
    const auto view = read("ALTER VIEW big RENAME TO large", schema);
    REQUIRE(view.size() == 2);
    CHECK(std::get<CreateView>(view[1]).name == TableName{"", "large"});
    CHECK(std::get<CreateView>(view[1]).sql.ends_with(" FROM orders WHERE total > 100"));
    const auto sequence = read("ALTER SEQUENCE numbers RENAME TO digits", schema);
    REQUIRE(sequence.size() == 2);
    CHECK(std::get<CreateSequence>(sequence[1]).options == "START 5");
}

TEST_CASE("enums: create, add, rename, drop") {
    CHECK(one<CreateEnum>("CREATE TYPE billing.state AS ENUM ('a', 'it''s')").type ==
          EnumType{{"billing", "state"}, {"a", "it's"}});
    CHECK(one<AddEnumLabel>("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new' BEFORE 'ok'") ==
          AddEnumLabel{{"", "mood"}, "new", "ok", "", true});
    CHECK(one<AddEnumLabel>("ALTER TYPE mood ADD VALUE 'new' AFTER 'ok'").after == "ok");
    CHECK(one<RenameEnumLabel>("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'") ==
          RenameEnumLabel{{"", "mood"}, "ok", "fine"});
    CHECK(one<DropEnum>("DROP TYPE mood", base()).name.name == "mood");
    CHECK(one<DropEnum>("DROP TYPE IF EXISTS nowhere CASCADE") == DropEnum{{"", "nowhere"}, true, true});
}

TEST_CASE("types: all but enumerations are opaque, and only those") {
    for (const std::string text :
         {"CREATE TYPE pair AS (a int, b int)", "CREATE DOMAIN pair AS text CHECK (VALUE <> '')",
          "CREATE TYPE pair AS RANGE (subtype = float8)", "ALTER DOMAIN pair SET NOT NULL", "DROP TYPE pair",
          "DROP DOMAIN pair", "ALTER TYPE pair RENAME ATTRIBUTE a TO b", "ALTER TYPE pair ADD ATTRIBUTE c int"})
        CHECK(one<Opaque>(text).objects == std::vector<std::string>{"type pair"});
}

TEST_CASE("comments: on tables and columns; others are no part of a schema") {
    CHECK(one<CommentTable>("COMMENT ON TABLE users IS 'who''s'", base()).comment == "who's");
    CHECK(one<CommentTable>("COMMENT ON TABLE users IS NULL", base()).comment.empty());
    CHECK(one<AlterColumn>("COMMENT ON COLUMN public.users.email IS 'x'", base()).comment == "x");
    CHECK(one<Execute>("COMMENT ON INDEX idx IS 'x'", base()).sql == "COMMENT ON INDEX idx IS 'x'");
}

TEST_CASE("views and sequences") {
    CHECK(one<CreateView>("CREATE OR REPLACE VIEW v AS\n  SELECT 1 AS a") ==
          CreateView{{"", "v"}, "SELECT 1 AS a", true});
    CHECK(one<CreateView>("create view v (a) as select 1").sql == "CREATE VIEW v (a) as select 1");
    CHECK(one<CreateView>("CREATE MATERIALIZED VIEW v AS SELECT 1").sql == "CREATE MATERIALIZED VIEW v AS SELECT 1");
    CHECK(one<DropView>("DROP MATERIALIZED VIEW IF EXISTS v CASCADE") == DropView{{"", "v"}, true, true, true});
    CHECK(one<CreateSequence>("CREATE SEQUENCE IF NOT EXISTS s AS bigint START WITH 5 NO CYCLE") ==
          CreateSequence{{"", "s"}, "AS bigint START WITH 5 NO CYCLE", true});
    const auto owned = read("CREATE SEQUENCE s START 5 OWNED BY users.id CACHE 3");
    REQUIRE(owned.size() == 2);
    CHECK(std::get<CreateSequence>(owned[0]).options == "START 5 CACHE 3");
    CHECK(std::get<Execute>(owned[1]).makes ==
          std::vector<Attachment>{{"ownership", "s", {"", "users"}, "ALTER SEQUENCE s OWNED BY users.id", ""}});
    CHECK(read("CREATE SEQUENCE s OWNED BY NONE").size() == 2);
    CHECK(one<DropSequence>("DROP SEQUENCE IF EXISTS s").if_exists);
}

TEST_CASE("data and guards leave the schema alone, each statement with its own text") {
    const auto operations = read(R"(INSERT INTO users VALUES (:id, 'a;b'); UPDATE users SET email = lower(email) -- why
        ; DELETE FROM users; GRANT SELECT ON users TO someone; CREATE EXTENSION IF NOT EXISTS pgcrypto; CREATE POLICY p ON users USING (true);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE x; END $$; CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();
        SET lock_timeout = '5s'; SET search_path TO public; ANALYZE users; LOCK TABLE users; COMMIT; CREATE SCHEMA billing; CREATE ROLE r; TRUNCATE users;
        WITH x AS (SELECT 1) SELECT * FROM x; SELECT setval('s', 3); REINDEX TABLE users; NOTIFY a; DROP POLICY p ON users; DROP FUNCTION f() CASCADE)",
                                 base());
    CHECK(operations.size() == 22);
    for (const Operation& operation : operations) {
        CAPTURE(describe(operation));
        CHECK(std::holds_alternative<Execute>(operation));
    }
    CHECK(std::get<Execute>(operations[0]).sql == "INSERT INTO users VALUES (:id, 'a;b')");
    CHECK(std::get<Execute>(operations[1]).sql == "UPDATE users SET email = lower(email)");
}

TEST_CASE("calls: what an unknown function does is not known") {
    CHECK(one<Opaque>("SELECT create_hypertable('orders', 'created_at')", base()).objects ==
          std::vector<std::string>{"table orders"});
    CHECK(one<Opaque>("SELECT do_something()").objects.empty());
    CHECK(one<Opaque>("SELECT * FROM audit.watch('users')", base()).objects == std::vector<std::string>{"table users"});
    CHECK(one<Opaque>("CALL fix()").objects.empty());
    CHECK(one<Opaque>("SET search_path TO billing").objects.empty());
    CHECK(one<Opaque>("SELECT set_config('search_path', 'billing', false)").objects.empty());
    CHECK(one<Execute>("SELECT pg_catalog.set_config('search_path', '', false)").sql.size() > 10);
    CHECK(one<Execute>("SELECT count(*), my_function(a) FROM users").sql.size() > 10);
}

TEST_CASE("dropped extensions and schemas: only what may go with them is in doubt") {
    CHECK(one<Execute>("DROP EXTENSION citext CASCADE", base()).sql.size() > 10);
    const Schema with = after("CREATE TABLE c (name citext)", base());
    CHECK(one<Opaque>("DROP EXTENSION citext CASCADE", with).objects == std::vector<std::string>{"table c"});
    CHECK(one<Execute>("DROP SCHEMA empty CASCADE", base()).sql.size() > 10);
    CHECK(one<Opaque>("DROP SCHEMA billing CASCADE", after("CREATE TABLE billing.x (a int)", base())).objects ==
          std::vector<std::string>{"table billing.x"});
}

TEST_CASE("what does not parse is one opaque that names its tables where it can") {
    const auto opaque =
        one<Opaque>("ALTER TABLE users ADD COLUMN a int VIRTUALLY; CREATE TABLE x (a int frobnicate", base());
    CHECK(opaque.objects == std::vector<std::string>{"table users", "table x"});
    CHECK(one<Opaque>("FROBNICATE users", base()).objects.empty());
    CHECK(one<Execute>("INSERT INTO users VALUES (%s, %s)", base()).sql == "INSERT INTO users VALUES (%s, %s)");
    CHECK(read("").empty());
    CHECK(read(" ; -- nothing").empty());
    CHECK(one<Opaque>("PRAGMA foreign_keys=ON").reason.find("not understood") != std::string::npos);
}

TEST_CASE("bound values hide what a DDL statement makes") {
    const auto opaque = one<Opaque>("ALTER TABLE users ALTER email SET DEFAULT :value", base());
    CHECK(opaque.objects == std::vector<std::string>{"table users"});
    CHECK(one<AddColumn>("ALTER TABLE users ADD x jsonb DEFAULT '{\"a\"\\:1}'\\:\\:jsonb", base())
              .column.server_default == Default{"'{\"a\":1}'::jsonb", std::nullopt});
}

TEST_CASE("hostile sizes and depths are refused, not followed") {
    const std::string deep =
        "CREATE TABLE t (a int CHECK (" + std::string(20000, '(') + "1" + std::string(20000, ')') + " = 1))";
    CHECK(one<Opaque>(deep).objects == std::vector<std::string>{"table t"});
    CHECK(one<Opaque>(std::string(400000, '/').replace(1, 1, "*")).reason.find("unterminated") != std::string::npos);
    CHECK(one<Opaque>("-- a\n/* b /* c */").reason.find("unterminated") != std::string::npos);
    CHECK(read("/* a /* b */ */ -- c").empty());
    std::string chain = "ALTER TABLE t ADD CHECK (1";
    for (int i = 0; i < 100000; ++i) chain += "+1";
    CHECK(one<Opaque>(chain + " = 1)").objects == std::vector<std::string>{"table t"});
    CHECK(one<Opaque>("UPDATE t SET a = '" + std::string(2 << 20, 'x') + "'").source.size() <= 1000);
    CHECK(one<Opaque>(std::string("CREATE TABLE t (a int) \0;", 25)).reason.find("zero byte") != std::string::npos);
    std::string many, rows = "INSERT INTO t VALUES (1)";
    for (int i = 0; i < 2001; ++i) many += "CREATE TABLE t" + std::to_string(i) + " ();";
    for (int i = 0; i < 20000; ++i) rows += ",(1)";
    CHECK(one<Opaque>(many).reason == "it holds more than 2,000 statements");
    CHECK(one<Execute>(rows).sql == rows);
}

namespace {

/// The deepest text of a shape whose depth is within `most`, as `write` makes it from a count.
template <class Write>
int deepest(Write write, std::size_t most) {
    int fits = 0;
    for (int step = 4096; step > 0; step /= 2) {
        const std::string text = write(fits + step);
        if (sql::depth_bound(text, sql::read_tokens(text, Dialect::postgresql)) <= most) fits += step;
    }
    return fits;
}

std::string times(int count, std::string_view piece) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
}

}  // namespace

TEST_CASE("as deep as the bound is read by PostgreSQL's grammar, and one deeper is refused") {
    const std::vector<std::pair<std::string, std::string>> shapes = {
        {"(", ")"}, {"ARRAY[", "]"}, {"f(", ")"}, {"NOT ", ""}, {"1 + ", ""}, {"CASE WHEN true THEN ", " END"},
    };
    for (const auto& [open, close] : shapes) {
        CAPTURE(open);
        const auto write = [&](int count) {
            return "ALTER TABLE t ADD CHECK (" + times(count, open) + "1" + times(count, close) + " = 1)";
        };
        const int most = deepest(write, sql::kMaxDepth);
        REQUIRE(most > 100);
        const auto at_bound = read(write(most));
        REQUIRE(at_bound.size() == 1);
        const auto* opaque = std::get_if<Opaque>(&at_bound.front());
        CHECK((opaque == nullptr || opaque->reason.find("deep") != std::string::npos));
        CHECK(one<Opaque>(write(most + 1)).reason.find("nested too deep") != std::string::npos);
    }
}
