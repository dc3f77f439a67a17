// For scripts/mimic: mimic DIR [COUNT] prints, for each of the last migrations of a chain, a JSON line with the
// author's text and what this program writes for the same operations, knowing only what is before it.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "render/render.h"
#include "usecases/create/template_file.h"
#include "usecases/project_naming.h"
#include "usecases/workspace.h"

using namespace migrate;

namespace {

std::vector<Step> steps_of(const replay::Run& main, const replay::Run& other, bool one) {
    if (!one) return raise_steps(main.operations, other.operations);
    std::vector<Step> steps;
    for (const Operation& operation : main.operations) steps.push_back({operation, std::nullopt});
    return steps;
}

nlohmann::json one_of(const project::Project& project, const history::Graph& whole, std::size_t at) {
    const history::Revision& revision = whole.revisions[at];
    nlohmann::json out = {{"path", project::relative_path(project, revision.path)}};
    out["first"] = revision.down_revisions.empty();
    if (revision.down_revisions.size() > 1) return out;
    history::Graph before = whole;
    before.revisions.resize(at);
    const std::string parent = revision.down_revisions.empty() ? "" : revision.down_revisions.front();
    before.heads = parent.empty() ? std::vector<std::string>{} : std::vector<std::string>{parent};
    const auto workspace = usecases::open_workspace_at(project, std::move(before), parent, {});
    const auto text = base::read_file(revision.path);
    if (!workspace || !text) return out;
    const plan::Heads heads = workspace->heads();
    const bool one = heads.only().has_value();
    const replay::Surroundings around = usecases::surroundings_of(*workspace);
    const auto run = [&](const std::string& function, const Schema& schema) {
        return replay::run_function(*text, revision.path, function, schema, {}, around);
    };
    const replay::Run up = run("upgrade", heads.postgresql), up_lite = run("upgrade", heads.sqlite);
    const replay::Run down = run("downgrade", up.after), down_lite = run("downgrade", up_lite.after);
    plan::Plan plan;
    plan.before = heads;
    plan.up = steps_of(up, up_lite, one);
    plan.down = steps_of(down, down_lite, one);
    const usecases::FileName name{revision.id, revision.path, usecases::create_date_of(*text)};
    const auto header = usecases::header_of(*workspace, revision.message, name, revision.down_revisions);
    const auto written = render::write_migration(header, plan, workspace->rules);
    out["author"] = *text;
    out["certain"] = up.complete && down.complete;
    out[written ? "ours" : "error"] = written ? *written : written.error().message;
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    const auto project = project::find_project(argv[1]);
    const auto graph = project ? history::read_graph(*project) : tl::unexpected<Error>(project.error());
    if (!graph) {
        std::cerr << graph.error().message << "\n";
        return 2;
    }
    const auto count = static_cast<std::size_t>(argc > 2 ? std::atoi(argv[2]) : 12);
    const std::size_t total = graph->revisions.size();
    for (std::size_t i = total > count ? total - count : 0; i < total; ++i) {
        std::cout << one_of(*project, *graph, i).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    }
    return 0;
}
