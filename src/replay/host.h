/// What a migration's names and objects mean: Alembic's operations, the database that is migrated, and what SQLAlchemy
/// makes.
#pragma once

#include "interpreter/host.h"

namespace migrate::replay {

/// Its Machine is a replay::Machine.
extern const interpreter::Host kHost;

}  // namespace migrate::replay
