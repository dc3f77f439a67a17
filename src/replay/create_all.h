/// MetaData.create_all() and drop_all(): of tables, and of the classes of the migration and of the project.
#pragma once

#include "replay/machine.h"

namespace migrate::replay {

/// Makes the tables of the MetaData that are not there, or those that `tables=` lists, each after those it refers to.
/// Where the project's modules bring it, they are all run that env.py and the migration import: each class counts that
/// Python would know by then.
void create_all(Machine& machine, const MetadataObject& metadata, const Arguments& arguments);
void drop_all(Machine& machine, const MetadataObject& metadata, const Arguments& arguments);

/// Runs the project's modules that Python has imported when the migration runs, where it has imported any.
void run_imported(Machine& machine);

/// table.create(bind) of a Table; `checked`: not when it is there.
void create_known(Machine& machine, const TableObject& table, bool checked, const std::string& source);
/// The class whose `__table__` this is, its table complete; nullptr for a Table that was written as such.
const Mapped* declared_by(Machine& machine, const TableObject& table);
void create_declared(Machine& machine, const Mapped& mapped, const std::string& source);

}  // namespace migrate::replay
