#include "usecases/verify/verify.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/environment.h"
#include "base/files.h"
#include "history/find.h"
#include "project/databases.h"
#include "project/run_settings.h"
#include "usecases/project_naming.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

/// The id of the only file that is called so; what was asked for when there is none.
std::string id_of_file(const history::Graph& graph, const std::string& wanted) {
    const auto has_name = [name = base::base_name(wanted)](const history::Revision& revision) {
        return base::base_name(revision.path) == name;
    };
    const auto found = std::find_if(graph.revisions.begin(), graph.revisions.end(), has_name);
    const bool is_one = std::count_if(graph.revisions.begin(), graph.revisions.end(), has_name) == 1;
    return is_one ? found->id : wanted;
}

std::string first_of(const std::string& asked, const std::string& environment, const std::string& configured) {
    if (!asked.empty()) return asked;
    return environment.empty() ? configured : environment;
}

}  // namespace

Result<verify::Report> verify_migration(const VerifyRequest& request, const base::Work& work) {
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    settle_versions(*project);
    const project::RunSettings settings = TRY(project::run_settings(*project));
    const history::Graph graph = TRY(history::read_graph(*project, work));
    const Result<std::string> revision = history::find_meant(graph, id_of_file(graph, request.revision));
    if (!revision) return tl::unexpected(revision.error());
    if (revision->empty()) return fail("no_revision", "there is no migration yet", "create one first");
    verify::Request run{.project = *project, .graph = graph, .revision = *revision};
    run.surroundings = surroundings_of(*project, work);
    run.python = first_of(request.python, "", settings.python);
    run.postgres = first_of(request.postgres, base::environment_variable(verify::kPostgresVariable).value_or(""),
                            settings.postgres);
    const Result<project::FoundDatabases> databases = project::find_databases(*project, graph.evidence);
    if (!databases) return tl::unexpected(databases.error());
    std::erase_if(run.dialects, [&](Dialect dialect) {
        return request.dialect ? dialect != *request.dialect : !databases->used.uses(dialect);
    });
    if (run.dialects.empty()) {
        return fail("other_database", project::note_of_other(databases->used),
                    "verify runs on PostgreSQL and SQLite; --dialect chooses one in spite of that");
    }
    run.timeout = request.timeout;
    return verify::verify(run, work);
}

int exit_code_of(const verify::Report& report) {
    const auto has = [&](verify::Outcome outcome) {
        return std::any_of(report.dialects.begin(), report.dialects.end(),
                           [&](const verify::DialectReport& dialect) { return dialect.outcome == outcome; });
    };
    if (has(verify::Outcome::findings)) return 1;
    return has(verify::Outcome::cannot) || !has(verify::Outcome::proven) ? 2 : 0;
}

}  // namespace migrate::usecases
