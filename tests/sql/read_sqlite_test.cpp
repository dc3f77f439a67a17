#include "sql/support.h"

using namespace migrate;
using namespace migrate::sql;
using namespace migrate::sql::testing;

namespace {

Schema base() {
    return after(
        R"(CREATE TABLE Users (id INTEGER PRIMARY KEY, "email" VARCHAR(255) NOT NULL UNIQUE, Created DATETIME DEFAULT CURRENT_TIMESTAMP);
                    CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE))",
        empty(Dialect::sqlite));
}

}  // namespace

TEST_CASE("sqlite: names keep their case and are found without it") {
    const Schema schema = base();
    const Table* users = find_table(schema, {"", "Users"});
    REQUIRE(users);
    CHECK(column(*users, "Created").server_default == Default{"CURRENT_TIMESTAMP", std::nullopt});
    CHECK(find_table(schema, {"", "orders"})->foreign_keys[0].target.name == "Users");
    CHECK(one<RenameColumn>("ALTER TABLE USERS RENAME COLUMN CREATED TO made_at", schema) ==
          RenameColumn{{"", "Users"}, "Created", "made_at"});
    CHECK(one<DropTable>("DROP TABLE main.users", schema).table.name == "Users");
}

TEST_CASE("sqlite: its own words and quotes") {
    const auto create = one<CreateTable>(
        "CREATE TABLE `a b` ([c d] TEXT DEFAULT ('x'), \"e\" BLOB, n INTEGER NOT NULL, PRIMARY KEY (n)) "
        "WITHOUT ROWID, STRICT",
        empty(Dialect::sqlite));
    CHECK(create.table.name.name == "a b");
    CHECK(create.table.columns[0].name == "c d");
    CHECK(create.table.columns[0].server_default == Default{"'x'", std::nullopt});
    CHECK(create.table.primary_key->columns == std::vector<std::string>{"n"});
    CHECK(find_table(base(), {"", "orders"})->primary_key->autoincrement);
    for (const std::string text : {"PRAGMA foreign_keys=OFF", "INSERT OR IGNORE INTO users VALUES (1)",
                                   "REPLACE INTO users VALUES (1)", "VACUUM", "CREATE TEMP TABLE t (a)",
                                   "CREATE TRIGGER t AFTER INSERT ON users BEGIN DELETE FROM orders; SELECT 1; END"}) {
        if (text.starts_with("CREATE TEMP")) continue;  // no types: not read by PostgreSQL's grammar
        CHECK(one<Execute>(text, base()).sql == text);
    }
    CHECK(one<Opaque>("CREATE VIRTUAL TABLE docs USING fts5(body)", base()).objects ==
          std::vector<std::string>{"table docs"});
    CHECK(one<Opaque>("CREATE TABLE t (a, b)", base()).objects == std::vector<std::string>{"table t"});
    CHECK(one<Opaque>("UPDATE sqlite_master SET sql = 'x'", base()).objects.empty());
}

TEST_CASE("sqlite: the way to change a table works") {
    const Schema schema = after(R"(
        PRAGMA foreign_keys=off;
        CREATE TABLE _new (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, note TEXT, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id));
        INSERT INTO _new (id, user_id) SELECT id, user_id FROM orders;
        DROP TABLE orders;
        ALTER TABLE _new RENAME TO orders;
        CREATE INDEX idx_orders_user ON orders (user_id) WHERE note IS NULL;
        PRAGMA foreign_keys=on;)",
                                base());
    const Table* orders = find_table(schema, {"", "orders"});
    REQUIRE(orders);
    CHECK(orders->columns.size() == 3);
    CHECK(orders->foreign_keys.size() == 1);
    CHECK(orders->indexes[0].where == "note IS NULL");
    CHECK_FALSE(find_table(schema, {"", "_new"}));
}

TEST_CASE("sqlite: what it refuses is marked as failing there") {
    const Schema schema = base();
    for (const std::string text : {"ALTER TABLE users ALTER COLUMN email SET NOT NULL",
                                   "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)",
                                   "ALTER TABLE users DROP CONSTRAINT c",
                                   "ALTER TABLE users ADD COLUMN IF NOT EXISTS a INT",
                                   "ALTER TABLE users ADD a INT, ADD b INT",
                                   "ALTER TABLE users ADD a INT UNIQUE",
                                   "ALTER TABLE users RENAME CONSTRAINT a TO b",
                                   "CREATE EXTENSION pgcrypto",
                                   "CREATE TYPE m AS ENUM ('a')",
                                   "DO $$ BEGIN END $$",
                                   "DROP TABLE users, orders",
                                   "DROP TABLE users CASCADE",
                                   "CREATE INDEX CONCURRENTLY i ON users (email)",
                                   "CREATE INDEX i ON users USING gin (email)",
                                   "COMMENT ON TABLE users IS 'x'",
                                   "TRUNCATE users",
                                   "UPDATE users SET email = email::text",
                                   "CREATE TABLE public.x (a INT)",
                                   "CREATE TABLE t (a TIMESTAMP DEFAULT now())",
                                   "CREATE SEQUENCE s",
                                   "UPDATE users SET created = now()",
                                   "ALTER INDEX a RENAME TO b",
                                   "GRANT SELECT ON users TO x",
                                   "ALTER TABLE ONLY users ADD a INT",
                                   "DROP TABLE users RESTRICT",
                                   "CREATE INDEX i ON users (email NULLS LAST)",
                                   "CREATE INDEX ON users (email)"}) {
        const auto opaque = one<Opaque>(text, schema);
        CAPTURE(text);
        CHECK(fails_on_sqlite(opaque));
        CHECK(opaque.objects.empty());
    }
    CHECK_FALSE(fails_on_sqlite(one<Opaque>("CREATE TABLE t (a, b)", schema)));
}

TEST_CASE("sqlite: views") {
    const Schema schema = after("CREATE VIEW IF NOT EXISTS v AS SELECT 1", base());
    CHECK(schema.views.at({"", "v"}) == "SELECT 1");
    CHECK(one<Execute>("CREATE VIEW IF NOT EXISTS v AS SELECT 2", schema).sql.size() > 10);
    CHECK(one<DropView>("DROP VIEW v", schema).name.name == "v");
}
