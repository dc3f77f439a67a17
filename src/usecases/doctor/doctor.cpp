#include "usecases/doctor/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/attempt.h"
#include "base/text.h"
#include "history/history.h"
#include "project/house_keys.h"
#include "project/run_settings.h"
#include "usecases/create/house_template.h"
#include "usecases/model_files.h"
#include "usecases/workspace.h"
#include "verify/python.h"

namespace migrate::usecases {

namespace {

/// The rules as the config would say them, with where each was said or learnt.
std::vector<ShownRule> rules_of(const Workspace& workspace) {
    const project::HouseRules& rules = workspace.rules;
    std::vector<ShownRule> all = {{"profile", rules.profile, ""}};
    for (const auto& [key, value] : project::shown_keys(rules)) {
        const auto source = rules.sources.find(key);
        all.push_back({key, value, source == rules.sources.end() ? "" : source->second});
    }
    for (const render::OwnType& type : workspace.own_types) all.push_back({"own-type", type.code, "the chain"});
    const auto house = rules.profile == "vejapro"
                           ? std::nullopt
                           : house_template(last_files(history::chain_to(workspace.graph, workspace.head)));
    if (house)
        all.push_back({"layout", "the house's own", project::relative_path(workspace.project, house->learnt_from)});
    else if (!workspace.project.template_path.empty() && rules.profile != "vejapro")
        all.push_back(
            {"layout", "the template", project::relative_path(workspace.project, workspace.project.template_path)});
    return all;
}

void add_chain(const project::Project& project, Result<history::Graph> graph, const base::Work& work,
               DoctorView& view) {
    if (!graph) {
        view.problem = graph.error().message;
        return;
    }
    view.revisions = graph->revisions.size();
    view.heads = graph->heads;
    for (const history::Fault& fault : graph->faults) view.faults.push_back(fault.message);
    const std::string head = graph->heads.empty() ? "" : graph->heads.back();
    const Result<Workspace> workspace = open_workspace_at(project, std::move(*graph), head, work);
    if (!workspace) {
        view.problem = workspace.error().message;
        return;
    }
    view.rules = rules_of(*workspace);
    const replay::Replay& replay = workspace->on(workspace->databases.main());
    view.tables = replay.schema.tables.size();
    view.doubts = replay.schema.doubts;
    for (const replay::Replay::File& file : replay.files) {
        for (const replay::Remark& remark : file.remarks) {
            if (remark.kind != replay::Remark::Kind::unknown) continue;
            view.not_followed.push_back(remark.where + ": " + remark.text);
        }
    }
}

void add_models(const project::Project& project, DoctorView& view) {
    const std::vector<models::SourceFile> files = python_files(project);
    view.model_files = static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [](const auto& file) {
        return file.text.find("__tablename__") != std::string::npos || file.text.find("Table(") != std::string::npos;
    }));
    view.model_tables = models::read_models(files).size();
}

std::string python_of(const project::Project& project, const base::Work& work) {
    const Result<project::RunSettings> settings = project::run_settings(project);
    const std::string chosen = settings ? settings->python : "";
    for (const auto& place : verify::python_candidates(project, chosen, work.cancel)) {
        if (const auto candidate = place()) return candidate->program + " (" + candidate->source + ")";
    }
    return {};
}

