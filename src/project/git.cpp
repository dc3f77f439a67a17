#include "project/git.h"

#include <algorithm>
#include <map>

#include "base/attempt.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "base/write.h"

namespace migrate::project {

namespace {

constexpr std::size_t kMaxBranches = 60;
constexpr std::chrono::milliseconds kOneCall{2'000};
constexpr std::chrono::milliseconds kAllCalls{4'000};

/// False when no folder on the way up is a repository: then no program is started to hear that.
bool may_be_of_git(const std::string& root) {
    if (base::environment_variable("GIT_DIR")) return true;
    for (std::string folder = root;; folder = base::parent_path(folder)) {
        if (base::exists(base::join_path(folder, ".git"))) return true;
        if (folder.empty() || folder == base::parent_path(folder)) return false;
    }
}

/// Asks git, as long as there is time; a question that fails or comes too late has no answer.
class Git {
  public:
    explicit Git(const Project& project)
        : project_(project),
          may_know_(may_be_of_git(project.root)),
          until_(std::chrono::steady_clock::now() + kAllCalls) {}

    /// The files of the versions folders that differ between a commit and the work tree. No filter of the repository
    /// (filter.NAME.clean) is run on them.
    Result<std::string> changed_since(const std::string& commit, const std::string& kinds) {
        const auto filters = ask({"config", "-z", "--name-only", "--get-regexp", "^filter[.]"});
        for (const std::string& key : base::split(filters.value_or(""), '\0')) {
            if (!key.empty()) settings_.push_back(key + (key.ends_with(".required") ? "=false" : "="));
        }
        return demand(about_versions({"diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv",
                                      "--diff-filter=" + kinds, "--relative", commit, "--"}));
    }

    /// The answer, or the error "no_git" with what git said instead.
    Result<std::string> demand(const std::vector<std::string>& arguments,
                               std::optional<std::string> input = std::nullopt) const {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now());
        if (left.count() <= 0) return refused("it took too long");
        base::ProcessRequest request;
        request.arguments = {"git", "--no-pager", "-C", project_.root};
        for (const std::string& setting : settings_) request.arguments.insert(request.arguments.end(), {"-c", setting});
        request.arguments.insert(request.arguments.end(), arguments.begin(), arguments.end());
        request.environment = {
            {"GIT_OPTIONAL_LOCKS", "0"}, {"GIT_TERMINAL_PROMPT", "0"}, {"LC_ALL", "C"}, {"GIT_ALLOW_PROTOCOL", "none"}};
        request.input = std::move(input);
        request.input_ends = true;
        request.timeout = std::min(left, kOneCall);
        const Result<base::ProcessResult> result = base::run_process(request);
        if (!result) return refused(result.error().message);
        if (result->timed_out || result->truncated) return refused("it took too long");
        if (result->exit_code != 0) return refused(result->errors.substr(0, result->errors.find('\n')));
        return result->output;
    }

    std::optional<std::string> ask(const std::vector<std::string>& arguments,
                                   std::optional<std::string> input = std::nullopt) const {
        if (!may_know_) return std::nullopt;
        Result<std::string> answer = demand(arguments, std::move(input));
        return answer ? std::optional(std::move(*answer)) : std::nullopt;
    }

    /// One line without its end; nothing when it is empty.
    std::optional<std::string> ask_line(const std::vector<std::string>& arguments) const {
        const std::optional<std::string> answer = ask(arguments);
        if (!answer) return std::nullopt;
        const std::string line(base::trim(*answer));
        return line.empty() ? std::nullopt : std::optional<std::string>(line);
    }

    /// The migration files of a commit; nothing when there is no such commit.
    std::optional<std::set<std::string>> files_at(const std::string& commit) const {
        const std::optional<std::string> answer =
            ask(about_versions({"ls-tree", "-r", "-z", "--name-only", commit, "--"}));
        return answer ? std::optional(python_paths(*answer)) : std::nullopt;
    }

    /// The migration files of many commits. Most branches have the same ones: one question tells which folders are the
    /// same, and each is listed once.
    std::map<std::string, std::set<std::string>> files_at_each(const std::vector<std::string>& commits) const {
        std::map<std::string, std::set<std::string>> files;
        for (const std::string& location : project_.version_locations) {
            const std::string folder = base::relative_to(project_.root, location);
            if (folder.find('\n') != std::string::npos) continue;  // a question is a line
            std::string questions;
            for (const std::string& commit : commits)
                questions.append(commit).append(":./").append(folder).append("\n");
            const auto answer = ask({"cat-file", "--batch-check=%(objecttype) %(objectname)"}, questions);
            const std::vector<std::string> lines = base::split_lines(answer.value_or(""));
            if (lines.size() < commits.size()) continue;
            std::map<std::string, std::vector<std::string>> trees;
            for (std::size_t i = 0; i < commits.size(); ++i) {
                if (lines[i].starts_with("tree ")) trees[lines[i].substr(5)].push_back(commits[i]);
            }
            for (const auto& [tree, of] : trees) add_files(files, of, folder, tree);
        }
        return files;
    }

    /// The question, asked about the versions folders.
    std::vector<std::string> about_versions(std::vector<std::string> question) const {
        for (const std::string& folder : project_.version_locations) {
            question.push_back(base::relative_to(project_.root, folder) + "/");
        }
        return question;
    }

    static std::set<std::string> python_paths(const std::string& answer) {
        std::set<std::string> paths;
        for (const std::string& path : base::split(answer, '\0')) {
            if (path.ends_with(".py")) paths.insert(path);
        }
        return paths;
    }

  private:
    void add_files(std::map<std::string, std::set<std::string>>& files, const std::vector<std::string>& commits,
                   const std::string& folder, const std::string& tree) const {
        const std::optional<std::string> answer = ask({"ls-tree", "-r", "-z", "--name-only", "--full-tree", tree});
        if (!answer) return;
        std::set<std::string> paths;
        for (const std::string& name : python_paths(*answer))
            paths.insert(folder == "." ? name : base::join_path(folder, name));
        for (const std::string& commit : commits) files[commit].insert(paths.begin(), paths.end());
    }

    tl::unexpected<Error> refused(const std::string& why) const {
        return fail("no_git", "git says nothing about " + project_.root + (why.empty() ? "" : ": " + why),
                    "run it inside a git repository, with git installed");
    }

    const Project& project_;
    bool may_know_;
    std::chrono::steady_clock::time_point until_;
    /// The repository's own config can name programs for git to start: they stay out.
    std::vector<std::string> settings_ = {"core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false"};
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

/// The branch that others work from: what origin/HEAD stands for, else the first of the usual names.
std::optional<std::string> default_branch(const Git& git) {
    const std::optional<std::string> answer =
        git.ask({"for-each-ref", "--format=%(refname:short)%09%(symref:short)", "refs/remotes/origin/HEAD",
                 "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"});
    std::set<std::string> names;
    for (const std::string& line : base::split_lines(answer.value_or(""))) {
        const std::vector<std::string> parts = base::split(line, '\t');
        if (parts.size() == 2 && !parts[1].empty()) return parts[1];
        names.insert(parts[0]);
    }
    for (const char* name : {"origin/main", "origin/master", "main", "master"}) {
        if (names.contains(name)) return name;
    }
    return std::nullopt;
}

}  // namespace

std::vector<BranchFiles> branch_files(const Project& project) {
    const Git git(project);
    const std::optional<std::string> answer =
        git.ask({"for-each-ref", "--sort=-committerdate", "--count=" + std::to_string(kMaxBranches),
                 "--format=%(refname)%09%(HEAD)%09%(symref)", "refs/heads", "refs/remotes"});
    std::vector<BranchFiles> branches;
    std::vector<std::string> refs;
    for (const std::string& line : base::split_lines(answer.value_or(""))) {
        const std::vector<std::string> parts = base::split(line, '\t');
        if (parts.size() < 3 || !parts[2].empty()) continue;  // a symbolic ref is another's name
        BranchFiles branch{.is_remote = parts[0].starts_with("refs/remotes/"), .is_current = parts[1] == "*"};
        branch.branch = parts[0].substr(std::string_view(branch.is_remote ? "refs/remotes/" : "refs/heads/").size());
        refs.push_back(parts[0]);
        branches.push_back(std::move(branch));
    }
    std::map<std::string, std::set<std::string>> files = git.files_at_each(refs);
    for (std::size_t i = 0; i < branches.size(); ++i) branches[i].paths = std::move(files[refs[i]]);
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

Result<std::set<std::string>> files_changed_since(const Project& project, const std::string& ref) {
    Git git(project);
    if (Result<std::string> inside = git.demand({"rev-parse", "--git-dir"}); !inside)
        return tl::unexpected(inside.error());
    const std::optional<std::string> commit =
        git.ask_line({"rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}"});
    if (!commit) {
        return fail("unknown_ref", "git knows no branch, tag or commit \"" + ref + "\"",
                    "fetch it first, or name one of `git branch -a`; a clone of depth 1 has only its own commit",
                    "since");
    }
    const std::optional<std::string> parting = git.ask_line({"merge-base", *commit, "HEAD"});
    if (!parting) {
        return fail("no_merge_base", ref + " and the commit that is checked out have no history in common",
                    "fetch the whole history (`git fetch --unshallow`), or name another branch", "since");
    }
    const std::string changed = TRY(git.changed_since(*parting, "AMT"));
    const std::string untracked =
        TRY(git.demand(git.about_versions({"ls-files", "-z", "--others", "--exclude-standard", "--"})));
    std::set<std::string> paths = Git::python_paths(changed);
    paths.merge(Git::python_paths(untracked));
    return paths;
}

std::vector<ChangedFile> changed_on_main_line(const Project& project) {
    Git git(project);
    std::vector<ChangedFile> files;
    const std::optional<std::string> branch = default_branch(git);
    const std::optional<std::string> parting =
        branch ? git.ask_line({"merge-base", *branch, "HEAD"}) : std::optional<std::string>();
    if (!parting) return files;
    const Result<std::string> changed = git.changed_since(*parting, "M");
    for (const std::string& path : Git::python_paths(changed.value_or(""))) {
        std::optional<std::string> text = git.ask({"show", *parting + ":./" + path});
        if (text) files.push_back({path, *branch, std::move(*text)});
    }
    return files;
}

std::optional<std::string> file_on_branch(const Project& project, const std::string& branch, const std::string& path) {
    return Git(project).ask({"show", branch + ":./" + path});
}

GitState git_state(const std::string& path) {
    const Project place{.root = base::existing_part(base::parent_path(path))};
    const Git git(place);
    if (!git.ask_line({"rev-parse", "--is-inside-work-tree"})) return GitState::unknown;
    if (git.ask_line({"ls-files", "--", path})) return GitState::tracked;
    return git.ask({"check-ignore", "--quiet", "--", path}) ? GitState::ignored : GitState::untracked;
}

}  // namespace migrate::project
