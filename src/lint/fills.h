/// What the Python of a migration says of filling a column, whether or not replay's way leads there: loops over rows
/// have none on the fresh database that it replays.
#pragma once

#include <string>

#include "lint/lint.h"

namespace migrate::lint {

/// True when the file outside of downgrade() has an UPDATE in SQL that names the column, a `.values(column=...)`, or
/// an assignment to an attribute of that name.
bool fills_in_python(const replay::Visited& file, const std::string& column);

}  // namespace migrate::lint
