/// What the Python of a migration says of the rows it changes, whether or not replay's way leads there: loops over rows
/// have none on the fresh database that it replays, and what an ORM session does is not followed.
#pragma once

#include <string>

#include "lint/lint.h"

namespace migrate::lint {

/// True when the file outside of downgrade() has an UPDATE in SQL that names the column, a `.values(column=...)`, or
/// an assignment to an attribute of that name.
bool fills_in_python(const replay::ReplayedFile& file, const std::string& column);

/// True when the file outside of downgrade() has `.query(Model).delete()` for a Model whose table it is.
bool empties_in_python(const replay::ReplayedFile& file, const TableName& table);

}  // namespace migrate::lint
