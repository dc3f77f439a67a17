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
std::vector<NewKey> new_foreign_keys(const replay::FileRuns& side);

/// How a foreign key's column fits the type of the one it refers to.
enum class KeyTypes {
    fit,      ///< or not known
    narrow,   ///< PostgreSQL takes it, but an integer cannot hold what a bigint does
    refused,  ///< PostgreSQL has no equality of the two that a key could use
};
KeyTypes compare_key(const Type& from, const Type& to);

}  // namespace migrate::lint
