/// Reads and parses the files of a chain ahead of their turn, on the machine's other processors: replay itself goes
/// file by file, and parsing is most of its time.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "history/history.h"
#include "project/project.h"
#include "python/syntax.h"

namespace migrate::replay {

struct Parsed {
    const history::Revision* revision = nullptr;
    std::string path;                              ///< relative to the project's root
    std::shared_ptr<const python::Module> module;  ///< empty when the file is too large
    std::string problem;                           ///< why it is
    std::string text;
};

/// `project` and the revisions must outlive it.
class ReadAhead {
  public:
    ReadAhead(const project::Project& project, std::vector<const history::Revision*> steps);

    /// The next file; to be called once for each step. Error "unreadable_file", of this file and no later one.
    Result<Parsed> next();

  private:
    struct Slot {
        std::optional<Result<Parsed>> parsed;
        std::exception_ptr thrown;
        std::size_t bytes = 0;
        bool is_ready() const { return parsed.has_value() || thrown != nullptr; }
    };

    /// Reads the first file that nobody reads yet, without the lock while it does; false when there is none to be read
    /// now.
    bool read_one(std::unique_lock<std::mutex>& lock);
    bool may_read() const;
    void read_on(const std::stop_token& stop);

    const project::Project& project_;
    const std::vector<const history::Revision*> steps_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<Slot> slots_;  ///< by step
    std::size_t used_ = 0;     ///< steps that next() gave
    std::size_t begun_ = 0;    ///< steps that somebody reads or has read
    std::size_t waiting_ = 0;  ///< bytes of the files that are ready and not given yet
    std::vector<std::jthread> helpers_;
};

}  // namespace migrate::replay
