#include "usecases/check/check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/attempt.h"
#include "base/files.h"
#include "base/text.h"
#include "base/visible.h"
#include "lint/ignore.h"
#include "lint/policy.h"
#include "replay/replay.h"
#include "usecases/check/kept_findings.h"
#include "usecases/check/scope.h"
#include "usecases/committed.h"
#include "usecases/in_use.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxSource = 120;

Result<void> check_request(const CheckRequest& request) {
    const int scopes = static_cast<int>(!request.files.empty()) + static_cast<int>(request.all) +
                       static_cast<int>(request.since.has_value());
    if (scopes > 1) return fail("bad_params", "files, all and since exclude each other", "send one of them");
    const bool writes = request.baseline == BaselineUse::write || request.baseline == BaselineUse::prune;
    if (writes && !request.all) {
        return fail("bad_params", "a baseline is of the whole chain", "ask for it with --all (all)");
    }
    return {};
}

std::string line_of(const std::vector<std::string>& lines, int number) {
    if (number < 1 || static_cast<std::size_t>(number) > lines.size()) return "";
    const std::string_view line = base::trim(lines[static_cast<std::size_t>(number) - 1]);
    return base::visible(std::string(base::cut_utf8(line, kMaxSource)));
}

std::vector<lint::Found> with_source(std::vector<lint::Finding> findings, const std::string& text) {
    const std::vector<std::string> lines = findings.empty() ? std::vector<std::string>() : base::split_lines(text);
    std::vector<lint::Found> found;
    for (lint::Finding& finding : findings) {
        std::string source = line_of(lines, finding.line);
        found.push_back({std::move(finding), std::move(source)});
    }
    return found;
}

/// What the chain's rules find, less what comments in the files silence.
std::vector<lint::Finding> findings_of_chain(const project::Project& project, const history::Graph& graph) {
    std::vector<lint::Finding> findings = lint::check_chain({project, graph, committed_files(project)});
    std::vector<lint::Finding> left;
    while (!findings.empty()) {
        const std::string path = findings.front().path;
        const auto rest = std::stable_partition(findings.begin(), findings.end(),
                                                [&](const lint::Finding& finding) { return finding.path == path; });
        std::vector<lint::Finding> here(findings.begin(), rest);
        findings.erase(findings.begin(), rest);
        if (const Result<std::string> text = base::read_file(base::join_path(project.root, path))) {
            lint::Ignores(*text).silence(here);
        }
        left.insert(left.end(), here.begin(), here.end());
    }
    return left;
}

/// Keeps what stops every deployment, and what is about a file that was asked for.
void keep_wanted(const project::Project& project, const history::Graph& graph, const std::set<std::string>& wanted,
                 std::vector<lint::Finding>& findings) {
    std::set<std::string> paths;
    for (const history::Revision& revision : graph.revisions) {
        if (wanted.contains(revision.id)) paths.insert(project::relative_path(project, revision.path));
    }
    std::erase_if(findings, [&](const lint::Finding& finding) {
        return finding.severity != lint::Severity::critical && !paths.contains(finding.path);
    });
}

/// A file that no rule looked at is said to be one.
std::vector<lint::Found> not_read(const std::string& path, const lint::Policy& policy) {
    const lint::Rule& rule = *lint::find_rule("not-followed");
    lint::Report report(rule.name, lint::name_of(rule.category), lint::Severity::warning, path);
    report.add(0, "this file is too large, too deep or too little of it is Python to be read: no rule looked at it",
               "make it smaller, or Python, or read it by eye");
    std::vector<lint::Finding> findings = report.take();
    lint::apply_policy(policy, findings);
    return with_source(std::move(findings), "");
}

