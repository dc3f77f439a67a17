/// The replay room: runs upgrade() and downgrade() of migration files over a simulated schema, without
/// Python.
///
/// An interpreter of the Python that migrations are written in, not a pattern matcher. Unknown is unknown: it
/// is reported with file and line and kept per object as a Doubt, never guessed. Steps, depth and time are
/// bounded. It writes no files.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/work.h"
#include "history/history.h"
#include "interpreter/limits.h"
#include "operations/operation.h"
#include "python/syntax.h"
#include "schema/abilities.h"
#include "schema/schema.h"
#include "sqlalchemy/naming_convention.h"

namespace migrate::replay {

/// Something in a file that a reader should know: `unknown` touches the schema, `fails` would fail on this
/// dialect, `note` does neither.
struct Remark {
    enum class Kind { unknown, fails, note } kind = Kind::note;
    std::string where;  ///< "file.py:12", relative to the project's root
    std::string text;
    std::string code = {};  ///< of `fails`: what migrate::apply says, or "sqlite_alter" (outside a batch),
                            ///< "sqlite_type", "sqlite_sql", "sqlite_default", "bind", "lacks_name"; of `note`:
                            ///< "batch_loses", "type_made_twice"; "" for all others
    bool operator==(const Remark&) const = default;
};

using interpreter::ModuleSource;
using interpreter::RunLimits;
using sqlalchemy::NamingConvention;

/// How an operation stands in its file.
struct Place {
    int line = 0;                       ///< of its statement
    bool elsewhere = false;             ///< in a module of the project that the file imports; `line` is of that module
    bool guarded = false;               ///< inside a `try` whose `except` may catch, and does not end by raising
    bool autocommit = false;            ///< inside `with ...autocommit_block()`
    bool batch = false;                 ///< inside `with op.batch_alter_table`
    std::optional<Type> compared = {};  ///< of a change of type to a variant: the type that it stands for
    bool operator==(const Place&) const = default;
};

/// What one function of one file does to one schema.
struct Run {
    Schema after;
    std::vector<Operation> operations;  ///< lowered to the dialect, in order, of the likeliest path
    std::vector<Place> places;          ///< of `operations`, one for each
    std::vector<Remark> remarks;
    bool complete = true;  ///< no unknown touched the schema
};

/// Nothing is listed: a replay begins where one was kept.
inline constexpr std::size_t kListsNone = static_cast<std::size_t>(-1);

/// What stands around a migration file.
struct Surroundings {
    NamingConvention naming;
    ModuleSource modules;           ///< may be empty; replay_chain then looks into the project's root
    std::string naming_doubt = {};  ///< why `naming` is only likely, one sentence; "" when it is certain
    std::string version_table_schema = {};
    // What a replay of a chain finds out by itself:
    std::optional<bool> before_2_1 = {};  ///< SQLAlchemy's version; nullopt when the project does not say
    bool has_run = false;                 ///< other files follow this one
    std::size_t lists_from = 0;           ///< operations are listed of a chain's files from this place on
};

/// Runs `upgrade` (or `downgrade`) of the module `source`. `path` is used in remarks. Never fails: what
/// cannot be run becomes remarks and doubts.
Run run_function(std::string_view source, std::string_view path, std::string_view function, const Schema& before,
                 const RunLimits& limits = {}, const Surroundings& surroundings = {});

struct Replay {
    Schema schema;
    struct File {
        std::string revision;
        std::string path;                   ///< relative
        std::vector<Operation> operations;  ///< none of those before Surroundings::lists_from
        std::vector<Remark> remarks;
        bool complete = true;
    };
    std::vector<File> files;  ///< in the order run
};

/// Replays the chain to `revision` (its ancestors and itself) from an empty schema.
/// Errors: "no_such_revision", "unreadable_file"; "cancelled" soon after `work` was, also in the middle of a file.
Result<Replay> replay_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                            Dialect dialect, const RunLimits& limits = {}, const Surroundings& surroundings = {},
                            const base::Work& work = {});

/// The same for PostgreSQL and SQLite, with each file read and parsed once.
using BothReplays = ByDialect<Replay>;
Result<BothReplays> replay_both(const project::Project& project, const history::Graph& graph,
                                const std::string& revision, const RunLimits& limits = {},
                                const Surroundings& surroundings = {}, const base::Work& work = {});

/// The same of these revisions, one behind the other, whatever their own parents are.
using Line = std::vector<const history::Revision*>;
Result<Replay> replay_line(const project::Project& project, const Line& line, Dialect dialect,
                           const RunLimits& limits = {}, const Surroundings& surroundings = {},
                           const base::Work& work = {});
Result<BothReplays> replay_line_on_both(const project::Project& project, const Line& line, const RunLimits& limits = {},
                                        const Surroundings& surroundings = {}, const base::Work& work = {});

/// A file of a chain, and what its two functions do on one dialect.
struct FileRuns {
    Schema before;
    Run upgrade;
    Run downgrade;             ///< of what upgrade left
    std::optional<Run> again;  ///< upgrade on what downgrade left, where that is not what was there before
    std::string stopped_by;  ///< the first file before this one that the dialect refuses; "": the chain runs up to here
    bool has_pragma = false;   ///< PostgreSQL: this file or one before it runs PRAGMA there, which only SQLite has
    std::set<TableName> gone;  ///< tables that files before this one dropped or renamed
};
/// Runs a module's two functions on one dialect as a chain's `visit_chain` does.
FileRuns run_file(const python::Module& module, std::string_view path, const Schema& before,
                  const RunLimits& limits = {}, const Surroundings& surroundings = {});

struct ReplayedFile : ByDialect<FileRuns> {
    const history::Revision* revision = nullptr;
    std::string path;  ///< relative
    std::string text;
    const python::Module* module = nullptr;
};

/// What a visitor makes of each file, kept as bytes: a file that is as it was, behind files that are, is not run again.
struct KeptVisits {
    std::string name;  ///< of all that the bytes depend on beside the files
    /// In place of the visitor; false where the bytes are none of its.
    std::function<bool(const history::Revision&, const std::string& bytes)> known;
};

/// Replays the chain to `revision` on both dialects and shows the files of `wanted` to `visitor`, in the order run.
/// Files that are too large to parse are left out. Errors as replay_chain.
Result<void> visit_chain(const project::Project& project, const history::Graph& graph, const std::string& revision,
                         const std::set<std::string>& wanted, const std::function<void(const ReplayedFile&)>& visitor,
                         const Surroundings& surroundings = {}, const base::Work& work = {});

/// The same, with a visitor whose bytes are kept.
Result<void> visit_line(const project::Project& project, const Line& line, const std::set<std::string>& wanted,
                        const std::function<std::string(const ReplayedFile&)>& visitor, const KeptVisits& visits,
                        const Surroundings& surroundings, const base::Work& work);

/// What the chain shows of its house: prefixes, key type, revision style (see project::ChainHabits).
project::ChainHabits habits_of(const history::Graph& graph, const Replay& replay);
/// The patterns of names, by their house rule, where the house leaves most of them to PostgreSQL.
std::map<std::string, project::Learnt> database_names_of(const Schema& schema);

}  // namespace migrate::replay
