/// What a system keeps beside a program: its manual page, and how a shell completes its command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace migrate::cli {

/// The manual page of the program and of all its commands, for man.
std::string write_manual(const CLI::App& app);
/// For `source <(alembic-migrate completion)` in bash, and in zsh after bashcompinit: commands, options and the values
/// that an option takes.
std::string write_completion(const CLI::App& app);

}  // namespace migrate::cli
