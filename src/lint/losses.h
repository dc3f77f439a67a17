/// How far downgrade() leads back, for the rules that tell of it.
#pragma once

#include <string>
#include <vector>

#include "lint/downgrade.h"
#include "lint/steps.h"

namespace migrate::lint {

/// True when there is a downgrade() that tries, both functions were followed to their ends, and nothing stops them.
bool tells_of_way_back(const replay::ReplayedFile& file, const replay::FileRuns& side);

/// An index or constraint that PostgreSQL dropped with a column, and that downgrade() does not make again.
struct Loss {
    TableName table;
    std::string column;
    std::string name;
    int line = 0;  ///< where the column is dropped
};
std::vector<Loss> losses_of(const replay::FileRuns& side);

/// What differs between the schema before and after up and down, but for losses and enum types, which have rules of
/// their own.
std::vector<std::string> untold_differences(const replay::FileRuns& side);

/// Why upgrade() fails when it is run again after downgrade(); "" when it does not, or only over an enum type.
std::string next_upgrade_stops(const replay::FileRuns& side);

/// CRITICAL where the next upgrade stops, else WARNING.
Severity severity_of_difference(const replay::FileRuns& side);

}  // namespace migrate::lint
