/// Check migrations: what a careful reviewer would say about them.
#pragma once

#include <string>
#include <vector>

#include "lint/lint.h"

namespace migrate::usecases {

struct CheckRequest {
    std::string start;
    std::string project;             ///< as typed; "" to search
    std::vector<std::string> files;  ///< paths or revision ids; empty with `all` false: the heads
    bool all = false;
};

struct CheckView {
    std::vector<lint::Finding> findings;  ///< by file in the chain's order, then by line; those of the chain first
    std::vector<std::string> files;       ///< checked, relative to the project's root
    std::string root;                     ///< of the project, absolute
};

/// Errors of project, history and replay; "unknown_revision" for a file or id that the chain does not have.
Result<CheckView> check_migrations(const CheckRequest& request);

/// As text for people: each finding with the source line, then a count.
std::string write_check_text(const CheckView& view);
/// As GitHub workflow commands, one a finding.
std::string write_check_github(const CheckView& view);

}  // namespace migrate::usecases
