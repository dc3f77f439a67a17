/// Where words of change may speak of types or of rows instead of a column. Internal to build_alters.cpp.
#pragma once

#include "intent/context.h"

namespace migrate::intent {

/// "change text to string" speaks of types; a column that is called as a type is must be said to be one, or of a table.
bool names_types(const Context& context, const Node& node);
/// "set phone to null": a bare null behind a verb that changes rows as well as columns.
bool empties_rows(const Node& node);

}  // namespace migrate::intent
