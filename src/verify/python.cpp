#include "verify/python.h"

#include "base/environment.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

namespace migrate::verify {

namespace {

using Place = std::function<std::optional<PythonCandidate>()>;
using std::chrono::milliseconds;

constexpr int kMaxFolders = 16;
constexpr milliseconds kToolTimeout{20'000};

/// The config's folder and those above it, up to the root.
std::vector<std::string> folders_of(const project::Project& project) {
    std::vector<std::string> folders;
    std::string folder = base::parent_path(project.config_path.empty() ? project.script_location : project.config_path);
    while (static_cast<int>(folders.size()) < kMaxFolders && !folder.empty()) {
        folders.push_back(folder);
        const std::string parent = base::parent_path(folder);
        if (folder == project.root || parent == folder) break;
        folder = parent;
    }
    return folders;
}

std::optional<std::string> python_in(const std::string& environment) {
    for (const char* name : {"bin/python", "Scripts/python.exe"}) {
        const std::string program = base::join_path(environment, name);
        if (base::is_file(program)) return program;
    }
    return std::nullopt;
}

std::optional<PythonCandidate> candidate_in(const std::string& environment, const std::string& source) {
    const auto program = python_in(environment);
    return program ? std::optional(PythonCandidate{*program, source}) : std::nullopt;
}

bool mentions(const std::string& path, std::string_view text) {
    const Result<std::string> found = base::read_file(path);
    return found && found->find(text) != std::string::npos;
}

/// The last line of what a tool prints about the folder; "" when there is no such tool, or it knows nothing.
std::string ask_tool(const std::vector<std::string>& arguments, const std::string& folder,
                     const std::stop_token& cancel) {
    const Result<base::ProcessResult> ran =
        base::run_process({.arguments = arguments, .directory = folder, .timeout = kToolTimeout, .cancel = cancel});
    if (!ran || ran->exit_code != 0) return {};
    const std::vector<std::string> lines = base::split_lines(base::trim(ran->output));
    return lines.empty() ? std::string() : std::string(base::trim(lines.back()));
}

/// uv keeps its environment in .venv unless it is told otherwise. It is asked only where it is: nothing is made.
std::optional<PythonCandidate> from_uv(const std::string& folder, const std::stop_token& cancel) {
    if (!base::is_file(base::join_path(folder, "uv.lock"))) return std::nullopt;
    const std::string environment = base::environment_variable("UV_PROJECT_ENVIRONMENT").value_or("");
    if (!environment.empty()) {
        if (auto found = candidate_in(base::join_path(folder, environment), "uv's environment")) return found;
    }
    const std::string program = ask_tool({"uv", "python", "find", "--offline"}, folder, cancel);
    return program.empty() ? std::nullopt : std::optional(PythonCandidate{program, "uv"});
}

std::optional<PythonCandidate> from_poetry(const std::string& folder, const std::stop_token& cancel) {
    const bool has_files = base::is_file(base::join_path(folder, "poetry.lock")) ||
                           mentions(base::join_path(folder, "pyproject.toml"), "[tool.poetry]");
    if (!has_files) return std::nullopt;
    const std::string environment = ask_tool({"poetry", "env", "info", "-p", "-n"}, folder, cancel);
    return environment.empty() ? std::nullopt : candidate_in(environment, "poetry's environment");
}

std::optional<PythonCandidate> from_activated() {
    const std::string environment = base::environment_variable("VIRTUAL_ENV").value_or("");
    return environment.empty() ? std::nullopt : candidate_in(environment, "the activated environment");
}

}  // namespace

std::vector<Place> python_candidates(const project::Project& project, const std::string& chosen,
                                     const std::stop_token& cancel) {
    if (!chosen.empty()) {
        return {[chosen] {
            const auto inside = base::is_directory(chosen) ? python_in(chosen) : std::nullopt;
            return PythonCandidate{inside.value_or(chosen), "as it was named"};
        }};
    }
    std::vector<Place> places;
    const std::vector<std::string> folders = folders_of(project);
    for (const std::string& folder : folders) {
        for (const char* name : {".venv", "venv"}) {
            const std::string environment = base::join_path(folder, name);
            places.push_back([=] { return candidate_in(environment, project::relative_path(project, environment)); });
        }
    }
    places.push_back(from_activated);
    for (const std::string& folder : folders) {
        places.push_back([=] { return from_uv(folder, cancel); });
        places.push_back([=] { return from_poetry(folder, cancel); });
    }
    for (const char* name : {"python3", "python"}) {
        places.push_back([=] { return PythonCandidate{name, std::string(name) + " on PATH"}; });
    }
    return places;
}

}  // namespace migrate::verify
