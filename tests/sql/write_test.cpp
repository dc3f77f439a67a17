#include <rapidcheck.h>

#include "base/text.h"
#include "sql/support.h"
#include "support/generate_schema.h"

using namespace migrate;
using namespace migrate::sql;
using namespace migrate::sql::testing;

namespace {

std::string written(const Operation& operation, Dialect dialect = Dialect::postgresql) {
    return write_operation(operation, dialect);
}

/// Applies what the text says; fails the property with the text when it cannot.
Schema applied_text(const std::string& text, Schema schema) {
    for (const Operation& operation : read_statements(text, schema, "")) {
        if (const auto* opaque = std::get_if<Opaque>(&operation))
            RC_FAIL(opaque->reason + "\n" + opaque->source + "\n" + text);
        const Result<Schema> next = migrate::apply(operation, schema);
        if (!next) RC_FAIL(next.error().message + "\n" + text);
        schema = *next;
    }
    return schema;
}

/// The generator also makes what only PostgreSQL has.
bool runs_on_sqlite(const Schema& schema, const std::string& text) {
    const auto has_deferrable = [](const auto& entry) {
        const auto& uniques = entry.second.uniques;
        return std::any_of(uniques.begin(), uniques.end(),
                           [](const Unique& unique) { return !unique.deferrable.empty(); });
    };
    return text.find("::") == std::string::npos && text.find("billing.") == std::string::npos &&
           std::none_of(schema.tables.begin(), schema.tables.end(), has_deferrable);
}

/// SQLite's type names do not say all that a type holds (DATETIME: nothing of the time zone).
Schema with_spelled_types(Schema schema) {
    if (schema.dialect == Dialect::postgresql) return schema;
    const auto tables = schema.tables;
    for (const auto& [name, table] : tables)
        for (Column& column : find_table(schema, name)->columns)
            column.type = read_sql_type(sql_of(column.type, Dialect::sqlite));
    return schema;
}

}  // namespace

TEST_CASE("write: a table with all that it can hold reads back the same") {
    const std::string text = R"(
        CREATE TYPE billing.mood AS ENUM ('sad', 'it''s');
        CREATE SEQUENCE numbers START 5;
        CREATE TABLE users (id uuid CONSTRAINT pk PRIMARY KEY DEFAULT gen_random_uuid(), "Order" text);
        CREATE TABLE billing.t (id bigserial CONSTRAINT t_pk PRIMARY KEY, m billing.mood NOT NULL DEFAULT 'sad', ms billing.mood[],
            n int GENERATED ALWAYS AS IDENTITY, twice numeric(10,2) GENERATED ALWAYS AS (n * 2) STORED,
            ok boolean DEFAULT (1 = 1 AND 2 = 2), at timestamptz(3) DEFAULT now(),
            u uuid CONSTRAINT fk REFERENCES users (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (n, u) DEFERRABLE, CONSTRAINT chk CHECK (n > 0 OR u IS NULL),
            CONSTRAINT ex EXCLUDE USING gist (at WITH =) WHERE (n > 0));
        ALTER TABLE billing.t ADD CONSTRAINT late CHECK (n < 100) NOT VALID, ADD CONSTRAINT fk_late FOREIGN KEY (u) REFERENCES users (id) NOT VALID;
        CREATE UNIQUE INDEX i ON billing.t USING btree (lower(n::text) text_pattern_ops DESC, u DESC NULLS LAST) INCLUDE (at) WITH (fillfactor=70) WHERE n > 3;
        COMMENT ON TABLE billing.t IS 'who''s'; COMMENT ON COLUMN billing.t.n IS 'a "number"';
        CREATE VIEW b AS SELECT * FROM c; CREATE VIEW c AS SELECT * FROM users;)";
    const Schema schema = after(text);
    const Schema again = after(write_schema(schema));
    CHECK(differences(schema, again) == std::vector<std::string>{});
    CHECK(write_schema(schema).find("VIEW c") < write_schema(schema).find("VIEW b"));
}