/// Only what the files build on is run, not what follows them.
Result<void> check_files(const project::Project& project, const history::Graph& graph, std::set<std::string> wanted,
                         const project::Databases& databases, const lint::Policy& policy, const base::Work& work,
                         CheckView& view) {
    const replay::Surroundings around = wanted.empty() ? replay::Surroundings() : surroundings_of(project, work);
    std::map<std::string, std::vector<lint::Found>> by_path;
    const auto visit = [&](const replay::ReplayedFile& file) {
        wanted.erase(file.revision->id);
        std::vector<lint::Finding> findings = check_in_use(file, databases);
        lint::apply_policy(policy, findings);
        const std::vector<lint::Found>& found = by_path[file.path] = with_source(std::move(findings), file.text);
        return cache::to_bytes(found).value_or("");
    };
    const auto known = [&](const history::Revision& revision, const std::string& bytes) {
        auto found = cache::from_bytes<std::vector<lint::Found>>(bytes);
        if (!found) return false;
        wanted.erase(revision.id);
        by_path[project::relative_path(project, revision.path)] = std::move(*found);
        return true;
    };
    const replay::KeptVisits visits{"findings\n" + cache::to_bytes(std::pair(databases, policy)).value_or(""), known};
    const history::Ancestry ancestry(graph);
    for (auto last = graph.revisions.rbegin(); last != graph.revisions.rend(); ++last) {
        if (!wanted.contains(last->id)) continue;
        const replay::Line line = ancestry.to(last->id);
        const Result<void> done = replay::visit_line(project, line, wanted, visit, visits, around, work);
        if (!done) return done;
    }
    for (const history::Revision& revision : graph.revisions) {
        const std::string path = project::relative_path(project, revision.path);
        if (wanted.contains(revision.id)) by_path[path] = not_read(path, policy);
        const auto entry = by_path.find(path);
        if (entry == by_path.end()) continue;
        view.files.push_back(entry->first);
        std::ranges::move(entry->second, std::back_inserter(view.found));
    }
    return {};
}

/// Leaves out of the view what the baseline has, and writes it where that was asked for.
Result<void> hold_against_baseline(const CheckRequest& request, const std::string& path, bool broken, CheckView& view) {
    if (request.baseline == BaselineUse::none) return {};
    Result<std::optional<lint::Baseline>> old = lint::read_baseline(path);
    if (!old) return tl::unexpected(old.error());
    const bool writes = request.baseline == BaselineUse::write || request.baseline == BaselineUse::prune;
    if (writes && broken) {
        return fail("broken_chain",
                    "the chain is broken, so its migrations cannot be checked: " +
                        (view.found.empty() ? "" : view.found.front().finding.message),
                    "repair it first", view.found.empty() ? "" : view.found.front().finding.path);
    }
    const std::string shown = base::relative_to(view.root, path);
    if (request.baseline == BaselineUse::prune && !*old)
        return fail("no_baseline", "there is no " + shown, "--write-baseline writes it", shown);
    std::map<lint::KnownFinding, int> all;
    for (const lint::Found& found : view.found) ++all[lint::known_as(found)];
    std::map<lint::KnownFinding, int> kept = *old ? (*old)->entries : std::map<lint::KnownFinding, int>();
    if (*old) {
        view.baseline = shown;
        view.known = lint::leave_out_known(**old, view.found);
        for (const auto& [known, count] : (*old)->entries) {
            const bool looked_at =
                request.all || std::find(view.files.begin(), view.files.end(), known.path) != view.files.end();
            if (!broken && looked_at) view.fixed.insert(view.fixed.end(), static_cast<std::size_t>(count), known);
        }
    }
    if (!writes) return {};
    if (request.baseline == BaselineUse::write) {
        kept = std::move(all);
        view.known += view.found.size();
        view.found.clear();
    } else {
        for (const lint::KnownFinding& fixed : view.fixed) {
            if (--kept[fixed] == 0) kept.erase(fixed);
        }
    }
    view.baseline = shown;
    view.baseline_written = true;
    return lint::write_baseline(path, kept, *old);
}

