/// Types from the schema: what a column of this name is elsewhere.
#pragma once

#include <optional>
#include <string>

#include "plan/work.h"

namespace migrate::plan {

/// A type that the schema shows for a name, and the words for where.
struct Shown {
    Type type;
    std::string why;
};

/// What columns of this name are in the schema, else those that end in its last word; only what all agree on counts
/// where the house's rules for names go first. `has_rule` is true for a name that such a rule is for.
std::optional<Shown> type_elsewhere(const std::string& column, bool has_rule, const Work& work);

}  // namespace migrate::plan
