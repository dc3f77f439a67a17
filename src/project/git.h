/// What git knows of the project's other branches: asked through the git program, with a limit of time.
///
/// Nothing here changes the repository or speaks to a network. No git, no repository or a slow one: nothing is known,
/// which is an error only where the answer is the whole matter (files_changed_since).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "project/project.h"

namespace migrate::project {

/// The migration files of one branch, as paths relative to the project's root.
struct BranchFiles {
    std::string branch;  ///< "payments" or "origin/payments"
    bool is_remote = false;
    bool is_current = false;
    std::set<std::string> paths;
};

/// The branches of the repository, local ones and those of remotes as they were last fetched, the one changed last
/// first; at most 60 of them.
std::vector<BranchFiles> branch_files(const Project& project);

/// The migration files that the main line has, as paths relative to the project's root: one set for each ref that may
/// be it, the likeliest first (the remote's default branch, this branch's upstream, main, master, and on one of these
/// the commit before the last merge).
std::vector<BranchFiles> main_line_files(const Project& project);

/// The migration files that were added or changed since HEAD and `ref` went different ways, committed or not, as paths
/// relative to the project's root. Errors: "no_git", "unknown_ref", "no_merge_base".
Result<std::set<std::string>> files_changed_since(const Project& project, const std::string& ref);

/// A migration file that the main line had when this branch left it, and that is another one now.
struct ChangedFile {
    std::string path;        ///< relative to the project's root
    std::string branch;      ///< the main line: "origin/main"
    std::string text_there;  ///< where the branch left it
};
/// The migration files of the main line (the remote's default branch, else main or master) whose content is another one
/// here, committed or not; none when git knows nothing.
std::vector<ChangedFile> changed_on_main_line(const Project& project);

/// The content of a file as a branch has it; nothing when it cannot be had.
std::optional<std::string> file_on_branch(const Project& project, const std::string& branch, const std::string& path);

/// What git knows of one file of the working tree.
enum class GitState { unknown, tracked, ignored, untracked };
/// `path` is absolute; the file need not exist.
GitState git_state(const std::string& path);

}  // namespace migrate::project