Result<CheckView> check_project(const project::Project& project, const CheckRequest& request, const base::Work& work) {
    const lint::Policy policy = TRY(lint::read_policy(project));
    const Result<history::Graph> graph = history::read_graph(project, work);
    if (!graph) return tl::unexpected(graph.error());
    CheckView view{.root = project.root, .fail_on = policy.fail_on};
    std::vector<lint::Finding> of_chain = findings_of_chain(project, *graph);
    const project::FoundDatabases databases = TRY(project::find_databases(project, graph->evidence));
    leave_out_long_ids(project, *graph, databases.used, of_chain);
    const bool broken = !graph->faults.empty();  // there is no order to replay in
    if (!broken) {
        const std::set<std::string> wanted = TRY(wanted_revisions(request, project, *graph));
        keep_wanted(project, *graph, wanted, of_chain);
        TRY(check_files(project, *graph, wanted, databases.used, policy, work, view));
    }
    lint::apply_policy(policy, of_chain);
    std::vector<lint::Found> of_files = std::exchange(view.found, with_source(std::move(of_chain), ""));
    std::ranges::move(of_files, std::back_inserter(view.found));
    TRY(hold_against_baseline(request, policy.baseline, broken, view));
    return view;
}

/// How strict the word is: the lower, the stricter.
std::size_t limit_of(const std::string& fail_on) {
    constexpr std::array kLimits = {"info", "warning", "critical", "never"};
    return static_cast<std::size_t>(std::find(kLimits.begin(), kLimits.end(), fail_on) - kLimits.begin());
}

void merge(CheckView part, CheckView& all) {
    std::move(part.found.begin(), part.found.end(), std::back_inserter(all.found));
    std::move(part.files.begin(), part.files.end(), std::back_inserter(all.files));
    std::move(part.fixed.begin(), part.fixed.end(), std::back_inserter(all.fixed));
    all.known += part.known;
    if (!part.baseline.empty()) all.baseline += (all.baseline.empty() ? "" : ", ") + part.baseline;
    if (limit_of(part.fail_on) < limit_of(all.fail_on)) all.fail_on = part.fail_on;
}

/// The files by the project that each is a migration of; `unclear` is the error where that does not help.
Result<CheckView> check_each_project(const CheckRequest& request, const Error& unclear, const base::Work& work) {
    std::vector<std::pair<project::Project, CheckRequest>> parts;
    for (const std::string& file : request.files) {
        const Result<std::string> path = base::resolve(base::join_path(request.start, file));
        if (!path) return tl::unexpected(unclear);
        const Result<project::Project> project = project::find_project_of(*path);
        if (!project && project.error().code == "not_a_migration" && request.skip_others) continue;
        if (!project) return tl::unexpected(project.error());
        auto part =
            std::find_if(parts.begin(), parts.end(), [&](const auto& known) { return known.first == *project; });
        if (part == parts.end()) {
            part = parts.insert(part, {*project, request});
            part->second.files.clear();
        }
        part->second.files.push_back(*path);
    }
    CheckView all{.root = parts.empty() ? "" : parts.front().first.root, .fail_on = "never"};
    for (const auto& [project, part] : parts) {
        if (project.root != all.root) return tl::unexpected(unclear);
        Result<CheckView> view = check_project(project, part, work);
        if (!view) return view;
        merge(std::move(*view), all);
    }
    return all;
}

}  // namespace

Result<CheckView> check_migrations(const CheckRequest& request, const base::Work& work) {
    TRY(check_request(request));
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (project) return check_project(*project, request, work);
    const bool unclear = project.error().code == "several_projects" && !request.files.empty();
    return unclear ? check_each_project(request, project.error(), work) : tl::unexpected(project.error());
}

Result<CheckView> check_one_file(const std::string& path, const base::Work& work) {
    const project::Project project = TRY(project::find_project_of(path));
    return check_project(project, {.start = project.root, .files = {path}}, work);
}

}  // namespace migrate::usecases
