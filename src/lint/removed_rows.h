/// Rows that a migration removes while their table stays.
#pragma once

#include <string>
#include <vector>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint {

struct RemovedRows {
    int line = 0;
    std::string words;  ///< "DELETE", "TRUNCATE", "TRUNCATE CASCADE"
    TableName table;
    bool all = false;      ///< every row of the table, without a WHERE
    bool cascade = false;  ///< and those of the tables that refer to it
    bool perhaps = false;  ///< it stands under a condition or in a loop that only the database decides
};

/// What upgrade() removes on PostgreSQL from tables that stood before it, but for those into which downgrade() inserts.
std::vector<RemovedRows> removed_rows(const replay::ReplayedFile& file);

}  // namespace migrate::lint
