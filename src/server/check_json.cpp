#include "server/check_json.h"

#include <nlohmann/json.hpp>

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

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

ordered_json sarif_rules() {
    ordered_json out = ordered_json::array();
    for (const lint::Rule& rule : lint::all_rules()) {
        out.push_back({{"id", rule.name},
                       {"shortDescription", {{"text", rule.problem}}},
                       {"help", {{"text", rule.instead}}},
                       {"defaultConfiguration", {{"level", sarif_level(rule.severity)}}},
                       {"properties", {{"tags", {name_of(rule.category)}}}}});
    }
    return out;
}

ordered_json sarif_result(const lint::Finding& finding) {
    ordered_json place = {{"artifactLocation", {{"uri", finding.path}, {"uriBaseId", "%SRCROOT%"}}}};
    if (finding.line > 0) place["region"] = {{"startLine", finding.line}};
    return {{"ruleId", finding.rule},
            {"level", sarif_level(finding.severity)},
            {"message", {{"text", finding.message + ". " + finding.fix}}},
            {"locations", ordered_json::array({{{"physicalLocation", std::move(place)}}})}};
}

}  // namespace

Result<usecases::CheckRequest> read_check_request(const json& params, const std::string& start) {
    usecases::CheckRequest request{.start = start};
    if (params.is_null()) return request;
    for (const auto& [key, value] : params.items()) {
        if (key == "all" && value.is_boolean()) {
            request.all = value.get<bool>();
        } else if (key == "project" && value.is_string()) {
            request.project = value.get<std::string>();
        } else if (key == "files" && value.is_array()) {
            for (const json& file : value) {
                if (!file.is_string())
                    return fail("bad_params", "files must hold texts", "send paths or revision ids", key);
                request.files.push_back(file.get<std::string>());
            }
        } else {
            return fail("bad_params", "\"" + key + "\" is not a parameter, or not of its type",
                        "send files (a list of paths or revision ids), all (true or false), project (a text)", key);
        }
    }
    return request;
}

ordered_json write_check_view(const usecases::CheckView& view) {
    ordered_json out = {{"files", view.files}, {"findings", ordered_json::array()}};
    for (const lint::Finding& finding : view.findings) {
        ordered_json one = {{"rule", finding.rule},
                            {"category", finding.category},
                            {"severity", name_of(finding.severity)},
                            {"path", finding.path}};
        if (finding.line > 0) one["line"] = finding.line;
        one["message"] = finding.message;
        one["fix"] = finding.fix;
        out["findings"].push_back(std::move(one));
    }
    return out;
}

ordered_json write_sarif(const usecases::CheckView& view, const std::string& version) {
    ordered_json results = ordered_json::array();
    for (const lint::Finding& finding : view.findings) results.push_back(sarif_result(finding));
    ordered_json driver = {{"name", "alembic-migrate"}, {"version", version}, {"rules", sarif_rules()}};
    ordered_json run = {
        {"tool", {{"driver", std::move(driver)}}}, {"columnKind", "utf16CodeUnits"}, {"results", std::move(results)}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", ordered_json::array({std::move(run)})}};
}

ordered_json check_input_schema() {
    ordered_json properties;
    properties["files"] = {{"type", "array"},
                           {"items", {{"type", "string"}}},
                           {"description", "Paths or revision ids; the head when left out"}};
    properties["all"] = {{"type", "boolean"}, {"description", "The whole chain"}};
    properties["project"] = {{"type", "string"}};
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

}  // namespace migrate::server
