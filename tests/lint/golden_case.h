/// Golden cases of the rules: what a file of cases/ gives, and what it marks.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "lint/lint.h"
#include "python/syntax.h"

namespace migrate::lint::testing {

inline const std::string kTests = std::string(MIGRATE_SOURCE_DIR) + "/tests/lint/";
inline const std::string kCases = kTests + "cases/";
inline const std::string kChains = kTests + "chains/";

inline std::string read(const std::string& path) {
    std::ifstream in(path);
    REQUIRE_MESSAGE(in.good(), path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Names of files in the folder, sorted.
inline std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Line and rule of a finding; the severity where it is marked.
struct Mark {
    int line = 0;
    std::string rule;
    std::string severity;  ///< "", "info", "warning", "critical"
    auto operator<=>(const Mark&) const = default;
};

/// The marks of a text: `# expect: rule other=info` on the line of a finding; alone on a line, for the next one.
inline std::set<Mark> marks_in(const std::string& text) {
    std::set<Mark> marks;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto at = line.find("# expect: ");
        if (at == std::string::npos) continue;
        std::istringstream names(line.substr(at + 10));
        const bool alone = line.find_first_not_of(' ') == at;
        for (std::string name; names >> name;) {
            const std::size_t equals = name.find('=');
            const std::string severity = equals == std::string::npos ? "" : name.substr(equals + 1);
            marks.insert({alone ? number + 1 : number, name.substr(0, equals), severity});
        }
    }
    return marks;
}

/// The text without its marks, and without lines that hold nothing else.
inline std::string without_marks(const std::string& text) {
    std::string kept;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find("# expect: ");
        if (at == std::string::npos) {
            kept += line + "\n";
            continue;
        }
        const auto last = line.find_last_not_of(' ', at == 0 ? 0 : at - 1);
        if (at > 0 && last != std::string::npos && line[last] != '#') kept += line.substr(0, last + 1) + "\n";
    }
    return kept;
}

inline replay::FileRuns side_of(const std::string& text, const python::Module& module, Dialect dialect) {
    static const std::string before_text = read(kCases + "_before.py");
    const Schema before = replay::run_function(before_text, "_before.py", "upgrade", Schema{dialect}).after;
    replay::FileRuns side = replay::run_file(module, "case.py", before);
    const std::string mark = "# the tests' database is stopped by: ";
    if (const auto at = text.find(mark); at != std::string::npos && dialect == Dialect::sqlite)
        side.stopped_by = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
    return side;
}

/// What all file rules find in a migration on top of cases/_before.py.
inline std::vector<Finding> findings_in(const std::string& text) {
    const auto module = python::parse(text);
    REQUIRE(module.has_value());
    const history::Revision revision{.id = "20260102_000002", .down_revisions = {"20260101_000001"}};
    const replay::ReplayedFile file{
        {side_of(text, *module, Dialect::postgresql), side_of(text, *module, Dialect::sqlite)},
        &revision,
        "case.py",
        text,
        &*module};
    return check_file(file);
}

/// What the chain rules find in a folder with versions/, and main_line/ for what the main line has of it.
inline std::vector<Finding> findings_in_chain(const std::string& folder) {
    const project::Project project{.root = folder, .version_locations = {folder + "/versions"}};
    const auto graph = history::read_graph(project);
    REQUIRE(graph.has_value());
    Chain chain{project, *graph};
    if (std::filesystem::is_directory(folder + "/main_line")) {
        for (const std::string& name : names_in(folder + "/main_line")) {
            chain.committed.push_back({"versions/" + name, "origin/main", read(folder + "/main_line/" + name),
                                       read(folder + "/versions/" + name)});
        }
    }
    return check_chain(chain);
}

/// "foreign_key_type" of "foreign-key-type".
inline std::string file_name_of(std::string_view rule) {
    std::string name(rule);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

}  // namespace migrate::lint::testing
