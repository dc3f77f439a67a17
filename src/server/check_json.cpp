#include "server/check_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 6> kKeys = {"files", "all", "since", "skip_others", "offset", "project"};

std::string_view sarif_level(lint::Severity severity) {
    switch (severity) {
        case lint::Severity::critical:
            return "error";
        case lint::Severity::warning:
            return "warning";
        case lint::Severity::info:
            return "note";
    }
    return "none";
}

/// A path as the path of a URI.
std::string uri_path(const std::string& path) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    std::string out;
    for (const char c : path) {
        if (kPlain.find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

ordered_json sarif_rules() {
    ordered_json out = ordered_json::array();
    for (const lint::Rule& rule : lint::all_rules()) {
        out.push_back({{"id", rule.name},
                       {"shortDescription", {{"text", rule.problem}}},
                       {"fullDescription", {{"text", std::string(rule.problem) + " " + std::string(rule.instead)}}},
                       {"help", {{"text", rule.instead}}},
                       {"defaultConfiguration", {{"level", sarif_level(rule.severity)}}},
                       {"properties", {{"tags", {name_of(rule.category)}}}}});
    }
    return out;
}

ordered_json sarif_result(const usecases::Found& found) {
    const lint::Finding& finding = found.finding;
    ordered_json place = {{"artifactLocation", {{"uri", uri_path(finding.path)}, {"uriBaseId", "%SRCROOT%"}}}};
    place["region"] = {{"startLine", std::max(finding.line, 1)}};  // GitHub shows no result without one
    return {{"ruleId", finding.rule},
            {"level", sarif_level(finding.severity)},
            {"message", {{"text", finding.message + ". " + finding.fix}}},
            {"locations", ordered_json::array({{{"physicalLocation", std::move(place)}}})},
            {"partialFingerprints", {{"finding/v1", usecases::fingerprint_of(found)}}}};
}

}  // namespace

Result<usecases::CheckRequest> read_check_request(const json& params, const std::string& start) {
    usecases::CheckRequest request{.start = start};
    if (params.is_null()) return request;
    if (!params.is_object()) return bad_param("params", "params must be an object", R"(send {"all": true})");
    if (Result<void> fine = check_param_names(params, kKeys); !fine) return tl::unexpected(fine.error());
    Result<std::vector<std::string>> files = read_texts_param(params, "files");
    if (!files) return tl::unexpected(files.error());
    request.files = std::move(*files);
    const Result<bool> all = read_flag_param(params, "all");
    if (!all) return tl::unexpected(all.error());
    request.all = *all;
    const Result<std::optional<std::string>> since = read_text_param(params, "since");
    if (!since) return tl::unexpected(since.error());
    request.since = *since;
    const Result<bool> skip_others = read_flag_param(params, "skip_others");
    if (!skip_others) return tl::unexpected(skip_others.error());
    request.skip_others = *skip_others;
    const Result<std::optional<std::string>> project = read_text_param(params, "project");
    if (!project) return tl::unexpected(project.error());
    request.project = project->value_or("");
    return request;
}

ordered_json write_found(const usecases::Found& found) {
    const lint::Finding& finding = found.finding;
    ordered_json out = {{"rule", finding.rule},
                        {"category", finding.category},
                        {"severity", name_of(finding.severity)},
                        {"path", finding.path}};
    if (finding.line > 0) out["line"] = finding.line;
    if (!found.source.empty()) out["source"] = found.source;
    out["message"] = finding.message;
    out["fix"] = finding.fix;
    return out;
}

ordered_json write_check_view(const usecases::CheckView& view) {
    ordered_json out = {{"files", view.files}, {"findings", ordered_json::array()}};
    for (const usecases::Found& found : view.found) out["findings"].push_back(write_found(found));
    if (view.baseline.empty()) return out;
    out["baseline"] = {{"path", view.baseline}, {"known", view.known}, {"fixed", ordered_json::array()}};
    for (const usecases::KnownFinding& known : view.fixed) {
        out["baseline"]["fixed"].push_back({{"rule", known.rule}, {"path", known.path}, {"message", known.message}});
    }
    return out;
}

ordered_json write_sarif(const usecases::CheckView& view, const std::string& version) {
    ordered_json results = ordered_json::array();
    for (const usecases::Found& found : view.found) results.push_back(sarif_result(found));
    ordered_json driver = {{"name", "alembic-migrate"}, {"version", version}, {"rules", sarif_rules()}};
    ordered_json run = {
        {"tool", {{"driver", std::move(driver)}}}, {"columnKind", "utf16CodeUnits"}, {"results", std::move(results)}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", ordered_json::array({std::move(run)})}};
}

// Short on purpose, as create_input_schema.
ordered_json check_input_schema() {
    ordered_json properties;
    properties["files"] = {{"type", "array"}};
    properties["all"] = {{"type", "boolean"}};
    properties["since"] = {{"type", "string"}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

ordered_json check_output_schema() {
    const ordered_json text = {{"type", "string"}};
    const ordered_json number = {{"type", "integer"}};
    ordered_json finding = {{"type", "object"}};
    finding["properties"] = {{"rule", text},   {"category", text}, {"severity", text}, {"path", text},
                             {"line", number}, {"source", text},   {"message", text},  {"fix", text}};
    finding["required"] = {"rule", "category", "severity", "path", "message", "fix"};
    ordered_json properties;
    properties["checked"] = number;
    properties["total"] = number;
    properties["findings"] = {{"type", "array"}, {"items", std::move(finding)}};
    properties["next_offset"] = number;
    properties["summary"] = text;
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", {"checked", "total", "findings", "summary"}}};
}

}  // namespace migrate::server
