/// Finds the revision that a person means, for looking at what is there. What a new file builds on is `one_head`'s
/// matter.
#pragma once

#include <string>

#include "history/history.h"

namespace migrate::history {

/// The id of the revision that `wanted` means: an id, the beginning of one, a branch label; the one head for "" and
/// "head" ("" in an empty chain). Errors: the graph's first fault, those of one_head, "unknown_revision",
/// "ambiguous_revision".
Result<std::string> find_meant(const Graph& graph, const std::string& wanted);

/// True where several heads are lines of their own: they share no revision, and each stands in a folder of its own.
bool are_lines(const Graph& graph);

}  // namespace migrate::history
