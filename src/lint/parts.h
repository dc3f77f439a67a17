/// Findings that say the same of several lines become one: ten indexes on one table are one thing to think about.
#pragma once

#include <vector>

#include "lint/report.h"

namespace migrate::lint {

/// Puts the parts of each group together, in the place of the first: its line and fix, the highest severity, what all
/// of them name, at most six, and the further lines. To be called when it is known which ones comments silence.
void merge_parts(std::vector<Finding>& findings);

}  // namespace migrate::lint
