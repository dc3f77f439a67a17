#include "sql/support.h"

using namespace migrate;
using namespace migrate::sql::testing;

namespace {

Schema base() {
    return after(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE users (id int PRIMARY KEY, email text); CREATE INDEX "
        "idx_email ON users (email)");
}

}  // namespace

TEST_CASE("do block: guards on the catalog are answered") {
    const std::string block =
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS "
        "ENUM ('x', 'y'); END IF; END $$;";
    CHECK(one<CreateEnum>(block).type.labels == std::vector<std::string>{"x", "y"});
    CHECK(one<Execute>(block, base()).sql.starts_with("DO $$ BEGIN IF NOT EXISTS"));

    const std::string column = R"(DO $do$
        DECLARE r record;
        BEGIN
            IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'phone') THEN
                RAISE NOTICE 'there';
            ELSIF NOT EXISTS (SELECT FROM pg_indexes WHERE indexname = 'idx_email') THEN
                DROP TABLE users;
            ELSE
                ALTER TABLE users ADD COLUMN phone text;
                UPDATE users SET phone = '';
            END IF;
        END $do$)";
    const auto operations = read(column, base());
    REQUIRE(operations.size() == 2);
    CHECK(std::get<AddColumn>(operations[0]).column.name == "phone");
    CHECK(std::get<Execute>(operations[1]).sql == "UPDATE users SET phone = ''");
}

TEST_CASE("do block: an error undoes the block and goes to its handler") {
    const std::string block =
        "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END $$";
    CHECK(one<CreateEnum>(block).type.name.name == "mood");
    CHECK(one<Execute>(block, base()).sql == block);
    const std::string two =
        "DO $$ BEGIN ALTER TABLE users ADD x int; ALTER TABLE users ADD email text; EXCEPTION WHEN OTHERS "
        "THEN ALTER TABLE users ADD y int; END $$";
    CHECK(one<AddColumn>(two, base()).column.name == "y");
    const std::string other =
        "DO $$ BEGIN ALTER TABLE users ADD email text; EXCEPTION WHEN undefined_table THEN NULL; END $$";
    CHECK(one<AddColumn>(other, base()).column.name == "email");
}

TEST_CASE("do block: EXECUTE of text that is written out") {
    CHECK(one<AddColumn>("DO $$ BEGIN EXECUTE 'ALTER TABLE users ADD z int'; END $$", base()).column.name == "z");
    CHECK(one<AddColumn>(
              "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD %I int DEFAULT %L', 'users', 'z', '3'); END $$", base())
              .column.server_default == Default{"'3'", std::nullopt});
}

TEST_CASE("do block: without DDL it leaves the schema alone") {
    for (const std::string text :
         {"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'users') THEN CREATE "
          "POLICY p ON users USING (true); END IF; END $$",
          "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anon') THEN REVOKE ALL ON users "
          "FROM anon; END IF; END $$",
          "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM users LOOP UPDATE users SET email = r.email; "
          "END LOOP; END $$",
          "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['users'] LOOP EXECUTE format('ALTER TABLE %I "
          "ENABLE ROW LEVEL SECURITY', t); END LOOP; END $$"})
        CHECK(one<Execute>(text, base()).sql == text);
}

TEST_CASE("do block: what hangs on the unknown is opaque and names its tables") {
    for (const std::string text :
         {"DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE 'ALTER TABLE "
          "users ADD c int'; END LOOP; END $$",
          "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles) THEN ALTER TABLE users ADD c int; END IF; END $$",
          "DO $$ BEGIN IF EXISTS (SELECT 1 FROM users) THEN DROP INDEX idx_email; END IF; END $$",
          "DO $$ DECLARE n text := 'c'; BEGIN EXECUTE 'ALTER TABLE users DROP CONSTRAINT ' || n; END $$"})
        CHECK(one<Opaque>(text, base()).objects == std::vector<std::string>{"table users"});
    CHECK(one<Opaque>("DO $$ BEGIN PERFORM fix_all(); END $$", base()).objects.empty());
    CHECK(one<Opaque>("DO LANGUAGE plpython3u $$ plpy.execute('DROP TABLE users') $$", base()).objects ==
          std::vector<std::string>{"table users"});
}
