#include "project/library_version.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

constexpr std::size_t kMaxLockBytes = std::size_t{16} << 20U;
constexpr int kMaxFolders = 64;

bool is_exact(std::string_view version) {
    return !version.empty() && version.front() >= '0' && version.front() <= '9' &&
           version.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz.+!-") == std::string_view::npos;
}

/// The text between the first two double quotes.
std::string_view quoted(std::string_view line) {
    const std::size_t open = line.find('"');
    const std::size_t close = open == std::string_view::npos ? open : line.find('"', open + 1);
    return close == std::string_view::npos ? std::string_view() : line.substr(open + 1, close - open - 1);
}

/// "1.4.7" with its number at `place` one higher and no more behind it: "1.5" for 1.
std::string raised(std::string_view version, std::size_t place) {
    std::vector<std::string> parts = base::split(version, '.');
    if (place >= parts.size()) return {};
    int number = 0;
    std::from_chars(parts[place].data(), parts[place].data() + parts[place].size(), number);
    parts.resize(place + 1);
    parts[place] = std::to_string(number + 1);
    return base::join(parts, ".");
}

/// One part of a requirement, ">=2.0" or poetry's "^2.0", put into what is known.
void read_bound(std::string_view bound, LibraryVersion& version) {
    const std::size_t number = bound.find_first_of("0123456789");
    if (number == std::string_view::npos) return;
    const std::string_view sign = base::trim(bound.substr(0, number));
    std::string_view said = base::trim(bound.substr(number));
    said = said.substr(0, said.find_first_of(" \t\\)"));
    const std::size_t parts = base::split(said, '.').size();
    const bool is_open = said.ends_with(".*");
    if (is_open) said.remove_suffix(2);
    if (!is_exact(said)) return;
    if (sign == "<" || sign == "<=") {
        version.below = said;
    } else if (sign == ">" || sign == ">=") {
        version.least = said;
    } else if (sign == "^") {
        version = {"", std::string(said), raised(said, 0)};
    } else if (sign == "~=" || sign == "~" || is_open) {
        const std::size_t place = sign == "~=" ? std::max<std::size_t>(parts, 2) - 2 : is_open ? parts - 2 : 1;
        version = {"", std::string(said), raised(said, sign == "~" && parts == 1 ? 0 : place)};
    } else if (sign == "==" || sign == "===") {
        version.exact = said;
    }
}

LibraryVersion from_bounds(std::string_view bounds) {
    LibraryVersion version;
    for (const std::string& bound : base::split(bounds, ',')) read_bound(bound, version);
    return version;
}

/// `alembic[tz]==1.13.1 ; python_version > '3.8'`, also as a quoted text of a list.
LibraryVersion from_requirement(std::string_view line, std::string_view library) {
    line = base::trim(line.substr(0, line.find_first_of("#;")));
    while (!line.empty() && (line.front() == '"' || line.front() == '\'')) line.remove_prefix(1);
    if (!base::equal_ignoring_case(line.substr(0, library.size()), library)) return {};
    line = base::trim(line.substr(library.size()));
    if (line.starts_with('[')) line = base::trim(line.substr(std::min(line.find(']') + 1, line.size())));
    if (line.empty() || std::string_view("=<>~!(").find(line.front()) == std::string_view::npos) return {};
    return from_bounds(line.substr(0, line.find_first_of("\"'")));
}

/// Takes what is found where nothing better is known: a version is better than a range.
void keep(LibraryVersion& best, const LibraryVersion& found) {
    if (best.exact.empty() && (!found.exact.empty() || best == LibraryVersion())) best = found;
}

/// poetry.lock, uv.lock and pdm.lock: `name = "alembic"`, then `version = "..."` in the same package.
LibraryVersion from_lock(std::string_view text, std::string_view library) {
    constexpr std::string_view kName = "name = \"";
    for (std::size_t at = text.find(kName); at != std::string_view::npos; at = text.find(kName, at + 1)) {
        const std::string_view rest = text.substr(at, 400);
        if (!base::equal_ignoring_case(quoted(rest), library)) continue;
        for (const std::string& line : base::split_lines(rest)) {
            if (line.starts_with("[[")) break;
            if (line.starts_with("version = ") && is_exact(quoted(line))) return {std::string(quoted(line)), "", ""};
        }
    }
    return {};
}

/// Pipfile.lock: `"alembic": { ... "version": "==1.13.1" }`.
LibraryVersion from_pipfile_lock(std::string_view text, std::string_view library) {
    const std::size_t name = text.find("\"" + std::string(library) + "\":");
    if (name == std::string_view::npos) return {};
    const std::string_view package = text.substr(name, text.find('}', name) - name);
    const std::size_t version = package.find("\"==");
    return version == std::string_view::npos ? LibraryVersion() : from_bounds(quoted(package.substr(version)));
}

LibraryVersion from_requirements(std::string_view text, std::string_view library) {
    LibraryVersion found;
    for (const std::string& line : base::split_lines(text)) keep(found, from_requirement(line, library));
    return found;
}

