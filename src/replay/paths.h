/// The ways through a function: each question that only a real run answers forks it; what the ways leave is
/// merged.
#pragma once

#include <string_view>
#include <vector>

#include "python/syntax.h"
#include "replay/machine.h"

namespace migrate::replay {

/// What one way through left.
struct Outcome {
    enum class End { finished, raised, stopped } end = End::finished;
    std::string message;     ///< of what was raised or why it stopped
    bool simulated = false;  ///< raised by what a call would do
    std::string where;       ///< of the end
    Schema schema;
    std::vector<Operation> operations;
    std::vector<Place> places;
    std::vector<Remark> remarks;
    std::vector<Choice> choices;
    bool complete = true;
    long steps = 0;  ///< evaluated nodes
};

/// Runs the module and then its function, taking the decisions.
Outcome run_path(const python::Module& module, const Setting& setting, std::string_view function, const Schema& before,
                 const std::vector<bool>& decisions);

/// All ways, merged. `setting.deadline` holds for them together.
Run run_module(const python::Module& module, const Setting& setting, std::string_view function, const Schema& before);

/// The same for one file whose time begins now; what the parser found wrong becomes remarks.
Run run_parsed(const python::Module& module, Setting setting, std::string_view function, const Schema& before);

/// The setting of a run of the file at `path`; its modules are read anew unless `parsed` is set too.
Setting setting_of(std::string_view path, const RunLimits& limits, const Surroundings& surroundings);
/// What is left where the file could not be read: everything is in doubt.
Run not_run(const Schema& before, const std::string& path, const std::string& problem);

/// What differs between two schemas, as in Doubt::object.
std::vector<std::string> differing_objects(const Schema& a, const Schema& b);

}  // namespace migrate::replay
