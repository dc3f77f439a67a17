/// Names that SQLite's CREATE TABLE takes twice.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace migrate {

/// Names that two constraints of the table have, as SQLite's CREATE TABLE allows, each once. Alembic's batch mode keeps
/// one constraint of each (measured with 1.8.1, 1.13 and 1.19), and which one is not determined.
std::vector<std::string> repeated_constraint_names(const Table& table);

}  // namespace migrate
