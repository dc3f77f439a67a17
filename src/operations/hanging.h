/// What hangs on a change: the views, generated columns, triggers, rules, policies and the like that a database would
/// refuse to change under, lose without a word, or leave broken. Plans, replays and reviews all ask here.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"

namespace migrate {

struct Hanging {
    /// What it takes to make the change with the thing there.
    enum class Tie {
        away,  ///< it must be dropped before, and can be made again after
        bars,  ///< it uses what goes away, so it cannot be made again
        told,  ///< the database knows nothing of it: a function whose text names what changes
    };
    /// What it is; `kind` is also "view", "generated column", "check", "exclude" or "index" (those of tables).
    Attachment thing;
    Tie tie = Tie::away;
    std::vector<Operation> drop;  ///< of Tie::away
    std::vector<Operation> make;  ///< as it is after the change, with what goes along when it is dropped
    bool operator==(const Hanging&) const = default;
};

/// All that hangs on the operation, in the order in which it can be dropped: views over views come first. `rebuilds`:
/// on SQLite, Alembic's batch mode makes the operation's table anew. The operation is lowered; what CASCADE takes along
/// does not hang.
std::vector<Hanging> hangs_on(const Operation& operation, const Schema& schema, bool rebuilds = false);

/// The same for a table that SQLite makes anew.
std::vector<Hanging> hangs_on_rebuild(const TableName& table, const Schema& schema);

/// The exact operations of one database with what hangs on them dropped before, and made again after all of them.
std::vector<Operation> carry(const std::vector<Operation>& operations, Schema schema);

/// "view active_users", "trigger t_touch of users", "generated column twice of t".
std::string to_text(const Attachment& thing);

/// PostgreSQL knows which columns these use: triggers, rules and policies.
bool is_held_by_column(const Attachment& thing);

/// The statement that drops a function, trigger, rule, policy or statistics object; "" for what has none of its own.
std::string drop_statement(const Attachment& thing, Dialect dialect);

/// The view with all views over it, the outermost first.
std::vector<TableName> views_above(const Schema& schema, const TableName& view);

/// The operation with the text of a view or statement as it is after the rename.
Operation after_rename(Operation operation, const Operation& rename, Dialect dialect);

}  // namespace migrate
