/// The SQL of a plan, held against the databases' grammar before it is written down.
#pragma once

#include "plan/plan.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// Error "bad_sql" for SQL of the request that is not one expression (a CHECK, a default, a backfill, a computed
/// column, USING, an index's expression or predicate), one type or one operator class to PostgreSQL, or to SQLite where
/// the project is plainly for SQLite alone. `execute` is left as it is: it is shown whole.
Result<void> check_sql(const plan::Plan& plan, const plan::Request& request, const Workspace& workspace);

/// What a step does in one line, with all SQL that it brings into the file but plain values: whole statements, and the
/// expressions that `describe` leaves out.
std::string describe_with_sql(const Operation& operation);

}  // namespace migrate::usecases
