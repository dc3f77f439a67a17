/// Which databases the project's migrations run on: said by the config key `databases`, else weighed from what the
/// repository shows.
///
/// A database that is not in use gets no code, no warning, no rule, no schema and no verification; everyone who makes
/// one of these asks here. What the repository shows is read as text: lists of requirements, compose files, URLs in
/// configs and settings, env.py, and the migrations themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "project/project.h"

namespace migrate::project {

/// The databases that the migrations run on.
struct Databases {
    bool postgresql = true;
    bool sqlite = true;
    /// "MySQL" or another that this program does not know: the schema is then read as on PostgreSQL, as far as
    /// databases agree, and what is written is portable.
    std::string other = {};

    bool uses(Dialect dialect) const { return dialect == Dialect::postgresql ? postgresql : sqlite; }
    /// The one database that schemas are read for; nothing where both are.
    std::optional<Dialect> only() const {
        if (postgresql && sqlite) return std::nullopt;
        return sqlite ? Dialect::sqlite : Dialect::postgresql;
    }
    /// The one to show where one is enough: PostgreSQL unless SQLite alone is in use.
    Dialect main() const { return only().value_or(Dialect::postgresql); }
    bool operator==(const Databases&) const = default;
};

/// One thing that speaks for a database, or against it.
struct Evidence {
    /// How a thing is known. Those of Chain are read from the migrations.
    enum class Kind {
        driver,
        test_driver,  ///< in a list of requirements for development
        image,
        url,
        test_url,  ///< of an in-memory database, or in a line about tests
        batch,     ///< render_as_batch, in env.py
        chain,     ///< a migration imports the database's own dialect, speaks its SQL, or has batches or a branch
                   ///< that would be for SQLite
        branch,    ///< a migration has a branch for this database
        refusal,   ///< against: a migration does what this database cannot
    };
    std::string database;  ///< "postgresql", "sqlite", "mysql" ...
    Kind kind = Kind::driver;
    std::string what;   ///< "asyncpg", "image postgres:16", "sqlite+aiosqlite://"
    std::string where;  ///< "backend/pyproject.toml:12"
    bool operator==(const Evidence&) const = default;
};

struct FoundDatabases {
    Databases used;
    std::string source;              ///< where a config says it: "pyproject.toml:7"; "" where the evidence decides
    std::vector<Evidence> evidence;  ///< one for each database, kind and file: the first in it
    bool operator==(const FoundDatabases&) const = default;
};

/// What the config says, else what the evidence comes to; both databases where nothing speaks for one. Error
/// "bad_config" with file and line for a value of `databases` that is none. `of_chain` is the migrations', see below.
Result<FoundDatabases> find_databases(const Project& project, const std::vector<Evidence>& of_chain);

/// The databases that the evidence comes to.
Databases weigh(const std::vector<Evidence>& evidence);

/// "PostgreSQL", "SQLite", "MySQL"; the name itself where it is none of ours.
std::string shown_database(const std::string& name);

/// One sentence about a project on a database that this program does not know; "" where it knows them.
std::string note_of_other(const Databases& databases);

// The readers of evidence, each for one kind of file.

/// Lists of requirements, lock files, compose files and examples of environments, in the folders from the config's up
/// to the root.
std::vector<Evidence> evidence_of_folders(const Project& project);
/// The config's URL, env.py and the application's settings.
std::vector<Evidence> evidence_of_settings(const Project& project);
/// One migration; `shown` is its path for people. Whoever reads the files asks, so that none is read for it again.
std::vector<Evidence> evidence_of_migration(std::string_view text, const std::string& shown);
/// Adds a migration's: one of each database and kind is enough, of the first file that has it.
void add_of_chain(const std::vector<Evidence>& found, std::vector<Evidence>& all);

/// The database of a requirement ("psycopg[binary]>=3", "SQLAlchemy[aiosqlite]"); "" for what is no driver.
std::string database_of_requirement(std::string_view requirement);

/// Adds it unless one of the same database, kind and file is there.
void add_evidence(Evidence evidence, std::vector<Evidence>& all);

}  // namespace migrate::project
