/// What the worker is told: its own source and the job, as one line of JSON.
#pragma once

#include <stop_token>
#include <string>

#include "verify/verify.h"

namespace migrate::verify {

/// The revision as replay sees it.
struct Replayed : ByDialect<replay::FileRuns> {
    std::string path;  ///< relative to the project's root
};

/// Replays the chain to the revision. Errors of replay; "unreadable_file" for a file too large to parse.
Result<Replayed> replay_revision(const Request& request, const std::stop_token& cancel);

/// The tables that rows are made for: those that the migration touches, those that refer to them, and all that these
/// refer to. All of them where it is not known what it touches.
std::vector<TableName> tables_with_rows(const replay::FileRuns& side);

/// The arguments that start the worker in a Python, and what it reads then: the job's length, the job, and a line with
/// the URL of the server, which the project's code must not learn.
std::vector<std::string> worker_arguments(const std::string& python);
std::string worker_input(const Request& request, const Replayed& replayed);

}  // namespace migrate::verify
