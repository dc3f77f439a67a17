/// Runs another program (git, ruff, the project's own Python) and waits for it, with a limit on everything.
///
/// The child has no standard input, its own process group, and none of our open files; when the time is over
/// or the request is cancelled, the whole group is killed. This header knows none of the programs.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace migrate::base {

/// What to run, and how far it may go.
struct ProcessRequest {
    std::vector<std::string> arguments;  ///< [0] is the program: a path, or a name looked up on PATH
    std::string directory;               ///< where it runs; empty: here
    /// On top of our own environment: a value sets the variable, nothing removes it.
    std::map<std::string, std::optional<std::string>> environment;
    std::chrono::milliseconds timeout{60'000};
    std::size_t max_output = std::size_t{4} << 20U;  ///< bytes kept of each stream; the rest is read and dropped
    std::stop_token cancel;
};

/// How it went.
struct ProcessResult {
    int exit_code = 0;  ///< 128 + the signal's number when a signal ended it
    std::string output;
    std::string errors;
    bool timed_out = false;
    bool truncated = false;  ///< one of the streams was longer than `max_output`

    bool operator==(const ProcessResult&) const = default;
};

/// Runs it to its end. A program that runs and fails is a result, not an error. Errors: "cannot_run" (no such
/// program or folder), "cancelled".
Result<ProcessResult> run_process(const ProcessRequest& request);

}  // namespace migrate::base
