#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/output.h"
#include "server/check_json.h"
#include "usecases/check.h"

namespace migrate::cli {

namespace {

lint::Severity severity_of(const std::string& word) {
    if (word == "critical") return lint::Severity::critical;
    return word == "warning" ? lint::Severity::warning : lint::Severity::info;
}

}  // namespace

int run_check(const CheckOptions& options, const Common& common) {
    usecases::CheckRequest request{.start = common.start, .files = options.files, .all = options.all};
    request.since = options.since;
    request.skip_others = options.skip_others;
    if (options.no_baseline) request.baseline = usecases::BaselineUse::none;
    if (options.write_baseline) request.baseline = usecases::BaselineUse::write;
    if (options.prune_baseline) request.baseline = usecases::BaselineUse::prune;
    const Result<usecases::CheckView> view = usecases::check_migrations(request);
    const std::string format = common.json ? "json" : options.format;
    if (!view) return print_error(view.error(), format == "json");
    if (format == "json")
        print_json(server::write_check_view(*view));
    else if (format == "sarif")
        print_json(server::write_sarif(*view, kVersion));
    else
        print_text(format == "github" ? usecases::write_check_github(*view) : usecases::write_check_text(*view));
    const std::string fail_on = options.fail_on.empty() ? view->fail_on : options.fail_on;
    const lint::Severity limit = severity_of(fail_on);
    const bool fails = fail_on != "never" &&
                       std::any_of(view->found.begin(), view->found.end(),
                                   [&](const usecases::Found& found) { return found.finding.severity >= limit; });
    return fails ? 1 : 0;
}

}  // namespace migrate::cli
