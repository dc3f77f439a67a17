/// What a change of a column's type needs around it: the cast, and the default out of its way. Internal to the plan
/// room.
#pragma once

#include <vector>

#include "base/result.h"
#include "operations/operation.h"

namespace migrate::plan {

/// The list, exact and of one database, made such that its changes of type work: on PostgreSQL with the USING
/// expression, and with the default taken away before where it could not be cast; where the kind of type changes, the
/// default is said again, for PostgreSQL would keep it as a cast of the old one. `before` is the schema it starts on.
std::vector<Operation> with_casts(const std::vector<Operation>& operations, Schema before);

/// Error where PostgreSQL would refuse to change the column's type: "no_cast" where none leads there, or none back for
/// the downgrade; "depends_on" where a foreign key holds the column to another kind of type. `to` is lowered.
Result<void> check_type_change(const Schema& postgresql, const TableName& table, const Column& column, const Type& to);

/// True for a change of type whose USING has a percent sign: Alembic hands it to the driver as it is, which takes it
/// for a parameter, so that PostgreSQL gets a statement of its own.
bool has_percent(const Operation& operation);
/// The operation as SQLite has it.
Operation without_using(Operation operation);

/// The step that takes a default out of the way of an explicit cast.
AlterColumn without_default(const TableName& table, const std::string& column);

}  // namespace migrate::plan
