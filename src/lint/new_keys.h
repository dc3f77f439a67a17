/// The foreign keys that a migration makes.
#pragma once

#include <vector>

#include "lint/steps.h"

namespace migrate::lint {

struct NewKey {
    Schema after;  ///< the schema with the key in it; what follows points into it
    const Table* table;
    const ForeignKey* foreign_key;
    int line;
};

/// The keys that upgrade() makes, in whatever way, in order.
std::vector<NewKey> new_foreign_keys(const replay::Side& side);

/// True when PostgreSQL would refuse a foreign key between the two types, or cast at each comparison. Types that are
/// not known clash with nothing.
bool types_clash(const Type& from, const Type& to);

}  // namespace migrate::lint
