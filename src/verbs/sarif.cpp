#include "verbs/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace migrate::verbs {

namespace {

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

OutJson sarif_rules() {
    OutJson out = OutJson::array();
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

OutJson sarif_result(const lint::Found& found) {
    const lint::Finding& finding = found.finding;
    OutJson place = {{"artifactLocation", {{"uri", uri_path(finding.path)}, {"uriBaseId", "%SRCROOT%"}}}};
    place["region"] = {{"startLine", std::max(finding.line, 1)}};  // GitHub shows no result without one
    return {{"ruleId", finding.rule},
            {"level", sarif_level(finding.severity)},
            {"message", {{"text", finding.message + ". " + finding.fix}}},
            {"locations", OutJson::array({{{"physicalLocation", std::move(place)}}})},
            {"partialFingerprints", {{"finding/v1", lint::fingerprint_of(found)}}}};
}

}  // namespace

OutJson write_sarif(const usecases::CheckView& view, const std::string& version) {
    OutJson results = OutJson::array();
    for (const lint::Found& found : view.found) results.push_back(sarif_result(found));
    OutJson driver = {{"name", "alembic-migrate"}, {"version", version}, {"rules", sarif_rules()}};
    OutJson run = {
        {"tool", {{"driver", std::move(driver)}}}, {"columnKind", "utf16CodeUnits"}, {"results", std::move(results)}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", OutJson::array({std::move(run)})}};
}

}  // namespace migrate::verbs
