/// Constraints that SQLite keeps without a name, and that batch mode names for the time of a rebuild. Internal to the
/// plan room.
#pragma once

#include "operations/operation.h"

namespace migrate::plan {

/// SQLite's way of dropping what PostgreSQL has under the drop's name: the constraint of the same kind over the same
/// columns, without a name. Nothing where there is none. Error "unnamed_constraint" where two of them are alike.
Result<std::vector<Operation>> unnamed_counterpart(const DropConstraint& drop, const Table& postgresql,
                                                   const Table& sqlite);

/// The drop of the constraint without a name that is over these columns, or says {sql}: batch mode can only drop all of
/// the kind, so that the others are made again. The same error.
Result<std::vector<Operation>> drop_without_name(ConstraintKind kind, const std::vector<std::string>& nature,
                                                 const Table& sqlite);

/// The same steps with SQLite's drops and makes of constraints without a name, which batch mode does all at once: what
/// is made only to be dropped again is left out, and what nothing of SQLite's stands between comes together, drops
/// first.
std::vector<Step> gather_unnamed(const std::vector<Step>& steps);

}  // namespace migrate::plan
