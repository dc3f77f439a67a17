/// Remarks of replay as findings.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

/// The line of a remark that is about this file; 0 for one about another file.
int line_of(const replay::Remark& remark, const std::string& path);

/// Reports what would fail in upgrade() on this dialect.
void report_failures(const replay::Visited& file, const replay::Side& side, Report& report);

}  // namespace migrate::lint
