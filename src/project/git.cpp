#include "project/git.h"

#include <algorithm>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

namespace migrate::project {

namespace {

constexpr std::size_t kMaxBranches = 60;
constexpr std::chrono::milliseconds kOneCall{2'000};
constexpr std::chrono::milliseconds kAllCalls{4'000};

/// Asks git, as long as there is time; a question that fails or comes too late has no answer.
class Git {
  public:
    explicit Git(const Project& project) : project_(project), until_(std::chrono::steady_clock::now() + kAllCalls) {}

    std::optional<std::string> ask(std::vector<std::string> arguments) const {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now());
        if (left.count() <= 0) return std::nullopt;
        base::ProcessRequest request;
        request.arguments = {"git", "--no-pager", "-C", project_.root};
        request.arguments.insert(request.arguments.end(), arguments.begin(), arguments.end());
        request.environment = {{"GIT_OPTIONAL_LOCKS", "0"}, {"GIT_TERMINAL_PROMPT", "0"}, {"LC_ALL", "C"}};
        request.timeout = std::min(left, kOneCall);
        const Result<base::ProcessResult> result = base::run_process(request);
        if (!result || result->exit_code != 0 || result->timed_out || result->truncated) return std::nullopt;
        return result->output;
    }

    /// One line without its end; nothing when it is empty.
    std::optional<std::string> ask_line(std::vector<std::string> arguments) const {
        const std::optional<std::string> answer = ask(std::move(arguments));
        if (!answer) return std::nullopt;
        const std::string line(base::trim(*answer));
        return line.empty() ? std::nullopt : std::optional<std::string>(line);
    }

    /// The migration files of a commit; nothing when there is no such commit.
    std::optional<std::set<std::string>> files_at(const std::string& commit) const {
        std::vector<std::string> question = {"ls-tree", "-r", "-z", "--name-only", commit, "--"};
        for (const std::string& folder : project_.version_locations) {
            question.push_back(base::relative_to(project_.root, folder) + "/");
        }
        const std::optional<std::string> answer = ask(std::move(question));
        if (!answer) return std::nullopt;
        std::set<std::string> paths;
        for (const std::string& path : base::split(*answer, '\0')) {
            if (path.ends_with(".py")) paths.insert(path);
        }
        return paths;
    }

  private:
    const Project& project_;
    std::chrono::steady_clock::time_point until_;
};

/// Refs that may be the main line, the likeliest first.
std::vector<std::string> main_lines(const Git& git) {
    std::vector<std::string> refs;
    const auto add = [&](const std::optional<std::string>& ref) {
        if (ref && std::find(refs.begin(), refs.end(), *ref) == refs.end()) refs.push_back(*ref);
    };
    add(git.ask_line({"rev-parse", "--abbrev-ref", "origin/HEAD"}));
    add(git.ask_line({"rev-parse", "--abbrev-ref", "@{upstream}"}));
    for (const char* name : {"origin/main", "origin/master", "main", "master"}) add(std::string(name));
    const std::optional<std::string> current = git.ask_line({"rev-parse", "--abbrev-ref", "HEAD"});
    if (current == "main" || current == "master") {
        const std::optional<std::string> parents =
            git.ask_line({"rev-list", "--merges", "--max-count=1", "--format=%P", "--no-commit-header", "HEAD"});
        if (parents) add(parents->substr(0, parents->find(' ')));
    }
    return refs;
}

}  // namespace

std::vector<BranchFiles> branch_files(const Project& project) {
    const Git git(project);
    const std::optional<std::string> answer =
        git.ask({"for-each-ref", "--sort=-committerdate", "--count=" + std::to_string(kMaxBranches),
                 "--format=%(refname)%09%(HEAD)%09%(symref)", "refs/heads", "refs/remotes"});
    std::vector<BranchFiles> branches;
    if (!answer) return branches;
    for (const std::string& line : base::split_lines(*answer)) {
        const std::vector<std::string> parts = base::split(line, '\t');
        if (parts.size() < 3 || !parts[2].empty()) continue;  // a symbolic ref is another's name
        BranchFiles branch{.is_remote = parts[0].starts_with("refs/remotes/"), .is_current = parts[1] == "*"};
        branch.branch = parts[0].substr(std::string_view(branch.is_remote ? "refs/remotes/" : "refs/heads/").size());
        std::optional<std::set<std::string>> paths = git.files_at(parts[0]);
        if (!paths) continue;
        branch.paths = std::move(*paths);
        branches.push_back(std::move(branch));
    }
    return branches;
}

std::vector<BranchFiles> main_line_files(const Project& project) {
    const Git git(project);
    std::vector<BranchFiles> lines;
    for (const std::string& ref : main_lines(git)) {
        std::optional<std::set<std::string>> paths = git.files_at(ref);
        if (paths) lines.push_back({.branch = ref, .paths = std::move(*paths)});
    }
    return lines;
}

std::optional<std::string> file_on_branch(const Project& project, const std::string& branch, const std::string& path) {
    return Git(project).ask({"show", branch + ":./" + path});
}

}  // namespace migrate::project
