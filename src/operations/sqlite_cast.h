/// What SQLite does to values that a batch casts to another type.
#pragma once

#include "schema/schema.h"

namespace migrate {

/// True where Alembic's batch mode on SQLite copies a column by CAST: the families of the types differ. `compared` is
/// the new type that it asks, which is the one that a variant stands for.
bool batch_casts(const Type& from, const Type& compared);
/// True where Alembic's batch mode on SQLite would CAST between families and so destroy what the column holds: a text
/// '2020-01-02' becomes the number 2020. Types as SQLite has them.
bool cast_destroys(const Type& from, const Type& to);

}  // namespace migrate
