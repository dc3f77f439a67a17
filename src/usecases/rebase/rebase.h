/// One branch of the history goes behind the other: new numbers where they are taken, new parents, bodies untouched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "usecases/review.h"

namespace migrate::usecases {

struct RebaseRequest {
    std::string start;    ///< the folder to search the project from, absolute
    std::string project;  ///< chooses one of several Alembic projects; "" when there is one
    /// What moves: the head of the branch, as an id, the beginning of one, or a file; or all of its files. Empty: the
    /// branch that git's main line does not have.
    std::vector<std::string> branch;
    std::string onto;      ///< the head that it goes behind; "" for the other one
    bool dry_run = false;  ///< true: nothing is written
};

/// Puts the branch behind the other head: files of dated numbers that the other branch has reached get the next ones,
/// and a revision id that is there twice is given anew; down_revision, docstrings and the depends_on of others follow.
/// Works for duplicate ids, which no other use case accepts. All files change or none, also when killed.
///
/// Errors of project, history and replay, and: "one_head" (nothing to move), "which_branch" (say which one moves),
/// "not_linear", "has_followers", "not_behind", "already_behind", "conflict", "cannot_rewrite", "several_folders".
Result<Review> rebase_branch(const RebaseRequest& request, const base::Work& work = {});

}  // namespace migrate::usecases
