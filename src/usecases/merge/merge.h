/// Several heads become one: a merge revision that follows them all and changes nothing itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "usecases/review.h"

namespace migrate::usecases {

struct MergeRequest {
    std::string start;                   ///< the folder to search the project from, absolute
    std::string project;                 ///< chooses one of several Alembic projects; "" when there is one
    std::vector<std::string> heads;      ///< those to join, as ids or beginnings of ids; empty for all
    std::optional<std::string> message;  ///< the docstring's first line; "merge heads" when not given
    std::optional<std::string> date;     ///< YYYY-MM-DD; today when not given
    std::optional<int> number;           ///< the NNNNNN; the next free one when not given
    bool dry_run = false;                ///< true: nothing is written
};

/// Replays each pair of branches one behind the other first. Errors of project, history and replay, and: "one_head"
/// (nothing to join), "not_a_head", "conflict" (the branches cannot stand together; every conflict is named),
/// "number_taken", "bad_date". Nothing is written on any error.
Result<Review> merge_heads(const MergeRequest& request, const base::Work& work = {});

/// When to join by a merge and when by a rebase, as one sentence for reviews and hints.
std::string_view how_to_choose();

}  // namespace migrate::usecases
