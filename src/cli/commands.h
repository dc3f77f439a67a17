/// The verbs as subcommands: options from their fields, the answer on stdout, the exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/work.h"

namespace migrate::cli {

/// Adds a subcommand for each verb that has one; with its options where its name is among the words that were `typed`,
/// or a page is that tells of all. What it returns runs the one that was typed, once the line was parsed: `start` is
/// the folder to search the project from, `kept` what earlier runs left; the exit code, or nothing where none was
/// typed.
std::function<std::optional<int>(const std::string& start, const std::shared_ptr<cache::Store>& kept)> add_verbs(
    CLI::App& app, const std::vector<std::string>& typed);

}  // namespace migrate::cli
