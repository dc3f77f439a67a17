/// Whether SQLite matters to a file: a chain that has stopped running there long ago is not told so in every file.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

enum class SqliteUse {
    runs,    ///< the chain runs on SQLite up to this file
    wanted,  ///< an earlier file stops there, but this one speaks of SQLite or uses batch mode
    none,    ///< an earlier file stops there, and this one does not care
};

SqliteUse use_of_sqlite(const replay::Visited& file);

/// The severity of a finding that is about SQLite alone: the rule's own while the chain runs there, else INFO; nothing
/// where it does not matter.
std::optional<Severity> severity_on_sqlite(const replay::Visited& file, Severity own);

}  // namespace migrate::lint
