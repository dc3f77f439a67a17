/// The plan room: requested operations, the schema and the house rules make a Plan, exact in both directions on both
/// dialects.
///
/// It asks the schema for key types, names and what a drop takes along; it decides names, defaults, indexes of foreign
/// keys, backfills and batch mode. It knows nothing of files and does not write Python.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/requested.h"
#include "project/project.h"
#include "schema/abilities.h"

namespace migrate::plan {

/// The schema at head on both databases. `sqlite_runs` is false when the chain itself cannot run on SQLite; `sqlite`
/// then holds what the chain would leave if it could. Where one database alone is in use, both are its schema.
struct Heads : ByDialect<Schema> {
    bool sqlite_runs = true;
    std::string other = {};  ///< a database that this program does not know, and that is in use instead: "MySQL"

    /// The one database in use; nothing where both are.
    std::optional<Dialect> only() const {
        return postgresql.dialect == sqlite.dialect ? std::optional(postgresql.dialect) : std::nullopt;
    }
};

struct Note {
    std::string code;  ///< stable, for warnings: "batch_loses_check", "reserved_word" ...; "" for assumptions
    std::string text;  ///< one sentence
    bool operator==(const Note&) const = default;
};

struct Plan {
    std::vector<Step> up;
    std::vector<Step> down;
    std::vector<Note> assumptions;
    std::vector<Note> warnings;
    Heads before;  ///< what it was made against: the renderer asks it for existing_type and for what needs batch
};

struct Request {
    std::vector<RequestedOperation> operations;
    std::optional<std::vector<RequestedOperation>> down_operations;  ///< the request's own downgrade, taken as it is
    std::optional<std::string> backfill;
};

/// Errors carry the path of the operation in `where`. Codes of `apply`, and: "needs_default" (NOT NULL on a table that
/// exists), "uncertain" (leans on a Doubt: its file and line in `where`), "bad_reference", "no_key", "cannot_rebuild"
/// (a drop that could not be exact).
Result<Plan> complete(const Request& request, const Heads& heads, const project::HouseRules& rules);

/// A column as it is in the schemas, raised to portable form; the one side's where the other lacks it. A column without
/// facts but its name where neither has it.
Column portable_column(const TableName& table, const std::string& column, const Heads& heads);

/// The schemas after one more step.
Result<Heads> advance(const Step& step, Heads heads);

/// True when SQLite can do the step only by rebuilding the table (Alembic's batch mode), given the schema before it.
bool needs_batch(const Operation& operation, const Schema& sqlite_before);

}  // namespace migrate::plan
