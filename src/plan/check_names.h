/// Names that a database refuses, or takes and then does the wrong thing with: refused before anything is written.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace migrate::plan {

/// Looks at every name that the steps bring. `after` holds the schemas that they lead to. Errors: "bad_name" (empty),
/// "name_too_long" (PostgreSQL cuts at 63 bytes), "reserved_name" (Alembic's own table, SQLite's and PostgreSQL's own
/// names), "name_differs_in_case" (SQLite holds two such names for one).
Result<void> check_names(const std::vector<Step>& steps, const Heads& after);

}  // namespace migrate::plan
