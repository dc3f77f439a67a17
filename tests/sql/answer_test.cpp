#include "catalog/answer.h"

#include "sql/support.h"

using namespace migrate;
using namespace migrate::sql;
using namespace migrate::sql::testing;

namespace {

Schema base() {
    return after(R"(
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TABLE users (id uuid CONSTRAINT users_pkey PRIMARY KEY, email varchar(255) NOT NULL CONSTRAINT users_email_key UNIQUE, mood mood);
        CREATE TABLE orders (id serial CONSTRAINT orders_pkey PRIMARY KEY, user_id uuid CONSTRAINT fk_user REFERENCES users ON DELETE CASCADE,
                             total numeric(12,2) CONSTRAINT chk_total CHECK (total > 0));
        CREATE INDEX idx_orders_user ON orders (user_id);
        CREATE TABLE billing.notes (id int);
        CREATE VIEW big AS SELECT 1;)");
}

Answer ask(std::string_view question, const Schema& schema = base()) {
    return answer(question, schema, [](std::string_view name) -> std::optional<std::string> {
        if (name == "table") return "users";
        if (name == "names") return "{users,orders}";
        return std::nullopt;
    });
}

/// The one value of the answer.
std::string value(std::string_view question, const Schema& schema = base()) {
    const Answer found = ask(question, schema);
    CAPTURE(std::string(question));
    CAPTURE(found.reason);
    REQUIRE(found.kind == Answer::Kind::rows);
    if (found.rows.empty()) return "(none)";
    REQUIRE(found.rows[0].size() >= 1);
    return found.rows[0][0].value_or("(null)");
}

std::vector<std::string> column_of(std::string_view question, const Schema& schema = base()) {
    const Answer found = ask(question, schema);
    CAPTURE(std::string(question));
    CAPTURE(found.reason);
    REQUIRE(found.kind == Answer::Kind::rows);
    std::vector<std::string> values;
    for (const auto& row : found.rows) values.push_back(row.at(0).value_or("(null)"));
    return values;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("answer: does a table, column, index, type or constraint exist") {
    CHECK(value("SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND "
                "table_name = 'users')") == "true");
    CHECK(value("SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'nowhere')") == "false");
    CHECK(value("SELECT 1 FROM information_schema.columns WHERE table_name = :table AND column_name = 'email'") == "1");
    CHECK(value("SELECT column_name FROM information_schema.columns WHERE table_name='users' AND "
                "column_name='phone'") == "(none)");
    CHECK(value("SELECT COUNT(*) FROM pg_indexes WHERE indexname = 'idx_orders_user' AND tablename = 'orders'") == "1");
    CHECK(value("SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'users'") == "2");
    CHECK(value("select exists (select * from pg_type where typname = 'mood' and typtype = 'e')") == "true");
    CHECK(value("SELECT to_regclass('public.users')") == "users");
    CHECK(value("SELECT to_regclass('public.nowhere') IS NOT NULL") == "false");
    CHECK(value("SELECT to_regclass('idx_orders_user')") == "idx_orders_user");
    CHECK(value("SELECT conname FROM pg_constraint WHERE conrelid = 'public.orders'::regclass AND contype = "
                "'f'") == "fk_user");
    CHECK(value("SELECT 1 FROM pg_constraint WHERE conname = 'chk_total' AND convalidated") == "1");
    CHECK(value("SELECT is_nullable FROM information_schema.columns WHERE table_name = 'users' AND "
                "column_name = 'email'") == "NO");
    CHECK(value("SELECT data_type FROM information_schema.columns WHERE (table_name, column_name) IS NOT "
                "NULL AND table_name = 'x'") == "(none)");
    CHECK(value("SELECT character_maximum_length > 100 FROM information_schema.columns WHERE table_name = "
                "'users' AND column_name = 'email'") == "true");
    CHECK(value("SELECT data_type || '/' || udt_name FROM information_schema.columns WHERE table_name = "
                "'users' AND column_name = 'mood'") == "USER-DEFINED/mood");
    CHECK(value("SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'mood' AND "
                "e.enumlabel = 'ok'") == "1");
}

TEST_CASE("answer: Alembic's own table is there") {
    CHECK(value("SELECT to_regclass('alembic_version')") == "alembic_version");
    CHECK(value("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'", empty(Dialect::sqlite)) == "1");
}

TEST_CASE("answer: joins, lists, order, groups") {
    CHECK(value(R"(SELECT tc.constraint_name FROM information_schema.table_constraints tc
        JOIN information_schema.key_column_usage kcu ON tc.constraint_name = kcu.constraint_name AND tc.table_schema = kcu.table_schema
        WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_name = 'orders' AND kcu.column_name = 'user_id')") ==
          "fk_user");
    CHECK(
        value(
            R"(SELECT c.conname FROM pg_constraint c JOIN pg_class t ON c.conrelid = t.oid JOIN pg_namespace n ON n.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(c.conkey)
        WHERE n.nspname = 'public' AND t.relname = 'users' AND a.attname = 'email' AND c.contype = 'u')") ==
        "users_email_key");
    CHECK(column_of("SELECT tablename FROM pg_tables WHERE tablename IN :names ORDER BY tablename DESC") ==
          Texts{"users", "orders"});
    CHECK(column_of("SELECT tablename FROM pg_tables WHERE tablename = ANY(:names) ORDER BY 1 LIMIT 1") ==
          Texts{"orders"});
    CHECK(column_of("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%e%' AND "
                    "table_type <> 'VIEW' ORDER BY table_name") ==
          Texts{"alembic_version", "notes", "orders", "users"});
    const std::string wide =
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name "
        "HAVING count(*) = 3 ORDER BY 1";
    CHECK(ask(wide).reason == "the columns of views are not in a schema");
    CHECK(column_of(wide, after("DROP VIEW big", base())) == Texts{"orders", "users"});
    CHECK(column_of("SELECT DISTINCT table_schema FROM information_schema.tables ORDER BY 1") ==
          Texts{"billing", "public"});
    CHECK(column_of("SELECT i.relname FROM pg_class t JOIN pg_index ix ON t.oid = ix.indrelid JOIN pg_class "
                    "i ON i.oid = ix.indexrelid "
                    "WHERE t.relname = 'orders' AND ix.indisunique = false") == Texts{"idx_orders_user"});
    CHECK(column_of("SELECT e.enumlabel FROM pg_type t LEFT JOIN pg_enum e USING (oid) WHERE t.typname = 'mood'")
              .size() <= 1);
    CHECK(value("SELECT array_agg(attname) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > "
                "0 AND NOT attisdropped") == "{id,email,mood}");
    CHECK(value("SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_class WHERE relkind = 'v') THEN 'yes' ELSE 'no' "
                "END") == "yes");
    CHECK(value("SELECT column_default IS NOT NULL FROM information_schema.columns WHERE table_name = "
                "'orders' AND column_name = 'id'") == "true");
    CHECK(value("SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_orders_user'") ==
          "CREATE INDEX idx_orders_user ON public.orders USING btree (user_id)");
}

TEST_CASE("answer: columns have names and types") {
    const Answer found =
        ask("SELECT column_name AS name, ordinal_position, is_nullable = 'NO' AS fixed FROM "
            "information_schema.columns WHERE table_name = 'users'");
    CHECK(found.columns == Texts{"name", "ordinal_position", "fixed"});
    CHECK(found.types == std::vector<Answer::Type>{Answer::Type::text, Answer::Type::integer, Answer::Type::boolean});
    CHECK(found.rows.size() == 3);
}

TEST_CASE("answer: what no schema holds is unknown, with the reason") {
    for (const std::string text :
         {"SELECT 1 FROM pg_roles WHERE rolname = 'anon'", "SELECT 1 FROM pg_extension WHERE extname = 'postgis'",
          "SELECT version()", "SHOW server_version", "SELECT current_setting('server_version_num')",
          "SELECT 1 FROM pg_policies",
          "SELECT column_default FROM information_schema.columns WHERE table_name = 'orders' AND column_name "
          "= 'id'",
          "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'chk_total'",
          "SELECT 1 FROM pg_indexes WHERE indexname = :missing", "not sql", "SELECT 1; SELECT 2",
          "WITH x AS (SELECT 1) SELECT * FROM x", "", "SELECT 'users2'::regclass", "CREATE TABLE x (a int)",
          "PRAGMA table_info(users)"}) {
        const Answer found = ask(text);
        CAPTURE(text);
        CHECK(found.kind == Answer::Kind::unknown);
        CHECK_FALSE(found.reason.empty());
    }
}

TEST_CASE("answer: questions about rows are about data") {
    const Answer count = ask("SELECT count(*) FROM users WHERE email LIKE '%x'");
    CHECK(count.kind == Answer::Kind::data);
    CHECK(count.rows.at(0).at(0) == "0");
    CHECK(ask("SELECT id, email FROM public.users ORDER BY id").kind == Answer::Kind::data);
    CHECK(ask("SELECT id, email FROM users").rows.empty());
    CHECK(ask("SELECT * FROM somewhere").kind == Answer::Kind::data);
    CHECK(ask("INSERT INTO users VALUES (1) RETURNING id").kind == Answer::Kind::data);
    CHECK(ask("SELECT EXISTS (SELECT 1 FROM users)").rows.at(0).at(0) == "false");
}

TEST_CASE("answer: a doubt makes only what it may hide uncertain") {
    Schema schema = base();
    add_doubt(schema, {"table users", "a loop was not followed", "0001.py:5"});
    CHECK(
        ask("SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'x'", schema).kind ==
        Answer::Kind::unknown);
    CHECK(ask("SELECT 1 FROM pg_indexes WHERE indexname = 'idx_new'", schema).kind == Answer::Kind::unknown);
    CHECK(ask("SELECT 1 FROM pg_indexes WHERE indexname = 'idx_orders_user'", schema).kind == Answer::Kind::rows);
    CHECK(ask("SELECT 1 FROM pg_indexes WHERE tablename = 'orders' AND indexname = 'idx_new'", schema).kind ==
          Answer::Kind::rows);
    add_doubt(schema, {"*", "code that is not followed", "0001.py:9"});
    CHECK(ask("SELECT 1 FROM pg_indexes WHERE indexname = 'idx_orders_user'", schema).kind == Answer::Kind::rows);
}

TEST_CASE("answer: SQLite's own catalogs") {
    const Schema schema = after(
        R"(CREATE TABLE Users (id INTEGER PRIMARY KEY, email VARCHAR(255) NOT NULL DEFAULT 'x'); CREATE INDEX idx ON users (email);
                                   CREATE TABLE o (u INTEGER REFERENCES users (id)))",
        empty(Dialect::sqlite));
    CHECK(value("SELECT name FROM sqlite_master WHERE type='table' AND name='Users'", schema) == "Users");
    CHECK(value("SELECT count(*) FROM sqlite_master WHERE type = \"index\"", schema) == "1");
    CHECK(value("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'idx')", schema) == "1");
    CHECK(ask("SELECT sql FROM sqlite_master WHERE name = 'Users'", schema).kind == Answer::Kind::unknown);
    const Answer info = ask("PRAGMA table_info('users')", schema);
    REQUIRE(info.rows.size() == 2);
    CHECK(info.columns == Texts{"cid", "name", "type", "notnull", "dflt_value", "pk"});
    CHECK(info.rows[1] == std::vector<std::optional<std::string>>{"1", "email", "VARCHAR(255)", "1", "'x'", "0"});
    CHECK(column_of("SELECT name FROM pragma_table_info('users')", schema) == Texts{"id", "email"});
    CHECK(ask("PRAGMA index_list(users)", schema).rows.at(0).at(1) == "idx");
    CHECK(ask("PRAGMA foreign_key_list(\"o\")", schema).rows.at(0).at(2) == "Users");
    CHECK(ask("PRAGMA foreign_keys", schema).kind == Answer::Kind::unknown);
    CHECK(ask("SELECT 1 FROM pg_indexes", schema).kind == Answer::Kind::unknown);
}
