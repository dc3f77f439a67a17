/// The SQL of a plan, held against the databases' grammar before it is written down.
#pragma once

#include "plan/plan.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// Error "bad_sql" for a CHECK, an index's expression or predicate that is no expression to PostgreSQL, or to SQLite
/// where the project is plainly for SQLite alone. Steps for SQLite alone are left out.
Result<void> check_sql(const plan::Plan& plan, const Workspace& workspace);

}  // namespace migrate::usecases