std::string several(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

constexpr std::size_t kShown = 6;

/// The first lines of a list, each under the others, and how many more there are.
void write_list(const std::string& title, const std::vector<std::string>& items, std::string& text) {
    if (items.empty()) return;
    text += title + "\n";
    for (std::size_t i = 0; i < std::min(items.size(), kShown); ++i) {
        std::string line = base::join(base::split_words(items[i]), " ");
        if (line.size() > 160) line = std::string(base::cut_utf8(line, 157)) + "...";
        text += "  - " + line + "\n";
    }
    if (items.size() > kShown) text += fmt::format("  and {} more (--json has all)\n", items.size() - kShown);
}

/// A line for each source, with all that was learnt there.
void write_rules(const std::vector<ShownRule>& rules, std::string& text) {
    std::map<std::string, std::vector<std::string>> by_source;
    for (const ShownRule& rule : rules) {
        const std::string source = rule.where.empty() ? "as the profile has it" : rule.where;
        by_source[source].push_back(rule.key + " = " + rule.value);
    }
    text += "house rules:\n";
    for (const auto& [source, said] : by_source) {
        text += "  " + source + ":\n";
        std::string line;
        for (const std::string& each : said) {
            if (!line.empty() && line.size() + each.size() > 110) {
                text += "    " + line + "\n";
                line.clear();
            }
            line += (line.empty() ? "" : " · ") + each;
        }
        text += "    " + line + "\n";
    }
}

std::string shown_cache(const std::optional<cache::State>& cache) {
    if (!cache) return "off";
    if (!cache->problem.empty())
        return cache->folder + (cache->folder.empty() ? "" : " is not used: ") + cache->problem;
    return fmt::format("{}, {}, {} KiB, {}", cache->folder, several(cache->files, "file"), (cache->bytes + 1023) / 1024,
                       cache->used > 0 ? "used for this answer" : "not used for this answer");
}

std::string used_databases(const project::FoundDatabases& found) {
    std::vector<std::string> names;
    if (found.used.postgresql) names.emplace_back("PostgreSQL");
    if (found.used.sqlite) names.emplace_back("SQLite");
    if (!found.used.other.empty()) names.push_back(found.used.other);
    std::string text = base::join(names, " and ");
    if (!found.source.empty()) return text + ", said in " + found.source;
    return found.evidence.empty() ? text + ", for nothing speaks for one of them alone" : text;
}

}  // namespace

Result<DoctorView> examine(const DoctorRequest& request, const base::Work& work) {
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    DoctorView view;
    view.root = project->root;
    view.config = project->config_path.empty() ? "" : project::relative_path(*project, project->config_path);
    if (!project->section.empty() && project->section != "alembic") view.config += "#" + project->section;
    for (const std::string& folder : project->version_locations)
        view.versions.push_back(project::relative_path(*project, folder));
    view.alembic = project->alembic_version;
    Result<history::Graph> graph = history::read_graph(*project, work);
    view.databases = TRY(project::find_databases(*project, graph ? graph->evidence : std::vector<project::Evidence>()));
    add_chain(*project, std::move(graph), work, view);
    TRY(base::go_on(work));
    add_models(*project, view);
    view.python = python_of(*project, work);
    if (work.kept) view.cache = work.kept->state();
    return view;
}

std::string write_doctor_text(const DoctorView& view) {
    std::string text;
    const auto line = [&](std::string_view name, const std::string& value) {
        text += fmt::format("{:<11}{}\n", name, value);
    };
    line("program", "alembic-migrate " + view.version);
    line("project", view.root + (view.config.empty() ? ", without a config" : ", " + view.config));
    line("versions",
         base::join(view.versions, ", ") + (view.alembic.empty() ? "" : ", Alembic " + view.alembic + " as pinned"));
    line("chain",
         several(view.revisions, "migration") + ", " +
             (view.heads.size() == 1 ? "head " + view.heads.front()
                                     : several(view.heads.size(), "head") + " " + base::join(view.heads, ", ")) +
             (view.problem.empty() ? ", " + several(view.tables, "table") : ""));
    line("databases", used_databases(view.databases));
    line("models", several(view.model_tables, "table") + " read from " + several(view.model_files, "file"));
    line("verify", view.python.empty() ? "finds no Python" : "would use " + view.python);
    line("cache", shown_cache(view.cache));
    if (!view.problem.empty()) line("problem", view.problem);
    write_list("what is wrong with the chain:", view.faults, text);
    std::vector<std::string> evidence;
    for (const project::Evidence& each : view.databases.evidence) {
        const bool against = each.kind == project::Evidence::Kind::refusal;
        evidence.push_back(fmt::format("{} {}: {} ({})", against ? "against" : "for",
                                       project::shown_database(each.database), each.what, each.where));
    }
    write_list("evidence:", evidence, text);
    write_rules(view.rules, text);
    std::vector<std::string> doubts;
    for (const Doubt& doubt : view.doubts)
        doubts.push_back((doubt.object == "*" ? "everything" : doubt.object) + ": " + doubt.reason +
                         (doubt.where.empty() ? "" : " (" + doubt.where + ")"));
    write_list("doubts:", doubts, text);
    write_list("not followed:", view.not_followed, text);
    return text;
}

}  // namespace migrate::usecases
