/// What SQLite can only do by rebuilding a table (Alembic's batch mode), and what such a rebuild would lose.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace migrate::plan {

/// A run of steps on one table that stand in one block: in batch mode when any of them needs it.
struct Block {
    std::size_t first = 0;  ///< index of its first step
    std::size_t size = 1;
    bool batch = false;
    TableName table;
};

/// Splits the steps into blocks, in order. `before` is the schema before the first step.
std::vector<Block> blocks_of(const std::vector<Step>& steps, const Schema& sqlite_before);

/// The same steps, with the expression and descending indexes that SQLite's rebuild would lose dropped before and
/// created again after each batch block, on SQLite only.
std::vector<Step> keep_through_batch(const std::vector<Step>& steps, const Heads& before);

/// Error "cannot_rebuild" where a step leans on a computed column that would have to be away during SQLite's rebuild,
/// or where the rebuild would lose one of two constraints of one name.
Result<void> check_rebuilds(const std::vector<Step>& steps, const Heads& before);

/// What a rebuild puts at risk: children deleted by ON DELETE CASCADE.
std::vector<Note> batch_warnings(const std::vector<Step>& steps, const Heads& before);

}  // namespace migrate::plan
