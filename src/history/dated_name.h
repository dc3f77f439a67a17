/// Names of migrations: which count, and which are dated and numbered.
#pragma once

#include <optional>
#include <string_view>

namespace migrate::history {

/// NNNNNN of a file name or an id that begins with YYYYMMDD_NNNNNN.
std::optional<int> dated_number(std::string_view text);

/// True for the names that Alembic loads from a versions folder: every .py, but no editor's lock file and no __init__.
bool is_migration_name(std::string_view name);

}  // namespace migrate::history
