/// The operations of a migration with the schema that each one meets.
#pragma once

#include <memory>
#include <vector>

#include "operations/objects.h"
#include "replay/replay.h"
#include "sql/effects.h"

namespace migrate::lint {

class Walk;

/// The schema that an operation meets. It is made when it is asked for, by going on from the one asked for before: a
/// schema of 2,000 columns before each of 2,000 operations would not fit anywhere. Good until the next one of the same
/// steps is asked for.
class Before {
  public:
    Before() = default;
    Before(std::shared_ptr<Walk> walk, std::size_t number) : walk_(std::move(walk)), number_(number) {}
    /// What the SQL of the operation does; read once for all who ask.
    std::vector<sql::Effect> effects(const std::string& sql) const;
    operator const Schema&() const;  // NOLINT(google-explicit-constructor): it stands for the schema

  private:
    std::shared_ptr<Walk> walk_;
    std::size_t number_ = 0;
};

struct Step {
    const Operation* operation;
    replay::Place place;
    Before before;
};

/// What upgrade() does on one dialect, in order. Operations of other files of the project stand on line 0. `side` must
/// live as long as the steps.
std::vector<Step> upgrade_steps(const replay::FileRuns& side);

/// What SQL of the step does to rows, locks and transactions.
std::vector<sql::Effect> effects_of(const Step& step);

/// True when the table is there before the migration and nothing about it is in doubt: only such tables have rows that
/// locks and constraints meet.
bool stood_before(const replay::FileRuns& side, const TableName& table);

/// An UPDATE that sets the column, or SQL that names table and column in a way that is not followed.
bool may_fill(const Step& step, const TableName& table, const std::string& column);

/// True when SQL of a step before `end` leaves no row in the table.
bool is_emptied(const std::vector<Step>& steps, std::size_t end, const TableName& table);

/// True when the migration's own schema afterwards is certain for the table.
bool is_certain(const Schema& schema, const TableName& table);

}  // namespace migrate::lint
