/// How much a run may take, and where the modules that it imports come from.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace migrate::interpreter {

struct RunLimits {
    long steps = 2'000'000;    ///< evaluated nodes per file
    int depth = 100;           ///< nested calls
    int forks = 64;            ///< paths taken through unknown conditions per file
    int milliseconds = 5'000;  ///< of the thread's processor time, per file
    std::stop_token cancel;    ///< requested: the file's run ends at once, incomplete
};

/// The source of a module of the project by its dotted name ("app.models.types"), nullopt when there is none:
/// what a file imports from it is then followed too.
using ModuleSource = std::function<std::optional<std::string>(const std::string& module)>;

}  // namespace migrate::interpreter
