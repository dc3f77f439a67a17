/// Runs another program (git, ruff, the project's own Python) and waits for it, with a limit on everything.
///
/// The child has its own process group and none of our open files, and no standard input unless it is given one; when
/// the time is over or the request is cancelled, the whole group is killed. This header knows none of the programs.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
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
    /// What the child reads. Its standard input then stays open until the end: a child that goes on reading sees its
    /// end when it is to stop, and also when we are gone.
    std::optional<std::string> input;
    bool input_ends = false;  ///< the child's input ends behind `input` instead, for a program that reads to the end
    /// Gets each line of the output as it comes, without its line feed; `output` stays empty then. Lines over
    /// `max_output` are dropped.
    std::function<void(std::string_view line)> on_line;
    /// How long a child with input may go on after its input was closed, to clean up, before it is killed.
    std::chrono::milliseconds grace{0};
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
