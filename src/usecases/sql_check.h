/// The SQL of a plan, held against PostgreSQL's grammar before it is written down.
#pragma once

#include "plan/plan.h"

namespace migrate::usecases {

/// Error "bad_sql" for a CHECK, an index's expression or predicate that is no expression; steps for SQLite alone are
/// left out.
Result<void> check_sql(const plan::Plan& plan);

}  // namespace migrate::usecases
