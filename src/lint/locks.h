/// The locks that a migration takes on PostgreSQL, on tables that were there before it.
#pragma once

#include <string>
#include <vector>

#include "lint/steps.h"

namespace migrate::lint {

struct Lock {
    enum class Mode {
        none,                 ///< reads and writes go on
        share,                ///< blocks writes
        share_row_exclusive,  ///< blocks writes and other such locks
        access_exclusive,     ///< blocks reads too
    } mode = Mode::none;
    TableName table;
    std::string work;  ///< why it takes as long as the table is large: "builds index ix_a"; "" when it is done at once
    int line = 0;
    std::size_t step = 0;  ///< in upgrade_steps
    int transaction = 0;   ///< locks of one transaction have the same number
};

/// In order. What stands in an autocommit block is a transaction of its own; COMMIT in SQL begins a new one.
std::vector<Lock> locks_of(const replay::FileRuns& side, const std::vector<Step>& steps);

/// True when PostgreSQL writes the table anew to change the type; false for what only changes its catalog, and for
/// types that are not known.
bool rewrites(const Type& from, const Type& to);
/// The CHECKs of the table that name the column: PostgreSQL reads all rows for them again when its type changes, even
/// where it writes none.
std::vector<std::string> checks_on(const Table& table, const std::string& column);
/// Why adding the column writes the table anew: "its default differs row by row"; "" when it does not.
std::string rewrite_reason(const Column& column);
/// True when a valid CHECK of the table says that the column is not null: SET NOT NULL then reads no rows.
bool is_checked_not_null(const Table& table, const std::string& column);

}  // namespace migrate::lint
