/// The project room: where the Alembic project is and which rules its house has.
///
/// It reads alembic.ini, pyproject.toml, ruff's config and profiles; it knows nothing of revisions' contents or of
/// Python.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "project/form.h"
#include "project/library_version.h"
#include "schema/schema.h"

namespace migrate::project {

struct Project {
    std::string root;         ///< absolute, resolved: the repository or the folder of the config, whichever is higher
    std::string config_path;  ///< absolute: alembic.ini or pyproject.toml; "" for Flask-Migrate without one
    std::vector<std::string> import_paths = {};  ///< absolute: prepend_sys_path
    std::string section;                         ///< of the ini file, usually "alembic"; "" when there is no ini file
    std::string script_location;                 ///< absolute folder that has env.py
    std::vector<std::string>
        version_locations;  ///< absolute; new files go into the first unless the head says otherwise
    bool recursive_version_locations = false;
    std::string file_template;  ///< "" for Alembic's default %(rev)s_%(slug)s
    int truncate_slug_length = 40;
    std::string timezone;         ///< as configured, "" for the machine's own
    std::string template_path;    ///< script.py.mako, "" when there is none
    std::string alembic_version;  ///< "1.13.1" when requirements or a lock file or a venv pins it, "" when unknown
    LibraryVersion sqlalchemy;    ///< what the project says of its version
    bool operator==(const Project&) const = default;
};

/// Finds the Alembic project for a starting folder (or "alembic.ini#name", for one section of a config): upward to the
/// file-system's root (not beyond a git root), then downward (at most 6 levels, node_modules, venvs and hidden folders
/// left out, at most 20,000 entries). Errors: "no_project" (says what was looked for), "several_projects" (lists them;
/// `project` in the request chooses), "bad_config" (file and line). `chosen` is the request's `project`: a folder or
/// config path relative to `start`, never outside it nor its git root ("outside_project"); "alembic.ini#name" chooses a
/// section. A config without script_location beside an env.py, and a script folder without any config, are
/// Flask-Migrate's layouts and are found too.
Result<Project> find_project(const std::string& start, const std::string& chosen = {});

/// The Alembic project that a file is a migration of: one of its versions folders holds it. Looked for above the file,
/// then in the whole repository. Error "not_a_migration" when there is none, and those of reading configs.
Result<Project> find_project_of(const std::string& file);

/// Path of a file for people and answers: relative to the project's root, with forward slashes.
std::string relative_path(const Project& project, const std::string& absolute);

enum class RevisionStyle { dated_number, hex };
enum class QuoteStyle { double_quotes, single_quotes };
enum class KeyType { uuid, string36, integer, bigint };

/// The value of a house rule as its config key would say it, and where it was seen.
struct Learnt {
    std::string value;
    std::string where;  ///< a file, relative to the root
    bool operator==(const Learnt&) const = default;
};

/// What the chain shows by itself; read by usecases from history and replay, and handed to `house_rules`.
struct ChainHabits {
    std::optional<std::string> index_prefix;         ///< "idx_" or "ix_" ...
    std::optional<std::string> check_prefix;         ///< "chk_", "ck_" ...
    std::optional<std::string> unique_prefix;        ///< "uniq_", "uq_" ... of constraints
    std::optional<std::string> unique_index_prefix;  ///< of unique indexes
    std::optional<std::string> foreign_key_prefix;
    std::optional<KeyType> key_type;
    std::optional<RevisionStyle> revision_style;
    std::optional<std::string> created_at_column;  ///< the usual name of the creation time; "" when tables have none
    std::map<std::string, Learnt> learnt;          ///< by key: what the last files do most
    bool operator==(const ChainHabits&) const = default;
};

struct Reminder {
    std::string text;     ///< may hold {path}
    std::string command;  ///< may hold {path}
    bool operator==(const Reminder&) const = default;
};

/// What the generated text must keep to. Order of authority: request, config, chain, profile.
struct HouseRules {
    std::string profile;  ///< "vejapro" or "alembic"
    RevisionStyle revision_style = RevisionStyle::hex;
    std::string index_name = "ix_{table}_{columns}";
    std::string unique_index_name = "uq_{table}_{columns}";  ///< of a unique partial or expression index
    std::string unique_name = "uq_{table}_{columns}";
    std::string check_name = "ck_{table}_{columns}";
    std::string foreign_key_name = "fk_{table}_{columns}_{target}";
    KeyType key_type = KeyType::integer;
    bool created_at = true;
    std::string created_at_name = "created_at";
    bool updated_at = false;  ///< a new table gets a time of the last change
    std::string updated_at_name = "updated_at";
    bool time_zone = true;           ///< both have one
    bool created_at_default = true;  ///< now, by the database; the application sets it where this is false
    bool created_at_nullable = false;
    bool updated_at_default = true;
    bool updated_at_nullable = false;
    bool key_default = true;                ///< the database makes UUID keys; the application does where this is false
    std::string text_type = "string(255)";  ///< of a column whose name tells nothing
    bool schema_types = false;              ///< columns of the same name in the schema go before the rules for names
    bool index_foreign_keys = true;
    bool if_exists = true;  ///< write if_exists= / if_not_exists= (Alembic >= 1.13.3 or unknown)
    Form form;
    int line_length = 88;
    QuoteStyle quotes = QuoteStyle::double_quotes;
    std::vector<Reminder> reminders;
    std::map<std::string, std::string> sources = {};  ///< by key: where it was said or learnt; absent for the profile's
    bool operator==(const HouseRules&) const = default;
};

/// Errors: "bad_config" with file and line for an unknown key or a bad value in [tool.alembic-migrate] or
/// .alembic-migrate.toml.
Result<HouseRules> house_rules(const Project& project, const ChainHabits& habits);

}  // namespace migrate::project
