/// What the migration did to the values of rows, and to rows that leave something out.
#pragma once

#include "verify/job.h"
#include "verify/told.h"

namespace migrate::verify {

/// What a table of the schema before is called after the upgrade.
std::string name_after(const replay::FileRuns& side, std::string table);
/// True when it has statements that may change rows on purpose.
bool moves_rows(const replay::Run& run);

/// Adds to the report's findings "values_changed" (by upgrade() where no type changes), "values_lost" (after the
/// downgrade they are not what they were), "needs_key" and "default_fails" (a row that leaves it out was taken before),
/// "one_process_fails"; and to its notes what a type change or a statement changes.
void judge_values(const Told& told, const replay::FileRuns& side, DialectReport& report);

}  // namespace migrate::verify
