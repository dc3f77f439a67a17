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
    const Result<usecases::CheckView> view =
        usecases::check_migrations({.start = common.start, .files = options.files, .all = options.all});
    const std::string format = common.json ? "json" : options.format;
    if (!view) return print_error(view.error(), format == "json" || format == "sarif");
    if (format == "json")
        print_json(server::write_check_view(*view));
    else if (format == "sarif")
        print_json(server::write_sarif(*view, kVersion));
    else
        print_text(format == "github" ? usecases::write_check_github(*view) : usecases::write_check_text(*view));
    const lint::Severity limit = severity_of(options.fail_on);
    const bool fails = options.fail_on != "never" &&
                       std::any_of(view->findings.begin(), view->findings.end(),
                                   [&](const lint::Finding& finding) { return finding.severity >= limit; });
    return fails ? 1 : 0;
}

}  // namespace migrate::cli
