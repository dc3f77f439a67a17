/// Alembic's own table, which a database has and no migration makes.
#pragma once

#include "schema/schema.h"

namespace migrate {

const Table& version_table();

}  // namespace migrate
