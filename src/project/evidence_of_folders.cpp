// What lists of requirements, lock files, compose files and examples of environments say of databases.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "project/databases.h"
#include "project/evidence_lines.h"
#include "project/own_config.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

using Kind = Evidence::Kind;

constexpr int kMaxFolders = 64;
constexpr std::size_t kMaxLockBytes = std::size_t{16} << 20U;

struct Driver {
    std::string_view package;
    std::string_view database;
};
constexpr std::array kDrivers = {
    Driver{"psycopg2", "postgresql"},
    Driver{"psycopg2-binary", "postgresql"},
    Driver{"psycopg2cffi", "postgresql"},
    Driver{"psycopg", "postgresql"},
    Driver{"psycopg-binary", "postgresql"},
    Driver{"psycopg-c", "postgresql"},
    Driver{"asyncpg", "postgresql"},
    Driver{"pg8000", "postgresql"},
    Driver{"pgvector", "postgresql"},
    Driver{"aiosqlite", "sqlite"},
    Driver{"pysqlite3", "sqlite"},
    Driver{"pysqlite3-binary", "sqlite"},
    Driver{"sqlcipher3", "sqlite"},
    Driver{"pymysql", "mysql"},
    Driver{"mysqlclient", "mysql"},
    Driver{"aiomysql", "mysql"},
    Driver{"asyncmy", "mysql"},
    Driver{"mysql-connector-python", "mysql"},
    Driver{"mariadb", "mariadb"},
    Driver{"pyodbc", "mssql"},
    Driver{"pymssql", "mssql"},
    Driver{"aioodbc", "mssql"},
    Driver{"cx-oracle", "oracle"},
    Driver{"oracledb", "oracle"},
    Driver{"snowflake-sqlalchemy", "snowflake"},
    Driver{"sqlalchemy-cockroachdb", "cockroachdb"},
    Driver{"duckdb-engine", "duckdb"},
    Driver{"clickhouse-sqlalchemy", "clickhouse"},
};

bool is_of_tests(const std::string& name) {
    const std::string low = base::lower(name);
    return low.find("dev") != std::string::npos || low.find("test") != std::string::npos ||
           low.find("group") != std::string::npos || low.find("lint") != std::string::npos;
}

/// One file that is read, and where its finds go.
struct Source {
    std::string shown;  ///< its path for people
    std::vector<Evidence>& all;

    void add(std::string_view requirement, bool of_tests, int line) {
        const std::string database = database_of_requirement(requirement);
        if (database.empty()) return;
        const std::string_view name = base::trim(requirement);
        add_evidence({database, of_tests ? Kind::test_driver : Kind::driver,
                      std::string(name.substr(0, name.find_first_of(" =<>!~;,\"'#"))),
                      line > 0 ? fmt::format("{}:{}", shown, line) : shown},
                     all);
    }
};

/// One requirement a line, also quoted as in setup.py and in lists of environment.yml.
void read_lines(const std::string& text, bool of_tests, Source& source) {
    int line = 0;
    for (const std::string& raw : base::split_lines(text)) {
        ++line;
        const std::string_view content = base::trim(std::string_view(raw).substr(0, raw.find('#')));
        const std::size_t start = content.find_first_not_of("-\"' \t[(");
        if (start != std::string_view::npos) source.add(content.substr(start), of_tests, line);
    }
}

/// Every quoted word of setup.py and setup.cfg is looked at, several on one line.
void read_quoted(const std::string& text, Source& source) {
    int line = 0;
    for (const std::string& raw : base::split_lines(text)) {
        ++line;
        for (const std::string& piece : base::split(base::replace_all(raw, "\"", "'"), '\'')) {
            source.add(base::trim(piece), false, line);
        }
    }
}

/// "asyncpg" of "tool.poetry.dependencies.asyncpg.version"; "" where the key names no package.
std::string package_in(const std::string& key) {
    const std::size_t at = key.rfind("dependencies.");
    if (at == std::string::npos || key.find("optional-dependencies") != std::string::npos) return {};
    const std::string rest = key.substr(at + 13);
    return rest.substr(0, rest.find('.'));
}

void read_pyproject(const std::string& text, Source& source) {
    const Result<TomlFile> file = read_toml(text, source.shown);
    if (!file) return;
    for (const auto& [key, value] : file->values) {
        if (key.find("dependenc") == std::string::npos) continue;
        const bool of_tests = is_of_tests(key) || key.find("optional") != std::string::npos;
        if (const std::string package = package_in(key); !package.empty()) source.add(package, of_tests, value.line);
        const auto listed = texts_at(*file, key);
        if (package_in(key).empty() && listed) {
            for (const std::string& each : *listed) source.add(each, of_tests, value.line);
        }
    }
}

void read_pipfile(const std::string& text, Source& source) {
    const Result<TomlFile> file = read_toml(text, source.shown);
    if (!file) return;
    for (const auto& [key, value] : file->values) {
        const bool of_tests = key.starts_with("dev-packages.");
        if (!of_tests && !key.starts_with("packages.")) continue;
        const std::string rest = key.substr(key.find('.') + 1);
        source.add(rest.substr(0, rest.find('.')), of_tests, value.line);
    }
}

