/// Chains that begin in the middle: tables that something else has made (create_all, a script, another chain) are taken
/// as they are used.
#pragma once

#include "replay/machine.h"

namespace migrate::replay {

/// Puts what the operation uses and the chain has not made into the schema, with named doubts about its parts and one
/// note for each table. Only where the chain shows that it begins in the middle (nothing is there yet, or it was so
/// before), and what foreign keys of a file that others follow point to. True when something was put there, so that the
/// operation may work now.
bool assume_elsewhere(Machine& machine, const Operation& operation, const Error& error);

/// True when it drops or renames an index or constraint of a table from elsewhere, which has had it then.
bool is_part_elsewhere(const Machine& machine, const Operation& operation, const Error& error);

}  // namespace migrate::replay
