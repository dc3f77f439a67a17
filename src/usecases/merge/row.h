/// Many branches of a history at once: do all of them get on with each other, without trying each with each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/merge/branches.h"

namespace migrate::usecases {

/// The revisions that lead to each of the heads.
struct Row {
    std::vector<std::string> heads;                             ///< those that share revisions stand beside each other
    std::vector<std::vector<const history::Revision*>> chains;  ///< one for each, parents first
};

/// For a graph without faults, which it must not outlive.
Row row_of(const history::Graph& graph, const std::vector<std::string>& heads);

/// Replays all of them one behind the other, in the row's order and in the opposite one, so that each two are tried in
/// both. The meeting is nullopt where something stands between two of them (`first_clash` says which), or where their
/// merges make it unclear which stands before which: only pairs tell then. Errors of replay.
Result<std::optional<Meeting>> meet_in_row(const project::Project& project, const Row& row, const base::Work& work);

/// Two heads, by their places in the row, between which something stands; nullopt when all get on. Errors of replay.
Result<std::optional<std::pair<std::size_t, std::size_t>>> first_clash(const project::Project& project, const Row& row,
                                                                       const base::Work& work);

}  // namespace migrate::usecases
