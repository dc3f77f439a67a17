/// Makes the revision graph out of revisions already read: order, heads, and what is wrong with it.
///
/// No files here, and no recursion: thousands of revisions in one line are usual.
#pragma once

#include <vector>

#include "history/history.h"

namespace migrate::history {

/// Orders the revisions parents first and adds the faults of the graph to those of its files. `project` only
/// serves to show paths.
Graph build_graph(std::vector<Revision> revisions, std::vector<Fault> faults, const project::Project& project);

}  // namespace migrate::history
