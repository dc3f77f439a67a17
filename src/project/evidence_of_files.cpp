// What the config, env.py, the application's settings and the migrations say of databases.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/files.h"
#include "base/text.h"
#include "project/databases.h"
#include "project/evidence_lines.h"
#include "project/folder_walk.h"
#include "project/own_config.h"

namespace migrate::project {
namespace {

using Kind = Evidence::Kind;

constexpr std::size_t kMaxSettings = 200;
constexpr WalkLimits kSettingsWalk = {.levels = 5};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

struct Scheme {
    std::string_view name;
    std::string_view database;
};
constexpr std::array kSchemes = {
    Scheme{"postgresql", "postgresql"}, Scheme{"postgres", "postgresql"}, Scheme{"sqlite", "sqlite"},
    Scheme{"mysql", "mysql"},           Scheme{"mariadb", "mysql"},       Scheme{"mssql", "mssql"},
    Scheme{"oracle", "oracle"},         Scheme{"snowflake", "snowflake"}, Scheme{"cockroachdb", "cockroachdb"},
};

/// "sqlite+aiosqlite" where the line has that scheme before "://", or a dialect with its driver in quotes; ""
/// elsewhere.
std::string scheme_in(std::string_view line, std::string_view name) {
    for (std::size_t at = line.find(name); at != std::string_view::npos; at = line.find(name, at + 1)) {
        if (at > 0 && is_name_character(line[at - 1])) continue;
        std::size_t end = at + name.size();
        const bool has_driver = end < line.size() && line[end] == '+';
        if (has_driver) {
            ++end;
            while (end < line.size() && is_name_character(line[end])) ++end;
        }
        const bool is_url = line.substr(end, 3) == "://";
        const bool in_quotes =
            has_driver && end > at + name.size() + 1 && at > 0 && (line[at - 1] == '"' || line[at - 1] == '\'');
        if (is_url || in_quotes) return std::string(line.substr(at, end - at));
    }
    return {};
}

/// True for a line that only asks which database it is, or is about tests.
bool is_in_passing(std::string_view line) {
    const std::string low = base::lower(line);
    return has(low, "startswith") || has(low, "replace(") || has(low, " in ") || has(low, "test") ||
           has(low, ":memory:") || has(low, "removeprefix") || low.find("if ") == low.find_first_not_of(" \t");
}

/// The text of a migration's upgrade().
std::string_view upgrade_of(std::string_view text) {
    const std::size_t begin = text.find("def upgrade");
    if (begin == std::string_view::npos) return {};
    const std::size_t end = text.find("\ndef downgrade", begin);
    return text.substr(begin, end == std::string_view::npos ? end : end - begin);
}

int line_at(std::string_view text, std::size_t at) {
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// Where the words begin as words of their own: not "op.drop_constraint(" of batch_op.drop_constraint(.
std::size_t find_words(std::string_view text, std::string_view words) {
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const char before = at == 0 ? ' ' : text[at - 1];
        if (before != '_' && std::isalnum(static_cast<unsigned char>(before)) == 0) return at;
    }
    return std::string_view::npos;
}

/// What SQLite cannot do: the first such call of upgrade(), as it is written.
std::size_t refused_by_sqlite(std::string_view text) {
    const std::string_view upgrade = upgrade_of(text);
    constexpr std::array<std::string_view, 7> kRefused = {"op.alter_column(",
                                                          "op.create_foreign_key(",
                                                          "op.create_unique_constraint(",
                                                          "op.create_check_constraint(",
                                                          "op.drop_constraint(",
                                                          "CREATE EXTENSION",
                                                          "CREATE TYPE"};
    std::size_t first = std::string_view::npos;
    for (const std::string_view call : kRefused) first = std::min(first, find_words(upgrade, call));
    if (first == std::string_view::npos) return first;
    return first + static_cast<std::size_t>(upgrade.data() - text.data());
}

bool is_of_others(const std::string& name) {
    const std::string low = base::lower(name);
    return has(low, "test") || has(low + "/", "venv/") || has(low, "node_modules") || has(low, "site-packages");
}

/// Where applications keep their database's URL.
bool is_settings(const std::string& name) {
    const std::string low = base::lower(name);
    const std::string file = base::base_name(low);
    constexpr std::array<std::string_view, 14> kNames = {
        "config.py", "settings.py", "database.py", "db.py",         "session.py",    "engine.py",  "connection.py",
        "app.py",    "main.py",     "__init__.py", "extensions.py", "db_session.py", "configs.py", "base.py"};
    return std::find(kNames.begin(), kNames.end(), file) != kNames.end() || has(low, "settings/") ||
           has(low, "config/");
}

/// The files below the folder that may be settings, by name; none where there are too many to look through.
std::vector<std::string> settings_below(const std::string& top, const Project& project) {
    std::vector<std::string> found;
    const auto visit = [&](const std::string& folder, const std::vector<base::DirectoryEntry>& entries) {
        for (const base::DirectoryEntry& entry : entries) {
            std::string name = base::relative_to(top, base::join_path(folder, entry.name));
            const bool is_file = entry.kind == base::EntryKind::file && name.ends_with(".py");
            if (is_file && !is_of_others(name) && is_settings(name)) found.push_back(std::move(name));
        }
    };
    const auto enters = [&](const std::string& folder, const base::DirectoryEntry& entry) {
        return entry.kind == base::EntryKind::directory && !entry.is_link &&
               !is_of_others(base::relative_to(top, folder)) &&
               std::ranges::find(project.version_locations, folder) == project.version_locations.end();
    };
    if (walk_folders(top, kSettingsWalk, visit, enters) == LeftOut::too_many_entries) return {};
    std::ranges::sort(found);
    return found;
}

}  // namespace

std::vector<Evidence> evidence_of_migration(std::string_view text, const std::string& shown) {
    std::vector<Evidence> all;
    const auto add = [&](std::string_view database, Kind kind, std::string what, std::size_t at) {
        add_evidence({std::string(database), kind, std::move(what), fmt::format("{}:{}", shown, line_at(text, at))},
                     all);
    };
    const bool branches = has(text, "dialect.name") || has(text, "is_postgres") || has(text, "is_sqlite");
    const std::size_t sqlite = std::min(text.find("\"sqlite\""), text.find("'sqlite'"));
    const std::size_t postgresql = std::min(text.find("\"postgresql\""), text.find("'postgresql'"));
    if (branches && sqlite != std::string::npos) add("sqlite", Kind::branch, "a branch for SQLite", sqlite);
    if (branches && sqlite == std::string::npos && postgresql != std::string::npos)
        add("sqlite", Kind::chain, "a branch for PostgreSQL alone", postgresql);
    const bool imports_types = has(text, "sqlalchemy.dialects");
    for (const std::string_view name : {"mysql", "mssql", "oracle"}) {
        if (!imports_types) break;
        const std::size_t at = text.find(fmt::format("{}.", name));
        const bool imported = has(text, fmt::format("sqlalchemy.dialects import {}", name)) ||
                              has(text, fmt::format("sqlalchemy.dialects.{} import", name));
        if (imported && at != std::string::npos) add(name, Kind::chain, fmt::format("its types"), at);
    }
    for (const std::string_view sign : {"postgresql.", "sqlalchemy.dialects.postgresql import", "CREATE EXTENSION",
                                        "JSONB", "gen_random_uuid", "uuid_generate_v4"}) {
        const std::size_t at = text.find(sign);
        if (at == std::string::npos || branches) continue;
        add("postgresql", Kind::chain, std::string(sign.substr(0, sign.find_last_not_of('.') + 1)), at);
        break;
    }
    if (const std::size_t at = text.find("batch_alter_table("); at != std::string::npos)
        add("sqlite", Kind::chain, "batch_alter_table", at);
    if (const std::size_t at = refused_by_sqlite(text); at != std::string::npos && !branches) {
        add("sqlite", Kind::refusal, std::string(text.substr(at, text.find_first_of("(\"\n", at) - at)), at);
    }
    return all;
}

void add_of_chain(const std::vector<Evidence>& found, std::vector<Evidence>& all) {
    for (const Evidence& each : found) {
        const bool known = std::ranges::any_of(
            all, [&](const Evidence& other) { return other.database == each.database && other.kind == each.kind; });
        if (!known) all.push_back(each);
    }
}

void add_urls(const std::string& text, const std::string& shown, std::vector<Evidence>& all) {
    int number = 0;
    for (const std::string& line : base::split_lines(text)) {
        ++number;
        const std::string_view content = base::trim(line);
        if (content.starts_with("#") || content.starts_with(";") || content.starts_with("//")) continue;
        for (const Scheme& scheme : kSchemes) {
            const std::string found = scheme_in(line, scheme.name);
            if (found.empty()) continue;
            add_evidence({std::string(scheme.database), is_in_passing(line) ? Kind::test_url : Kind::url, found + "://",
                          fmt::format("{}:{}", shown, number)},
                         all);
        }
    }
}

std::vector<Evidence> evidence_of_settings(const Project& project) {
    std::vector<Evidence> all;
    const std::string env = base::join_path(project.script_location, "env.py");
    for (const std::string& path : {project.config_path, env}) {
        const Result<std::string> text = path.empty() ? fail("no_file", "", "") : base::read_file(path);
        if (!text) continue;
        add_urls(*text, relative_path(project, path), all);
        if (path != env) continue;
        const std::size_t batch = text->find("render_as_batch=True");
        if (batch != std::string::npos)
            add_evidence({"sqlite", Kind::batch, "render_as_batch",
                          fmt::format("{}:{}", relative_path(project, path), line_at(*text, batch))},
                         all);
    }
    const std::string top = config_folder(project);
    std::vector<std::string> settings = settings_below(top, project);
    if (settings.size() > kMaxSettings) settings.resize(kMaxSettings);
    for (const std::string& name : settings) {
        const std::string path = base::join_path(top, name);
        if (const Result<std::string> text = base::read_file(path)) add_urls(*text, relative_path(project, path), all);
    }
    return all;
}

}  // namespace migrate::project
