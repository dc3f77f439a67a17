/// The project's check settings, held against the rules that there are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lint/lint.h"
#include "project/check_settings.h"

namespace migrate::lint {

struct Policy {
    std::set<std::string> ignored;                                          ///< rules
    std::vector<std::pair<std::string, std::set<std::string>>> ignored_in;  ///< pattern of paths, rules
    std::map<std::string, Severity> severities;
    std::string fail_on;   ///< "info", "warning", "critical", "never"
    std::string baseline;  ///< absolute
};

/// Errors of check_settings, and "bad_config" with the place of a rule that does not exist.
Result<Policy> read_policy(const project::Project& project);

/// Takes out what the project ignores, and gives the severities that it wants.
void apply_policy(const Policy& policy, std::vector<Finding>& findings);

}  // namespace migrate::lint
