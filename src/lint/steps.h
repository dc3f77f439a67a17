/// The operations of a migration with the schema that each one meets.
#pragma once

#include <vector>

#include "operations/table_of.h"
#include "replay/replay.h"
#include "sql/effects.h"

namespace migrate::lint {

struct Step {
    const Operation* operation;
    replay::Place place;
    Schema before;  ///< what the operation meets
};

/// What upgrade() does on one dialect, in order. Operations of other files of the project stand on line 0.
std::vector<Step> upgrade_steps(const replay::Side& side);

/// What SQL of the step does to rows, locks and transactions.
std::vector<sql::Effect> effects_of(const Step& step);

/// True when the table is there before the migration and nothing about it is in doubt: only such tables have rows that
/// locks and constraints meet.
bool stood_before(const replay::Side& side, const TableName& table);

/// True when SQL of a step before `end` leaves no row in the table.
bool is_emptied(const std::vector<Step>& steps, std::size_t end, const TableName& table);

/// True when the migration's own schema afterwards is certain for the table.
bool is_certain(const Schema& schema, const TableName& table);

}  // namespace migrate::lint
