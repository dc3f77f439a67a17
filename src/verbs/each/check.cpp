#include "usecases/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "verbs/sarif.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::BaselineUse;
using usecases::CheckRequest;
using usecases::CheckView;

struct Asked {
    CheckRequest request;
    std::size_t offset = 0;
    std::string format;
    std::string fail_on;  ///< "" for what the project's config says
};

auto in(auto member) {
    return at(&Asked::request, member);
}

auto use_baseline(BaselineUse use) {
    return [use](Asked& asked) { asked.request.baseline = use; };
}

OutJson write_found(const lint::Found& found) {
    const lint::Finding& finding = found.finding;
    OutJson out = {{"rule", finding.rule},
                   {"category", finding.category},
                   {"severity", name_of(finding.severity)},
                   {"path", finding.path}};
    if (finding.line > 0) out["line"] = finding.line;
    if (!found.source.empty()) out["source"] = found.source;
    out["message"] = finding.message;
    out["fix"] = finding.fix;
    return out;
}

OutJson write_json(const CheckView& view) {
    OutJson out = {{"files", view.files}, {"findings", OutJson::array()}};
    for (const lint::Found& found : view.found) out["findings"].push_back(write_found(found));
    if (view.baseline.empty()) return out;
    out["baseline"] = {{"path", view.baseline}, {"known", view.known}, {"fixed", OutJson::array()}};
    for (const lint::KnownFinding& known : view.fixed) {
        out["baseline"]["fixed"].push_back({{"rule", known.rule}, {"path", known.path}, {"message", known.message}});
    }
    return out;
}

constexpr std::size_t kRoomForFindings = 36'000;  ///< of kMaxResult, in each of the two forms
constexpr std::size_t kMaxSummary = 3'000;

std::string summary_of(const CheckView& view, std::size_t offset, std::size_t shown) {
    std::string text = usecases::write_check_summary(view);
    if (text.size() > kMaxSummary) text = std::string(base::cut_utf8(text, kMaxSummary)) + "...\n";
    const std::size_t end = offset + shown;
    if (offset > 0 || end < view.found.size())
        text += fmt::format("findings {} to {} of {}", shown == 0 ? end : offset + 1, end, view.found.size());
    if (end < view.found.size()) text += fmt::format("; the next ones: offset {}", end);
    return text;
}

/// From the offset on, as many findings as there is room for in a result.
mcp::ToolResult write_page(const CheckView& view, const Asked& asked) {
    const std::size_t offset = asked.offset;
    if (offset > 0 && offset >= view.found.size()) {
        return error_result({"bad_params", fmt::format("there are {} findings", view.found.size()),
                             "send a smaller offset, or none", "offset"});
    }
    OutJson findings = OutJson::array();
    std::string text;
    std::size_t bytes = 0;
    for (std::size_t i = offset; i < view.found.size(); ++i) {
        OutJson finding = write_found(view.found[i]);
        const std::string told = usecases::write_found_text(view.found[i]);
        bytes += dumped(finding).size() + 1;
        if (bytes > kRoomForFindings || text.size() + told.size() > kRoomForFindings) break;
        findings.push_back(std::move(finding));
        text += told;
    }
    const std::size_t end = offset + findings.size();
    const std::string summary = summary_of(view, offset, findings.size());
    OutJson structured = {
        {"checked", view.files.size()}, {"total", view.found.size()}, {"findings", std::move(findings)}};
    if (end < view.found.size()) structured["next_offset"] = end;
    structured["summary"] = summary;
    return {.structured = std::move(structured), .text = text + summary};
}

OutJson output_schema() {
    const OutJson text = {{"type", "string"}};
    const OutJson number = {{"type", "integer"}};
    OutJson finding = {{"type", "object"}};
    finding["properties"] = {{"rule", text},   {"category", text}, {"severity", text}, {"path", text},
                             {"line", number}, {"source", text},   {"message", text},  {"fix", text}};
    finding["required"] = {"rule", "category", "severity", "path", "message", "fix"};
    OutJson properties;
    properties["checked"] = number;
    properties["total"] = number;
    properties["findings"] = {{"type", "array"}, {"items", std::move(finding)}};
    properties["next_offset"] = number;
    properties["summary"] = text;
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", {"checked", "total", "findings", "summary"}}};
}

