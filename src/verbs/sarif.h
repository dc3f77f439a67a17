/// What check found, for tools that show findings beside code.
#pragma once

#include "usecases/check/check.h"
#include "verbs/values.h"

namespace migrate::verbs {

/// SARIF 2.1.0 with all rules. `version` is that of this program.
OutJson write_sarif(const usecases::CheckView& view, const std::string& version);

}  // namespace migrate::verbs
