/// Columns that a migration makes NOT NULL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/steps.h"

namespace migrate::lint {

struct NotNull {
    TableName table;
    std::string column;
    bool is_new = false;   ///< the column came with this migration
    bool filled = false;   ///< SQL before it may have filled the rows, or they came with a default
    bool checked = false;  ///< a valid CHECK says that there are no NULLs
};

/// What the step sets NOT NULL in a table that was there before and has not been emptied; nothing for other steps and
/// for columns that are NOT NULL already.
std::optional<NotNull> sets_not_null(const replay::ReplayedFile& file, const std::vector<Step>& steps,
                                     std::size_t number);

}  // namespace migrate::lint
