/// Which migrations a request to check means. Internal to check.cpp.
#pragma once

#include <set>
#include <string>

#include "history/history.h"
#include "usecases/check/check.h"

namespace migrate::usecases {

/// The ids of the revisions. Errors as check_migrations has them.
Result<std::set<std::string>> wanted_revisions(const CheckRequest& request, const project::Project& project,
                                               const history::Graph& graph);

}  // namespace migrate::usecases