TEST_CASE("write: defaults stand in parentheses where the dialect wants them") {
    const Schema schema = after(
        "CREATE TABLE t (a DATETIME DEFAULT (datetime('now')), b INTEGER DEFAULT -1, c TEXT DEFAULT 'x', d "
        "DATETIME DEFAULT CURRENT_TIMESTAMP, "
        "id INTEGER NOT NULL CONSTRAINT p PRIMARY KEY AUTOINCREMENT)",
        empty(Dialect::sqlite));
    const std::string text = write_schema(schema);
    CHECK(text.find("DEFAULT (datetime('now'))") != std::string::npos);
    CHECK(text.find("DEFAULT -1,") != std::string::npos);
    CHECK(text.find("DEFAULT CURRENT_TIMESTAMP") != std::string::npos);
    CHECK(text.find("id INTEGER NOT NULL CONSTRAINT p PRIMARY KEY AUTOINCREMENT") != std::string::npos);
    CHECK(differences(after(text, empty(Dialect::sqlite)), schema) == std::vector<std::string>{});
}

TEST_CASE("write: operations") {
    CHECK(written(DropTable{{"", "order"}, true, true}) == "DROP TABLE IF EXISTS \"order\" CASCADE");
    CHECK(written(DropTable{{"", "order"}, true, true}, Dialect::sqlite) == "DROP TABLE IF EXISTS \"order\"");
    CHECK(written(RenameTable{{"", "a"}, {"x", "b"}}) == "ALTER TABLE a RENAME TO b;\nALTER TABLE b SET SCHEMA x");
    AlterColumn change{
        .table = {"", "t"}, .column = "a", .type = *read_type("integer"), .using_sql = "a::integer", .nullable = false};
    change.set_default = true;
    change.server_default = Default{"0", std::nullopt};
    change.comment = "x";
    CHECK(written(change) ==
          "ALTER TABLE t ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE integer USING a::integer, ALTER "
          "COLUMN a SET DEFAULT 0, "
          "ALTER COLUMN a SET NOT NULL;\nCOMMENT ON COLUMN t.a IS 'x'");
    CHECK(written(change, Dialect::sqlite).empty());
    CHECK(written(AddEnumLabel{{"", "m"}, "new", "old", "", true}) ==
          "ALTER TYPE m ADD VALUE IF NOT EXISTS 'new' BEFORE 'old'");
    CHECK(written(CreateCheck{{"", "t"}, {"c", "a > 0", true}}) ==
          "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID");
    CHECK(written(CreateUnique{{"", "t"}, {"u", {"a"}}, "i"}) == "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i");
    CHECK(written(DropIndex{std::nullopt, "x", "i", true, true}) == "DROP INDEX CONCURRENTLY IF EXISTS x.i");
    CHECK(written(DropView{{"", "v"}, false, false, true}) == "DROP MATERIALIZED VIEW v");
    CHECK(written(Execute{"UPDATE a", "x"}) == "UPDATE a");
}

TEST_CASE("law: read_statements(write_schema(S)) makes S") {
    CHECK(rc::check([] {
        const Schema schema = generate::schema_for(generate::dialect());
        const std::string text = write_schema(schema);
        RC_PRE(schema.dialect == Dialect::postgresql || runs_on_sqlite(schema, text));
        const Schema again = applied_text(text, empty(schema.dialect));
        const auto different = differences(with_spelled_types(schema), again);
        if (!different.empty()) RC_FAIL(base::join(different, "\n") + "\n" + text);
    }));
}

TEST_CASE("law: read_statements(write_operation(op)) does what op does") {
    CHECK(rc::check([] {
        const Schema before = generate::schema_for(Dialect::postgresql, 8);
        const Operation operation = generate::operation_on(before);
        const Result<Schema> expected = migrate::apply(operation, before);
        RC_PRE(expected.has_value());
        const std::string text = write_operation(operation, Dialect::postgresql);
        const Schema found = applied_text(text, before);
        const auto different = differences(*expected, found);
        if (!different.empty()) RC_FAIL(base::join(different, "\n") + "\n" + text);
    }));
}
