// Any text as SQL inside a migration, on both databases: no statement vanishes, and each operation can be written down.
#include "sql/sql.h"

#include <cstdint>

#include "catalog/answer.h"
#include "fuzz/law.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

constexpr const char* kStart =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255) NOT NULL, CONSTRAINT uq_users_email UNIQUE "
    "(email));"
    "CREATE TABLE invoices (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, status "
    "TEXT,"
    " total NUMERIC(12, 2) DEFAULT 0 CHECK (total >= 0));"
    "CREATE INDEX ix_invoices_user_id ON invoices (user_id); CREATE VIEW v AS SELECT 1";

Schema start_on(Dialect dialect) {
    Schema schema{dialect};
    for (const Operation& operation : sql::read_statements(kStart, schema, "start")) {
        Result<Schema> after = apply(operation, schema);
        if (!after) broken("the start is sound", after.error().message);
        schema = std::move(*after);
    }
    return schema;
}

void read_on(const std::string& text, Dialect dialect) {
    static const Schema on_postgresql = start_on(Dialect::postgresql);
    static const Schema on_sqlite = start_on(Dialect::sqlite);
    const Schema& schema = dialect == Dialect::postgresql ? on_postgresql : on_sqlite;
    for (const Operation& operation : sql::read_statements(text, schema, "fuzzed.py:1")) {
        static_cast<void>(sql::write_operation(operation, dialect));
        const auto* opaque = std::get_if<Opaque>(&operation);
        if (opaque != nullptr && opaque->reason.empty()) broken("what is not understood says why", text);
        static_cast<void>(apply(operation, schema));
    }
    const sql::Answer found = sql::answer(text, schema, [](std::string_view) { return "{a,b}"; });
    if (found.kind == sql::Answer::Kind::unknown && found.reason.empty()) broken("no answer says why", text);
    for (const auto& row : found.rows) {
        if (row.size() != found.columns.size()) broken("a row has all columns", text);
    }
}

}  // namespace

void migrate::fuzz::take(std::string_view input) {
    const std::string text(input);
    read_on(text, Dialect::postgresql);
    read_on(text, Dialect::sqlite);
}
