#include "usecases/other_branches.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "history/dated_name.h"
#include "history/header.h"
#include "project/git.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxRead = 8;  ///< files of other branches whose headers are read

std::set<std::string> paths_here(const Workspace& workspace) {
    std::set<std::string> paths;
    for (const history::Revision& revision : workspace.graph.revisions) {
        paths.insert(project::relative_path(workspace.project, revision.path));
    }
    return paths;
}

bool builds_on_head(const Workspace& workspace, const std::string& branch, const std::string& path) {
    const std::optional<std::string> text = project::file_on_branch(workspace.project, branch, path);
    if (!text) return false;
    const Result<history::Header> header = history::read_header(*text);
    if (!header || !header->down_revisions) return false;
    const std::vector<std::string>& parents = *header->down_revisions;
    return std::find(parents.begin(), parents.end(), workspace.head) != parents.end();
}

}  // namespace

OtherBranches look_at_branches(const Workspace& workspace) {
    OtherBranches found;
    std::vector<project::BranchFiles> branches = project::branch_files(workspace.project);
    std::erase_if(branches, [](const project::BranchFiles& branch) { return branch.is_current; });
    if (branches.empty()) return found;
    std::set<std::string> seen = paths_here(workspace);
    std::size_t read = 0;
    for (const project::BranchFiles& branch : branches) {
        for (const std::string& path : branch.paths) {
            if (!seen.insert(path).second) continue;
            const std::string phrase = base::base_name(path) + " on " + branch.branch;
            if (const std::optional<int> number = history::dated_number(base::base_name(path))) {
                if (*number <= workspace.graph.highest_number) continue;
                found.numbers.try_emplace(*number, phrase);
            }
            if (workspace.head.empty() || ++read > kMaxRead) continue;
            if (builds_on_head(workspace, branch.branch, path)) found.siblings.push_back(phrase);
        }
    }
    return found;
}

void note_branches(const OtherBranches& branches, int own_number, bool number_was_given, Review& review) {
    for (const auto& [number, phrase] : branches.numbers) {
        if (number_was_given && number == own_number) {
            review.messages.push_back({.kind = Message::Kind::warning,
                                       .text = fmt::format("the number {:06} is also that of {}", number, phrase),
                                       .code = "number_on_other_branch"});
        }
        if (number_was_given || number >= own_number) continue;
        review.messages.push_back({.kind = Message::Kind::assumption,
                                   .text = fmt::format("the number {:06} is taken by {}: this is {:06}; number sets it "
                                                       "by hand",
                                                       number, phrase, own_number)});
    }
    if (branches.siblings.empty()) return;
    review.messages.push_back(
        {.kind = Message::Kind::warning,
         .text = "another branch builds on the same head: " + base::join(branches.siblings, ", ") +
                 "; when both are merged there are two heads, and alembic-migrate rebase puts one behind the other",
         .code = "second_head_ahead"});
}

}  // namespace migrate::usecases
