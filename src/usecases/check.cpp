#include "usecases/check.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "history/find.h"
#include "replay/replay.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

/// The id of the revision whose file is meant by a path: from the starting folder, from the project's root, or
/// absolute.
const history::Revision* by_path(const history::Graph& graph, const CheckRequest& request,
                                 const project::Project& project, const std::string& file) {
    for (const std::string& whole : {file, request.start + "/" + file, project.root + "/" + file}) {
        const Result<std::string> real = base::resolve(whole);
        if (!real) continue;
        const auto found = std::find_if(graph.revisions.begin(), graph.revisions.end(),
                                        [&](const history::Revision& revision) { return revision.path == *real; });
        if (found != graph.revisions.end()) return &*found;
    }
    return nullptr;
}

Result<std::set<std::string>> wanted_revisions(const history::Graph& graph, const CheckRequest& request,
                                               const project::Project& project) {
    std::set<std::string> wanted;
    if (request.all) {
        for (const history::Revision& revision : graph.revisions) wanted.insert(revision.id);
    } else if (request.files.empty()) {
        wanted.insert(graph.heads.begin(), graph.heads.end());
    }
    for (const std::string& file : request.files) {
        if (const history::Revision* revision = by_path(graph, request, project, file)) {
            wanted.insert(revision->id);
            continue;
        }
        Result<std::string> id = history::find_meant(graph, file);
        if (!id) return tl::unexpected(id.error());
        wanted.insert(*id);
    }
    return wanted;
}

std::string severity_and_rule(const lint::Finding& finding) {
    return std::string(name_of(finding.severity)) + " " + finding.rule;
}

std::string place_of(const lint::Finding& finding) {
    return finding.line == 0 ? finding.path : finding.path + ":" + std::to_string(finding.line);
}

std::string trimmed_line(const std::string& text, int number) {
    std::size_t begin = 0;
    for (int line = 1; line < number; ++line) {
        begin = text.find('\n', begin);
        if (begin == std::string::npos) return {};
        ++begin;
    }
    const std::string line = text.substr(begin, text.find('\n', begin) - begin);
    const std::size_t first = line.find_first_not_of(" \t");
    return first == std::string::npos ? std::string() : std::string(base::cut_utf8(line.substr(first), 120));
}

/// The text after `::warning ...::`, where GitHub wants these three written differently.
std::string github_text(std::string text) {
    text = base::replace_all(text, "%", "%25");
    text = base::replace_all(text, "\r", "%0D");
    return base::replace_all(text, "\n", "%0A");
}

std::string_view github_level(lint::Severity severity) {
    switch (severity) {
        case lint::Severity::critical:
            return "error";
        case lint::Severity::warning:
            return "warning";
        case lint::Severity::info:
            return "notice";
    }
    return "notice";
}

}  // namespace

Result<CheckView> check_migrations(const CheckRequest& request) {
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    const Result<history::Graph> graph = history::read_graph(*project);
    if (!graph) return tl::unexpected(graph.error());
    CheckView view{.findings = lint::check_chain({*project, *graph}), .files = {}, .root = project->root};
    if (!graph->faults.empty()) return view;  // there is no order to replay in
    Result<std::set<std::string>> wanted = wanted_revisions(*graph, request, *project);
    if (!wanted) return tl::unexpected(wanted.error());
    const replay::Surroundings around = surroundings_of(*project);
    const auto visit = [&](const replay::Visited& file) {
        wanted->erase(file.revision->id);
        view.files.push_back(file.path);
        std::vector<lint::Finding> found = lint::check_file(file);
        std::move(found.begin(), found.end(), std::back_inserter(view.findings));
    };
    for (const std::string& head : graph->heads) {
        const Result<void> done = replay::visit_chain(*project, *graph, head, *wanted, visit, {}, around);
        if (!done) return tl::unexpected(done.error());
    }
    return view;
}

std::string write_check_text(const CheckView& view) {
    std::map<std::string, std::string> texts;
    std::map<lint::Severity, int> counts;
    std::string out;
    for (const lint::Finding& finding : view.findings) {
        ++counts[finding.severity];
        out += place_of(finding) + ": " + severity_and_rule(finding) + ": " + finding.message + "\n";
        if (finding.line > 0) {
            if (!texts.contains(finding.path))
                texts[finding.path] = base::read_file(view.root + "/" + finding.path).value_or("");
            out += "    | " + trimmed_line(texts[finding.path], finding.line) + "\n";
        }
        out += "    = " + finding.fix + "\n";
    }
    const std::string checked = std::to_string(view.files.size()) + (view.files.size() == 1 ? " file" : " files");
    if (view.findings.empty()) return out + checked + " checked, nothing found\n";
    out += checked + " checked:";
    for (const auto& [severity, count] : counts) {
        out += " " + std::to_string(count) + " " + std::string(name_of(severity));
    }
    return out + "\n";
}

std::string write_check_github(const CheckView& view) {
    std::string out;
    for (const lint::Finding& finding : view.findings) {
        out += "::" + std::string(github_level(finding.severity)) + " file=" + github_text(finding.path);
        if (finding.line > 0) out += ",line=" + std::to_string(finding.line);
        out += ",title=" + finding.rule + "::" + github_text(finding.message + ". " + finding.fix) + "\n";
    }
    return out;
}

}  // namespace migrate::usecases
