#include "project/alembic_version.h"

#include <array>
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

/// poetry.lock, uv.lock and pdm.lock: `name = "alembic"`, then `version = "..."` in the same package.
std::string from_lock(std::string_view text) {
    const std::size_t name = text.find("name = \"alembic\"");
    if (name == std::string_view::npos) return {};
    for (const std::string& line : base::split_lines(text.substr(name, 400))) {
        if (line.starts_with("[[")) return {};
        if (line.starts_with("version = ") && is_exact(quoted(line))) return std::string(quoted(line));
    }
    return {};
}

/// Pipfile.lock: `"alembic": { ... "version": "==1.13.1" }`.
std::string from_pipfile_lock(std::string_view text) {
    const std::size_t name = text.find("\"alembic\":");
    if (name == std::string_view::npos) return {};
    const std::string_view package = text.substr(name, text.find('}', name) - name);
    const std::size_t version = package.find("\"==");
    if (version == std::string_view::npos) return {};
    const std::string_view found = quoted(package.substr(version)).substr(2);
    return is_exact(found) ? std::string(found) : std::string();
}

std::string from_requirements(std::string_view text) {
    for (const std::string& line : base::split_lines(text)) {
        if (std::string version = pinned_by_requirement(line); !version.empty()) return version;
    }
    return {};
}

/// Any list of requirements, and poetry's `alembic = "1.13.1"` below some dependencies table.
std::string from_pyproject(std::string_view text) {
    const Result<TomlFile> file = read_toml(text, "pyproject.toml");
    if (!file) return {};
    for (const auto& [key, value] : file->values) {
        if (key.ends_with("dependencies.alembic") || key.ends_with("dependencies.alembic.version")) {
            std::string_view version = text_at(*file, key) ? std::get<std::string>(value.value) : std::string_view();
            if (version.starts_with("==")) version.remove_prefix(2);
            if (is_exact(version)) return std::string(version);
        }
        if (key.find("dependenc") == std::string::npos) continue;
        for (const std::string& line : texts_at(*file, key).value_or(std::vector<std::string>())) {
            if (std::string found = pinned_by_requirement(line); !found.empty()) return found;
        }
    }
    return {};
}

std::string from_site_packages(const std::string& folder) {
    const auto entries = base::list_directory(folder);
    if (!entries) return {};
    for (const base::DirectoryEntry& entry : *entries) {
        std::string_view name = entry.name;
        if (!name.starts_with("alembic-") || !name.ends_with(".dist-info")) continue;
        name = name.substr(8, name.size() - 8 - 10);
        if (is_exact(name)) return std::string(name);
    }
    return {};
}

std::string from_environment(const std::string& folder) {
    for (const std::string_view name : {".venv", "venv", "env"}) {
        const std::string environment = base::join_path(folder, name);
        if (!base::is_directory(environment)) continue;
        if (std::string found = from_site_packages(base::join_path(environment, "Lib/site-packages")); !found.empty()) {
            return found;
        }
        const std::string libraries = base::join_path(environment, "lib");
        const auto pythons = base::list_directory(libraries);
        if (!pythons) continue;
        for (const base::DirectoryEntry& python : *pythons) {
            const std::string packages = base::join_path(libraries, python.name + "/site-packages");
            if (std::string found = from_site_packages(packages); !found.empty()) return found;
        }
    }
    return {};
}

std::string from_requirement_files(const std::string& folder) {
    const auto entries = base::list_directory(folder);
    if (!entries) return {};
    for (const base::DirectoryEntry& entry : *entries) {
        const bool is_text = entry.kind == base::EntryKind::file && entry.name.ends_with(".txt");
        if (!is_text || (!entry.name.starts_with("requirements") && !entry.name.starts_with("constraints") &&
                         base::base_name(folder) != "requirements")) {
            continue;
        }
        const Result<std::string> text = base::read_file(base::join_path(folder, entry.name));
        if (!text) continue;
        if (std::string version = from_requirements(*text); !version.empty()) return version;
    }
    return {};
}

std::string from_folder(const std::string& folder) {
    for (const std::string_view name : {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"}) {
        const Result<std::string> text = base::read_file(base::join_path(folder, name), kMaxLockBytes);
        if (!text) continue;
        std::string version = name == "Pipfile.lock" ? from_pipfile_lock(*text) : from_lock(*text);
        if (!version.empty()) return version;
    }
    for (const std::string& place : {folder, base::join_path(folder, "requirements")}) {
        if (std::string version = from_requirement_files(place); !version.empty()) return version;
    }
    if (const Result<std::string> text = base::read_file(base::join_path(folder, "pyproject.toml"))) {
        if (std::string version = from_pyproject(*text); !version.empty()) return version;
    }
    return from_environment(folder);
}

}  // namespace

std::string pinned_by_requirement(std::string_view line) {
    line = base::trim(line.substr(0, line.find_first_of("#;")));
    if (!base::equal_ignoring_case(line.substr(0, 7), "alembic")) return {};
    line = base::trim(line.substr(7));
    if (line.starts_with('[')) line = base::trim(line.substr(std::min(line.find(']') + 1, line.size())));
    if (!line.starts_with("==")) return {};
    line = base::trim(line.substr(line.starts_with("===") ? 3 : 2));
    const std::string_view version = line.substr(0, line.find_first_of(" \t\\,"));
    return is_exact(version) ? std::string(version) : std::string();
}

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

std::string find_alembic_version(const std::string& folder, const std::string& root) {
    std::string current = folder;
    for (int i = 0; i < kMaxFolders && !current.empty(); ++i) {
        if (std::string version = from_folder(current); !version.empty()) return version;
        const std::string parent = base::parent_path(current);
        if (current == root || parent == current) break;
        current = parent;
    }
    return {};
}

}  // namespace migrate::project
