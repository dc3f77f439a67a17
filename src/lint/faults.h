/// The graph's faults as findings.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

/// Reports the faults of this code, once for each file they concern.
void report_faults(const Chain& chain, std::string_view code, const std::string& fix, Report& report);

}  // namespace migrate::lint
