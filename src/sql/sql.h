/// The sql room: raw DDL text to operations, and a schema back to DDL text. The rooms below it, syntax and catalog,
/// speak its namespace.
///
/// It knows nothing of Python or files. Reading never drops anything: each statement becomes operations, an
/// Execute (known to leave the schema alone) or an Opaque.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"

namespace migrate::sql {

/// Reads one or more statements. `dialect` says for which database they are run: what SQLite would refuse or
/// read otherwise is Opaque there with the reason (SQLite's own statements are read through the same grammar
/// where that can). `schema` is the schema they are run on: it answers what the text alone cannot (which
/// table owns a renamed index, whether IF EXISTS finds anything). `where` goes into Opaque::where. Never
/// fails: text that does not parse is one Opaque. Left out without a word, because no Schema holds it: where
/// and how a table is stored, options of identity sequences.
std::vector<Operation> read_statements(std::string_view text, const Schema& schema, std::string_view where);

/// True when the Opaque is a statement that SQLite refuses: nothing happens to the schema, and the migration
/// stops there.
bool fails_on_sqlite(const Opaque& operation);
/// True when the Opaque is a text that PostgreSQL's own grammar refuses.
bool is_syntax_error(const Opaque& operation);

/// The whole schema as DDL that creates it on an empty database of its dialect: schemas, enums, sequences,
/// tables, indexes, then foreign keys (PostgreSQL) or with them inline (SQLite), views last, each statement
/// ended by ";\n".
std::string write_schema(const Schema& schema);
/// The same, each statement for itself and without the semicolon.
std::vector<std::string> schema_statements(const Schema& schema);
/// One operation as a PostgreSQL or SQLite statement without the semicolon (used where Alembic has no call
/// for it); where it takes several, they are joined by ";\n". "" for what the dialect has no statement for
/// (most of ALTER TABLE on SQLite, types there), and for Opaque.
std::string write_operation(const Operation& operation, Dialect dialect);

}  // namespace migrate::sql
