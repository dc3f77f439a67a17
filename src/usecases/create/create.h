/// Create a migration: from a description or operations to a file in the versions folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "usecases/review.h"

namespace migrate::usecases {

struct CreateRequest {
    std::string start;        ///< the folder to search the project from, absolute
    std::string project;      ///< chooses one of several Alembic projects; "" when there is one
    std::string description;  ///< in English; may be empty when there are operations and a message
    std::optional<std::vector<RequestedOperation>> operations;
    std::optional<std::vector<RequestedOperation>> down_operations;
    std::optional<std::string> message;   ///< the docstring's first line, where it is not the description's
    std::optional<std::string> date;      ///< YYYY-MM-DD; today when not given
    std::optional<int> number;            ///< the NNNNNN; the next free one when not given
    std::optional<std::string> head;      ///< the revision to build on, where there are several heads
    std::optional<std::string> backfill;  ///< SQL value for rows that are there
    bool empty = false;    ///< true: the empty template with this title, for a person who fills it by hand
    bool dry_run = false;  ///< true: nothing is written
};

/// Reads the graph, replays the chain, plans, renders and writes, all under the lock of the versions folder.
///
/// Errors of project, history, intent and plan, and: "pending" (the same request is the head already), "number_taken",
/// "bad_date", "no_request", "not_understood", "cancelled". No file that is there is ever replaced. Nothing is written
/// on any error.
Result<Review> create_migration(const CreateRequest& request, const base::Work& work = {});

}  // namespace migrate::usecases
