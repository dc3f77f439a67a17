/// The lint room: what a careful reviewer would say about migrations, one rule a file in rules/.
///
/// Rules look at values: the revision graph, a file's syntax, and what replay says that its upgrade() and downgrade()
/// do to the schema on PostgreSQL and on SQLite. They read no files and change nothing. A rule is silent about facts
/// that replay is not certain of.
///
/// To add a rule: scripts/new-rule NAME writes rules/NAME.cpp and its golden cases; the build finds it by its file
/// name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "history/history.h"
#include "lint/committed.h"
#include "lint/report.h"
#include "replay/replay.h"

namespace migrate::lint {

enum class Category { chain, downgrade, dialects, integrity, locks, errors, check };

/// "chain", "downgrade", ...
std::string_view name_of(Category category);

class Ignores;

/// What chain rules look at.
struct Chain {
    const project::Project& project;
    const history::Graph& graph;
    std::vector<CommittedFile> committed = {};  ///< those that differ from what the main line has
};

struct Rule {
    std::string_view name;  ///< "foreign-key-type", as in ignore comments
    Category category;
    Severity severity;         ///< of its findings
    std::string_view problem;  ///< one or two sentences: what goes wrong
    std::string_view instead;  ///< what to do
    void (*check_file)(const replay::ReplayedFile& file, Report& report) = nullptr;
    void (*check_chain)(const Chain& chain, Report& report) = nullptr;
    /// For a rule about the comments that silence the others, when it is known what they silenced.
    void (*check_ignores)(const Ignores& ignores, Report& report) = nullptr;
    bool postgresql_only = false;  ///< only PostgreSQL does what it tells of, as for all locks
};

/// All rules, by name.
const std::vector<Rule>& all_rules();
/// nullptr when there is none of this name.
const Rule* find_rule(std::string_view name);

/// What the file rules find, by line, less what comments silence (ignore.h).
std::vector<Finding> check_file(const replay::ReplayedFile& file);
/// What the chain rules find.
std::vector<Finding> check_chain(const Chain& chain);

}  // namespace migrate::lint