std::string write_text(const CheckView& view, const Asked& asked) {
    if (asked.format == "sarif")
        return write_sarif(view, kVersion).dump(2, ' ', false, OutJson::error_handler_t::replace);
    return asked.format == "github" ? usecases::write_check_github(view) : usecases::write_check_text(view);
}

int exit_code_of(const CheckView& view, const Asked& asked) {
    const std::string& fail_on = asked.fail_on.empty() ? view.fail_on : asked.fail_on;
    if (fail_on == "never") return 0;
    const lint::Severity limit = fail_on == "critical"  ? lint::Severity::critical
                                 : fail_on == "warning" ? lint::Severity::warning
                                                        : lint::Severity::info;
    return std::ranges::any_of(view.found, [&](const auto& found) { return found.finding.severity >= limit; }) ? 1 : 0;
}

std::vector<Field<Asked>> fields() {
    const FieldText baseline = {
        .whom = For::person, .group = "Baseline", .group_text = "Findings that are to count no more"};
    const auto of_baseline = [&](const char* help) {
        FieldText text = baseline;
        text.help = help;
        return text;
    };
    return {
        {"files",
         in(&CheckRequest::files),
         {.help = "Files or revision ids; the head when not given", .typed = Typed::words, .brief = true}},
        {"all", in(&CheckRequest::all), {.help = "The whole chain", .brief = true}},
        {"since",
         in(&CheckRequest::since),
         {.help = "Files added or changed since HEAD and this git ref went their ways",
          .brief = true,
          .type_name = "REF"}},
        {"skip_others", in(&CheckRequest::skip_others), {.help = "Leave out files that are no migrations"}},
        {"write_baseline", use_baseline(BaselineUse::write),
         of_baseline("Write all that is found into it; with --all")},
        {"prune_baseline", use_baseline(BaselineUse::prune), of_baseline("Take out what is found no more; with --all")},
        {"no_baseline", use_baseline(BaselineUse::none), of_baseline("Tell what it has, too")},
        {"format",
         at(&Asked::format),
         {.help = "text (default), json, sarif or github",
          .whom = For::person,
          .choices = {"text", "json", "sarif", "github"}}},
        {"fail_on",
         at(&Asked::fail_on),
         {.help = "Exit code 1 from here on: info, warning, critical (default), never; over the config's fail-on",
          .whom = For::person,
          .choices = {"info", "warning", "critical", "never"}}},
        {"offset", at(&Asked::offset), {.whom = For::model}}};
}

}  // namespace

Verb check() {
    return make_verb(Definition<Asked, CheckView>{
        .about = {.rank = 6,
                  .command = "check",
                  .summary = "Say what a careful reviewer would say about migrations",
                  .examples = {"alembic-migrate check --since main", "alembic-migrate check --all --format sarif"},
                  .methods = {{"check"}},
                  .usual_params = R"({"all": true})",
                  .tool = {.name = "check_migrations",
                           .title = "Check migrations",
                           .description = "What a careful reviewer would say of migration files: the head, or files, "
                                          "all, or since a git ref.",
                           .output_schema = output_schema(),
                           .annotations = {.read_only = true, .destructive = false, .idempotent = true}},
                  .schedule = rpc::Schedule::read_only},
        .fields = fields(),
        .run = [](const Asked& asked, const base::Work& work) { return check_migrations(asked.request, work); },
        .json = [](const CheckView& view, const Asked&) { return write_json(view); },
        .text = write_text,
        .tool = write_page,
        .exit_code = exit_code_of,
    });
}

}  // namespace migrate::verbs::each