/// `name = "asyncpg"` of poetry.lock and its like, `"asyncpg": {` of Pipfile.lock. Whether it is for tests is not said.
void read_lock(const std::string& text, Source& source) {
    for (const Driver& driver : kDrivers) {
        const bool there = text.find(fmt::format("name = \"{}\"\n", driver.package)) != std::string::npos ||
                           text.find(fmt::format("\"{}\": {{", driver.package)) != std::string::npos;
        if (there) source.add(driver.package, driver.database == "sqlite", 0);
    }
}

void read_compose(const std::string& text, Source& source) {
    struct Image {
        std::string_view part;
        std::string_view database;
    };
    constexpr std::array kImages = {
        Image{"postgres", "postgresql"}, Image{"postgis", "postgresql"},    Image{"timescale", "postgresql"},
        Image{"pgvector", "postgresql"}, Image{"mysql", "mysql"},           Image{"mariadb", "mysql"},
        Image{"mssql/server", "mssql"},  Image{"cockroach", "cockroachdb"},
    };
    int line = 0;
    for (const std::string& raw : base::split_lines(text)) {
        ++line;
        const std::string_view content = base::trim(raw);
        if (!content.starts_with("image:")) continue;
        const std::string name = base::lower(base::trim(content.substr(6)));
        const bool is_tool = name.find("exporter") != std::string::npos || name.find("admin") != std::string::npos;
        for (const Image& image : kImages) {
            if (is_tool || name.find(image.part) == std::string::npos) continue;
            add_evidence(
                {std::string(image.database), Kind::image, "image " + name, fmt::format("{}:{}", source.shown, line)},
                source.all);
            break;
        }
    }
}

bool is_compose(const std::string& name) {
    return (name.starts_with("docker-compose") || name.starts_with("compose")) &&
           (name.ends_with(".yml") || name.ends_with(".yaml"));
}

void read_one(const std::string& folder, const std::string& name, Source source) {
    const bool in_requirements = base::base_name(folder) == "requirements";
    const bool is_list = (name.ends_with(".txt") || name.ends_with(".in")) &&
                         (name.find("requirements") != std::string::npos || in_requirements);
    const bool is_environment = name == ".env.example" || name == ".env.sample" || name == ".env.template" ||
                                name == "env.example" || name == ".env.dist" || name == "example.env";
    const bool known = is_list || is_environment || is_compose(name) || name == "pyproject.toml" || name == "Pipfile" ||
                       name == "setup.py" || name == "setup.cfg" || name == "environment.yml";
    const Result<std::string> text = known ? base::read_file(base::join_path(folder, name)) : fail("no_file", "", "");
    if (!text) return;
    if (is_list || name == "environment.yml") read_lines(*text, is_of_tests(name), source);
    if (is_environment) add_urls(*text, source.shown, source.all);
    if (is_compose(name)) read_compose(*text, source);
    if (is_compose(name)) add_urls(*text, source.shown, source.all);
    if (name == "pyproject.toml") read_pyproject(*text, source);
    if (name == "Pipfile") read_pipfile(*text, source);
    if (name == "setup.py" || name == "setup.cfg") read_quoted(*text, source);
    if (name == "setup.cfg") read_lines(*text, false, source);
}

void read_locks(const std::string& folder, const Project& project, std::vector<Evidence>& all) {
    for (const std::string_view name : {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"}) {
        const std::string path = base::join_path(folder, name);
        const Result<std::string> text = base::read_file(path, kMaxLockBytes);
        if (!text) continue;
        Source source{relative_path(project, path), all};
        read_lock(*text, source);
    }
}

/// The folder's files, and those of its folder of requirements.
void read_folder(const std::string& folder, const Project& project, std::vector<Evidence>& all) {
    const auto has_driver = [](const std::vector<Evidence>& some) {
        return std::any_of(some.begin(), some.end(), [](const Evidence& each) { return each.kind == Kind::driver; });
    };
    for (const std::string& place : {folder, base::join_path(folder, "requirements")}) {
        const auto entries = base::list_directory(place, {.sizes = false});
        if (!entries) continue;
        for (const base::DirectoryEntry& entry : *entries) {
            if (entry.kind != base::EntryKind::file) continue;
            read_one(place, entry.name, {relative_path(project, base::join_path(place, entry.name)), all});
        }
    }
    if (!has_driver(all)) read_locks(folder, project, all);
}

}  // namespace

std::string database_of_requirement(std::string_view requirement) {
    const std::string low = base::replace_all(base::lower(base::trim(requirement)), "_", "-");
    const std::size_t end = low.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.");
    const std::string name = low.substr(0, end);
    for (const Driver& driver : kDrivers) {
        if (name == driver.package) return std::string(driver.database);
    }
    const bool has_extras = end != std::string::npos && low[end] == '[';
    if (!has_extras || (name != "sqlalchemy" && name != "databases")) return {};
    const std::string extras = low.substr(end, low.find(']', end) - end);
    if (extras.find("postgres") != std::string::npos || extras.find("asyncpg") != std::string::npos) {
        return "postgresql";
    }
    if (extras.find("sqlite") != std::string::npos) return "sqlite";
    return extras.find("mysql") != std::string::npos ? "mysql" : "";
}

std::vector<Evidence> evidence_of_folders(const Project& project) {
    std::vector<Evidence> all;
    std::string folder = config_folder(project);
    for (int i = 0; i < kMaxFolders && !folder.empty(); ++i) {
        read_folder(folder, project, all);
        const std::string parent = base::parent_path(folder);
        if (folder == project.root || parent == folder) break;
        folder = parent;
    }
    return all;
}

}  // namespace migrate::project
