/// Constraints that SQLite keeps without a name, and that batch mode names for the time of a rebuild. Internal to the
/// plan room.
#pragma once

#include "operations/operation.h"

namespace migrate::plan {

/// SQLite's way of dropping what PostgreSQL has under the drop's name: the constraint of the same kind over the same
/// columns, without a name. nullopt where there is none. Error "unnamed_constraint" where batch mode would give other
/// constraints names with it.
Result<std::optional<DropConstraint>> unnamed_counterpart(const DropConstraint& drop, const Table& postgresql,
                                                          const Table& sqlite);

/// The drop of a constraint without a name; the same error.
Result<DropConstraint> drop_without_name(ConstraintKind kind, const Table& sqlite);

}  // namespace migrate::plan
