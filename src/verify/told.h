/// What the worker has told of one dialect, event by event, before anything is made of it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "verify/catalog.h"
#include "verify/verify.h"

namespace migrate::verify {

struct Failure {
    std::string text;      ///< "OperationalError: near ..."
    std::string where;     ///< "versions/x.py:12", or ""
    bool refused = false;  ///< it was not allowed here: it may be no fault
};

/// The values of one table, as text.
struct Cells {
    std::vector<std::string> key;  ///< the columns of the primary key
    std::vector<std::string> columns;
    std::vector<std::string> types;                             ///< of the columns, in the database's words
    std::vector<std::vector<std::optional<std::string>>> rows;  ///< each as long as `columns`
};

struct Told {
    std::string server;
    std::vector<Step> steps;
    std::map<std::string, Catalog> catalogs;                    ///< by name: "before", "after", "replayed after" ...
    std::map<std::string, std::map<std::string, long>> counts;  ///< by when: "before", "new" ..., then by table
    std::map<std::string, std::map<std::string, Cells>> cells;  ///< by when: "before", "after", "down"; by table
    /// By when, "before" and "after", and table and column: why a row that leaves it out is refused, or "".
    std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> probes;
    std::string one_process;  ///< why the chain with this revision does not run as one command
    std::map<std::string, std::map<std::string, std::string>> empty;  ///< by when: tables that took no rows, and why
    bool from_base = true;
    Failure from_replay;                          ///< why not from base
    std::map<std::string, Failure> refused_rows;  ///< by step: what failed only with rows
    bool refused_new_only = false;                ///< downgrade: only the rows of the new form
    std::string not_replayed;                     ///< why the replayed schema was not made
    std::string failed_step;
    std::optional<Failure> failure;  ///< what it stopped at
    std::string not_tried;           ///< why
    std::string no_server;           ///< why
    std::string no_role;             ///< why the scratch databases have no role of their own
    std::vector<std::string> seen;   ///< what was refused, or is not to be seen
    bool done = false;
};

/// Reads the worker's lines.
class Listener {
  public:
    Listener(const Request& request, const base::Work& work);

    /// A line that is no event is left out.
    void take(std::string_view line);

    const std::map<Dialect, Told>& told() const { return told_; }
    const Python& python() const { return python_; }  ///< `version` is "" until the worker has told it
    const KeptApart& kept_apart() const { return kept_apart_; }
    const std::string& no_alembic() const { return no_alembic_; }
    bool ended() const { return ended_; }
    const std::string& current() const { return current_; }  ///< the step that runs: "postgresql: upgrade"

  private:
    void begin(const std::string& dialect, const std::string& step);
    void take_step(Told& told, const nlohmann::json& event);

    std::map<Dialect, Told> told_;
    Python python_;
    KeptApart kept_apart_;
    std::string no_alembic_;
    bool ended_ = false;
    std::string current_;
    std::size_t done_ = 0;
    std::size_t total_ = 0;
    base::Work work_;
};

}  // namespace migrate::verify
