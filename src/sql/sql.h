/// The sql room: raw DDL text to operations through PostgreSQL's own grammar (libpg_query), and a schema back to DDL text.
///
/// It knows nothing of Python or files. Reading never drops anything: each statement becomes operations, an Execute (known to
/// leave the schema alone) or an Opaque.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"

namespace migrate::sql {

/// Reads one or more statements. `dialect` says for which database they are run: what SQLite would refuse or read otherwise is
/// Opaque there with the reason (SQLite's own statements are read through the same grammar where that can).
/// `schema` is the schema they are run on: it answers what the text alone cannot (which table owns a renamed index, whether
/// IF EXISTS finds anything). `where` goes into Opaque::where. Never fails: text that does not parse is one Opaque.
std::vector<Operation> read_statements(std::string_view text, const Schema& schema, std::string_view where);

/// A SELECT on a catalog (pg_indexes, pg_class, pg_type, pg_constraint, information_schema.tables / columns /
/// table_constraints, sqlite_master, PRAGMA table_info, to_regclass ...) answered from the schema.
struct Answer {
    enum class Kind { rows, data, unknown } kind = Kind::unknown;  ///< data: a question about rows of user tables, empty on a fresh database
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;  ///< Kind::rows: the answer, as text; nullopt is NULL
    std::string reason;                                         ///< Kind::unknown: why not, one sentence
};
/// `parameters` are the values of :name binds, already text; a missing one makes the answer unknown.
Answer answer(std::string_view select, const Schema& schema,
              const std::function<std::optional<std::string>(std::string_view)>& parameters);

/// The whole schema as DDL that creates it on an empty database of its dialect: enums, sequences, tables, indexes, then
/// foreign keys (PostgreSQL) or with them inline (SQLite), in an order that works, each statement ended by ";\n".
std::string write_schema(const Schema& schema);
std::string write_table(const Table& table, Dialect dialect);
/// One operation as a PostgreSQL or SQLite statement without the semicolon (used where Alembic has no call for it).
std::string write_operation(const Operation& operation, Dialect dialect);

}  // namespace migrate::sql
