#include <rapidcheck.h>

#include "catalog/answer.h"
#include "sql/support.h"

using namespace migrate;
using namespace migrate::sql;
using namespace migrate::sql::testing;

namespace {

const std::vector<std::string>& seeds() {
    static const std::vector<std::string> texts = {
        "CREATE TABLE t (id serial PRIMARY KEY, a numeric(10,2) DEFAULT (1+2) CHECK (a > 0), b uuid "
        "REFERENCES u (id) ON DELETE CASCADE)",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text[] DEFAULT '{}'::text[], DROP COLUMN a CASCADE, ADD "
        "CONSTRAINT x EXCLUDE USING gist (a WITH =)",
        "CREATE UNIQUE INDEX CONCURRENTLY ON t USING gin (lower(a) gin_trgm_ops DESC) INCLUDE (b) WITH "
        "(fillfactor=70) WHERE a IS NULL",
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'm') THEN CREATE TYPE m AS ENUM "
        "('a'); END IF; EXCEPTION WHEN OTHERS THEN NULL; END $$",
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP EXECUTE format('DROP TABLE %I', 't'); END "
        "LOOP; CASE WHEN true THEN NULL; END CASE; END $$",
        "CREATE TABLE `x y` ([a b] INTEGER PRIMARY KEY AUTOINCREMENT) WITHOUT ROWID; CREATE TRIGGER t AFTER "
        "INSERT ON x BEGIN SELECT 1; END; PRAGMA table_info(t)",
        "SELECT c.conname, count(*) FROM pg_constraint c LEFT JOIN pg_class t ON t.oid = c.conrelid WHERE "
        "t.relname ILIKE :a AND c.contype IN ('f','u') GROUP BY 1 ORDER BY 1 LIMIT 3",
        "SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = "
        "ANY(ARRAY['a'])) OR to_regclass('x.t') IS NOT NULL",
        "CREATE VIEW IF NOT EXISTS v (a) AS SELECT 1; COMMENT ON COLUMN a.b.c IS 'x'; ALTER SEQUENCE s OWNED "
        "BY t.a; DROP TYPE IF EXISTS m, n CASCADE",
    };
    return texts;
}

int between(int low, int high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high));
}

/// A seed with some bytes cut out, doubled, or replaced by pieces that often matter.
std::string mutated() {
    static const std::vector<std::string> pieces = {
        "(",  ")",    "'",       "\"",    "$$",  ";", ",",  "[", "]",    ".",    "--",
        "/*", " AS ", " BEGIN ", " END ", "\\:", ":", "%(", "`", "\xff", " IF ", " FROM "};
    std::string text = seeds()[static_cast<std::size_t>(between(0, static_cast<int>(seeds().size())))];
    for (int i = between(1, 6); i > 0 && !text.empty(); --i) {
        const auto at = static_cast<std::size_t>(between(0, static_cast<int>(text.size())));
        const auto length = static_cast<std::size_t>(between(0, 20));
        switch (between(0, 3)) {
            case 0:
                text.erase(at, length);
                break;
            case 1:
                text.insert(at, text.substr(at, length));
                break;
            default:
                text.insert(at, pieces[static_cast<std::size_t>(between(0, static_cast<int>(pieces.size())))]);
        }
    }
    return text;
}

Schema schema_of(Dialect dialect) {
    Schema schema = empty(dialect);
    schema.tables[{"", "t"}] = Table{{"", "t"}, {Column{"id", *read_type("integer")}, Column{"a", *read_type("text")}}};
    schema.views.change()[{"", "v"}] = "SELECT 1";
    return schema;
}

void does_not_crash(const std::string& text) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Schema schema = schema_of(dialect);
        for (const Operation& operation : read_statements(text, schema, "x")) {
            (void)write_operation(operation, dialect);
            if (const auto* opaque = std::get_if<Opaque>(&operation)) RC_ASSERT(!opaque->reason.empty());
        }
        const Answer found = answer(text, schema, [](std::string_view) { return "{a,b}"; });
        RC_ASSERT(found.kind != Answer::Kind::unknown || !found.reason.empty());
    }
}

}  // namespace

TEST_CASE("fuzz: mutated statements neither crash nor vanish") {
    CHECK(rc::check([] { does_not_crash(mutated()); }));
}

TEST_CASE("fuzz: random bytes") {
    CHECK(rc::check([](const std::string& text) { does_not_crash(text); }));
}
