/// One database that a chain is run on, and what the files run so far have left of it. Internal to the chain's replay.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "replay/read_ahead.h"
#include "replay/replay.h"

namespace migrate::interpreter {
struct ParsedModules;
}

namespace migrate::replay {

/// What all files of one replay share.
struct Shared {
    RunLimits limits;
    Surroundings surroundings;
    std::shared_ptr<interpreter::ParsedModules> modules;
};

/// What is told of a file beside its operations.
struct Notes {
    std::vector<Remark> remarks;
    bool complete = true;
};

/// All of it is kept: a field more needs no line more.
struct Track {
    Schema schema;
    std::string stopped_by;  ///< as in FileRuns, these three
    bool has_pragma = false;
    std::set<TableName> gone;
    std::map<std::uint64_t, std::shared_ptr<const Notes>> notes;  ///< of files that have any, by their place
    std::uint64_t done = 0;                                       ///< files run so far

    /// Runs the next file. What its upgrade does.
    std::vector<Operation> run(const Parsed& parsed, const Shared& shared);
    FileRuns visit(const Parsed& parsed, const Shared& shared);

  private:
    void note_end(const Schema& before, std::vector<Remark> remarks, bool complete, const std::string& path);
};

/// Both functions of a file, and upgrade once more where downgrade has not led back: `run` runs a function on a schema.
FileRuns make_side(const Schema& before,
                   const std::function<Run(std::string_view function, const Schema& before)>& run);

}  // namespace migrate::replay
