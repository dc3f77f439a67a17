/// The verify room: the same migration through the project's own Alembic, on scratch databases that come and go.
///
/// The migration runs up, down and up again, with a few made rows in the tables it touches; what the database then says
/// of itself is held against what it said before, and against what replay says. A worker in the project's Python
/// (migrate_worker/) does the running; it is the only thing of this program that runs the project's code, in a sandbox
/// where the system has one. The room never touches the project's own database and writes nothing below the project.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/work.h"
#include "replay/replay.h"

namespace migrate::verify {

/// Names the server where nothing else does. The project's code does not get to see it.
inline constexpr const char* kPostgresVariable = "ALEMBIC_MIGRATE_POSTGRES";

/// One thing that the worker did on a dialect.
struct Step {
    std::string
        name;  ///< "start", "rows before", "upgrade", "replayed schema", "rows new", "downgrade", "upgrade again"
    bool ok = false;
    double seconds = 0;
    bool operator==(const Step&) const = default;
};

/// Something that the proof does not stand with.
struct Finding {
    /// "upgrade_fails", "downgrade_fails", "second_upgrade_fails", "cannot_be_loaded", "refuses_rows", "rows_lost",
    /// "downgrade_differs", "second_upgrade_differs", "replay_differs", those of values.h
    std::string code;
    std::string text;
    std::string where;                 ///< "versions/x.py:12" or ""
    std::vector<std::string> details;  ///< one object each, for what differs
    bool operator==(const Finding&) const = default;
};

/// The rows of one table along the way; nothing where the table was not there.
struct RowCounts {
    std::string table;
    std::optional<long> before;    ///< the made rows that the upgrade met
    std::optional<long> after;     ///< after the upgrade
    std::optional<long> with_new;  ///< with made rows in the new form, which the downgrade met
    std::optional<long> down;      ///< after the downgrade
    std::optional<long> again;     ///< after the second upgrade
    bool operator==(const RowCounts&) const = default;
};

/// How far the proof came on one dialect.
enum class Outcome { proven, findings, not_tried, cannot };
/// "proven", "findings", "not tried", "cannot"
std::string_view name_of(Outcome outcome);

struct DialectReport {
    Dialect dialect = Dialect::sqlite;
    Outcome outcome = Outcome::cannot;
    std::string why;                ///< of not_tried and cannot, one sentence
    std::string server;             ///< "PostgreSQL 15.8"; "" when none was reached
    bool from_base = true;          ///< false: from the replayed schema, stamped
    std::string from_replay_why;    ///< what stopped the chain from base
    std::string from_replay_where;  ///< the first file that could not run, with its line
    bool as_replayed = false;       ///< the replayed schema was made too, and nothing differs
    std::vector<Step> steps;
    std::vector<RowCounts> rows;
    std::vector<Finding> findings;
    /// What the project's code tried and was not allowed, or did where it is not seen: with any of it nothing is
    /// proven.
    std::vector<std::string> refused;
    std::vector<std::string> notes;  ///< to be known; they take nothing from the proof
    bool operator==(const DialectReport&) const = default;
};

/// What held the project's code.
struct KeptApart {
    std::string why_not;     ///< why it had no sandbox; "" when it had one
    std::string why_lesser;  ///< why only the second one, by Landlock; "" when it had the first, or none
    bool is_watched = true;  ///< refusals are told: Python from 3.8 on
    bool operator==(const KeptApart&) const = default;
};

/// The Python that was taken.
struct Python {
    std::string program;  ///< relative to the project's root where it is below it
    std::string source;   ///< where it came from: ".venv", "config", "python3 on PATH" ...
    std::string version;
    std::string alembic;
    std::string sqlalchemy;
    bool operator==(const Python&) const = default;
};

struct Report {
    std::string revision;
    std::string path;  ///< relative to the project's root
    Python python;
    KeptApart kept_apart;
    std::vector<DialectReport> dialects;
    double seconds = 0;
    bool operator==(const Report&) const = default;
};

struct Request {
    project::Project project;
    history::Graph graph;
    std::string revision;  ///< an id of the graph
    replay::Surroundings surroundings;
    std::string python;    ///< to be taken and no other; "" to look for one
    std::string postgres;  ///< URL of a server to make scratch databases on; "" to start one where that can be
    std::set<Dialect> dialects{Dialect::sqlite, Dialect::postgresql};
    std::chrono::milliseconds timeout{120'000};
};

/// Runs it; `work` is told when a step begins ("postgresql: upgrade"). What the migration does wrong is in the report.
/// Errors: "no_alembic" (no Python that has it was found), "bad_postgres_url", "timed_out" (with the step it was at),
/// "cancelled", "worker_failed", those of replay.
Result<Report> verify(const Request& request, const base::Work& work = {});

}  // namespace migrate::verify
