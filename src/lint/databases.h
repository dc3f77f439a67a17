/// Which databases matter to a file: a chain that has stopped running on one long ago is not told so in every file.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

enum class SqliteUse {
    runs,    ///< the chain runs on SQLite up to this file
    wanted,  ///< an earlier file stops there, but this one speaks of SQLite or uses batch mode
    none,    ///< an earlier file stops there, and this one does not care; or it stands in a folder "postgresql"
};

SqliteUse use_of_sqlite(const replay::ReplayedFile& file);

/// The severity of a finding that is about SQLite alone: the rule's own while the chain runs there, else INFO; nothing
/// where it does not matter.
std::optional<Severity> severity_on_sqlite(const replay::ReplayedFile& file, Severity own);

/// True when PostgreSQL does not matter: the file stands in a folder "sqlite", or it or one before it runs PRAGMA
/// outside of a branch for SQLite.
bool runs_on_sqlite_alone(const replay::ReplayedFile& file);

/// The severity of a failure on PostgreSQL: CRITICAL, but WARNING where an earlier file fails there already, for this
/// one may only follow from it; nothing where PostgreSQL does not matter.
std::optional<Severity> severity_on_postgresql(const replay::ReplayedFile& file);

}  // namespace migrate::lint
