/// The project's own Python: where one may be, the likeliest first.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "project/project.h"

namespace migrate::verify {

struct PythonCandidate {
    std::string program;  ///< a path, or a name for PATH
    std::string source;   ///< where it comes from, for people
};

/// Each gives the candidate of one place when asked, or none; asking may run uv or poetry for a moment. With `chosen`
/// there is that one only. In order: .venv and venv between the config's folder and the root, the activated
/// environment, uv's and poetry's where the project has their files, python3 and python on PATH.
std::vector<std::function<std::optional<PythonCandidate>()>> python_candidates(const project::Project& project,
                                                                               const std::string& chosen,
                                                                               const std::stop_token& cancel);

}  // namespace migrate::verify
