/// What the rules about downgrade() ask of a file.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

/// The module's function of this name; nullptr when there is none.
const python::FunctionDef* find_function(const replay::ReplayedFile& file, std::string_view name);
/// The line of its `def`; 0 when there is none.
int line_of_function(const replay::ReplayedFile& file, std::string_view name);

/// True when the body holds only `pass`, `...`, texts and returns.
bool does_nothing(const python::FunctionDef& function);
/// True when the first statement, but for a docstring, is a raise.
bool only_raises(const python::FunctionDef& function);

/// True when upgrade() leaves another schema than it met.
bool changes_schema(const replay::FileRuns& side);
/// True when both functions were followed to their ends and nothing is in doubt.
bool is_followed(const replay::FileRuns& side);

}  // namespace migrate::lint