/// Any list of requirements, and poetry's and pipenv's `alembic = "^1.13"` below a table of dependencies.
LibraryVersion from_toml(std::string_view text, std::string_view library) {
    const Result<TomlFile> file = read_toml(text, "pyproject.toml");
    LibraryVersion found;
    if (!file) return found;
    for (const auto& [key, value] : file->values) {
        const bool in_table = key.find("dependenc") != std::string::npos || key.starts_with("packages.") ||
                              key.starts_with("dev-packages.");
        if (!in_table) continue;
        const std::size_t dot = key.find_last_of('.', key.ends_with(".version") ? key.size() - 9 : std::string::npos);
        const std::string_view name =
            std::string_view(key).substr(dot + 1, std::string_view(key).find('.', dot + 1) - dot - 1);
        if (base::equal_ignoring_case(name, library) && text_at(*file, key)) {
            const std::string_view said = std::get<std::string>(value.value);
            keep(found, is_exact(said) ? LibraryVersion{std::string(said), "", ""} : from_bounds(said));
        }
        for (const std::string& line : texts_at(*file, key).value_or(std::vector<std::string>()))
            keep(found, from_requirement(line, library));
    }
    return found;
}

LibraryVersion from_site_packages(const std::string& folder, std::string_view library) {
    const auto entries = base::list_directory(folder);
    if (!entries) return {};
    const std::string prefix = std::string(library) + "-";
    for (const base::DirectoryEntry& entry : *entries) {
        const std::string name = base::lower(entry.name);
        if (!name.starts_with(prefix) || !name.ends_with(".dist-info")) continue;
        const std::string version = name.substr(prefix.size(), name.size() - prefix.size() - 10);
        if (is_exact(version)) return {version, "", ""};
    }
    return {};
}

LibraryVersion from_environment(const std::string& folder, std::string_view library) {
    LibraryVersion found;
    for (const std::string_view name : {".venv", "venv", "env"}) {
        const std::string environment = base::join_path(folder, name);
        if (!base::is_directory(environment)) continue;
        keep(found, from_site_packages(base::join_path(environment, "Lib/site-packages"), library));
        const std::string libraries = base::join_path(environment, "lib");
        const auto pythons = base::list_directory(libraries);
        if (!pythons) continue;
        for (const base::DirectoryEntry& python : *pythons)
            keep(found, from_site_packages(base::join_path(libraries, python.name + "/site-packages"), library));
    }
    return found;
}

bool holds_requirements(const std::string& folder, std::string_view name) {
    if (name == "setup.py" || name == "setup.cfg") return true;
    const bool is_list = name.ends_with(".txt") || name.ends_with(".in");
    return is_list && (name.starts_with("requirements") || name.starts_with("constraints") ||
                       base::base_name(folder) == "requirements");
}

LibraryVersion from_requirement_files(const std::string& folder, std::string_view library) {
    LibraryVersion found;
    const auto entries = base::list_directory(folder);
    if (!entries) return found;
    for (const base::DirectoryEntry& entry : *entries) {
        if (entry.kind != base::EntryKind::file || !holds_requirements(folder, entry.name)) continue;
        const Result<std::string> text = base::read_file(base::join_path(folder, entry.name));
        if (text) keep(found, from_requirements(*text, library));
    }
    return found;
}

LibraryVersion from_folder(const std::string& folder, std::string_view library) {
    LibraryVersion found;
    for (const std::string_view name : {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"}) {
        const Result<std::string> text = base::read_file(base::join_path(folder, name), kMaxLockBytes);
        if (text) keep(found, name == "Pipfile.lock" ? from_pipfile_lock(*text, library) : from_lock(*text, library));
    }
    if (!found.exact.empty()) return found;
    for (const std::string& place : {folder, base::join_path(folder, "requirements")})
        keep(found, from_requirement_files(place, library));
    for (const std::string_view name : {"pyproject.toml", "Pipfile"}) {
        const Result<std::string> text = base::read_file(base::join_path(folder, name));
        if (text) keep(found, from_toml(*text, library));
    }
    keep(found, from_environment(folder, library));
    return found;
}

}  // namespace

bool is_older(std::string_view version, std::string_view minimum) {
    if (version.empty()) return false;
    const std::vector<std::string> left = base::split(version, '.');
    const std::vector<std::string> right = base::split(minimum, '.');
    for (std::size_t i = 0; i < right.size(); ++i) {
        int a = 0;
        int b = 0;
        if (i < left.size()) std::from_chars(left[i].data(), left[i].data() + left[i].size(), a);
        std::from_chars(right[i].data(), right[i].data() + right[i].size(), b);
        if (a != b) return a < b;
    }
    return false;
}

std::optional<bool> is_before(const LibraryVersion& version, std::string_view minimum) {
    if (!version.exact.empty()) return is_older(version.exact, minimum);
    if (!version.below.empty() && !is_older(minimum, version.below)) return true;
    if (!version.least.empty() && !is_older(version.least, minimum)) return false;
    return std::nullopt;
}

LibraryVersion find_library_version(const std::string& folder, const std::string& root, std::string_view library) {
    LibraryVersion found;
    std::string current = folder;
    for (int i = 0; i < kMaxFolders && !current.empty() && found.exact.empty(); ++i) {
        keep(found, from_folder(current, library));
        const std::string parent = base::parent_path(current);
        if (current == root || parent == current) break;
        current = parent;
    }
    return found;
}

}  // namespace migrate::project
