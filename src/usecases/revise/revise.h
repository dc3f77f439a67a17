/// A migration that is not deployed yet is written anew in its place, or taken back.
#pragma once

#include <string>
#include <vector>

#include "usecases/create/create.h"

namespace migrate::usecases {

struct ReviseRequest {
    /// The whole request anew (description or operations, down_operations, message, backfill), or, with `change`,
    /// `add` or `remove`, only its message and backfill. `date`, `number` and `head` are not looked at: they stay.
    CreateRequest wanted;
    std::string revision;                 ///< as an id or the beginning of one; "" for the head
    std::string change;                   ///< in English, on top of what the file does: "make total not null"
    std::vector<RequestedOperation> add;  ///< the same, exactly
    std::vector<std::string> remove;      ///< what the file makes and is to make no more: "invoices.total", an index
    bool replace_edited = false;          ///< true: a file that a person has edited is replaced whole
    bool allow_committed = false;         ///< true: also a file that another branch or the main line has
};

/// The file anew with the same revision id, parent and date, its review and a unified diff.
///
/// Errors of create_migration, and: "has_followers", "is_merge", "has_dependencies", "committed", "edited" (a person
/// has changed the file, in lines that cannot be kept or are not told apart), "not_in_parts" (send the whole),
/// "not_understood", "unknown_object", "pending" (nothing would change). Nothing is written on any error.
Result<Review> revise_migration(const ReviseRequest& request, const base::Work& work = {});

/// Takes the migration back: its file is renamed to a hidden one that Alembic does not read. The review's `path` is
/// that of the backup. Looks at `revision`, `allow_committed` and of `wanted` at start, project and dry_run.
Result<Review> discard_migration(const ReviseRequest& request, const base::Work& work = {});

}  // namespace migrate::usecases
