/// SQL of which parts are not known: what it touches all the same.
#pragma once

#include <string>
#include <vector>

#include "replay/machine.h"

namespace migrate::replay {

struct PartialSql {
    bool leaves_schema = false;        ///< whatever stands in the holes
    std::vector<std::string> objects;  ///< that it may change, as in Doubt::object; empty: a possible doubt
};

/// `shape` has kHole where a part is not known.
PartialSql read_partial_sql(const Machine& machine, const std::string& shape);

}  // namespace migrate::replay
