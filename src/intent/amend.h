/// What a later statement says of a column that an earlier one of the same description makes: "add until date to
/// projects. It should be required, default today".
#pragma once

#include "intent/context.h"

namespace migrate::intent {

/// Both, one behind the other. A change of a column that `whole` adds is put into the column itself, where that leaves
/// it open: its type, nullability, default and backfill.
Draft with_statement(Draft whole, Draft more);

}  // namespace migrate::intent
