/// The JSON form of what replay could not follow, or noted.
#pragma once

#include "replay/replay.h"
#include "verbs/values.h"

namespace migrate::verbs {

/// [{kind, where, text}]
OutJson write_remarks(const std::vector<replay::Remark>& remarks);

}  // namespace migrate::verbs
