#include "server/verify_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 5> kNames = {"revision", "postgres", "dialect", "timeout", "project"};

ordered_json rows_json(const verify::RowCounts& row) {
    ordered_json out = {{"table", row.table}};
    const auto put = [&](const char* key, const std::optional<long>& count) {
        if (count) out[key] = *count;
    };
    put("before", row.before);
    put("after", row.after);
    put("with_new", row.with_new);
    put("down", row.down);
    put("again", row.again);
    return out;
}

ordered_json finding_json(const verify::Finding& finding) {
    ordered_json out = {{"code", finding.code}, {"text", finding.text}};
    if (!finding.where.empty()) out["where"] = finding.where;
    if (!finding.details.empty()) out["details"] = finding.details;
    return out;
}

ordered_json start_json(const verify::DialectReport& dialect) {
    if (dialect.from_base) return {{"from", "base"}};
    ordered_json out = {{"from", "replay"}, {"why", dialect.from_replay_why}};
    if (!dialect.from_replay_where.empty()) out["where"] = dialect.from_replay_where;
    return out;
}

ordered_json dialect_json(const verify::DialectReport& dialect) {
    ordered_json out = {{"dialect", name_of(dialect.dialect)}, {"outcome", name_of(dialect.outcome)}};
    if (!dialect.why.empty()) out["why"] = dialect.why;
    if (!dialect.server.empty()) out["server"] = dialect.server;
    if (dialect.steps.empty()) return out;
    out["start"] = start_json(dialect);
    out["as_replayed"] = dialect.as_replayed;
    out["steps"] = ordered_json::array();
    for (const verify::Step& step : dialect.steps) {
        out["steps"].push_back({{"step", step.name}, {"ok", step.ok}, {"seconds", step.seconds}});
    }
    out["rows"] = ordered_json::array();
    for (const verify::RowCounts& row : dialect.rows) out["rows"].push_back(rows_json(row));
    out["findings"] = ordered_json::array();
    for (const verify::Finding& finding : dialect.findings) out["findings"].push_back(finding_json(finding));
    if (!dialect.refused.empty()) out["refused"] = dialect.refused;
    out["notes"] = dialect.notes;
    return out;
}

}  // namespace

Result<usecases::VerifyRequest> read_verify_request(const json& params, const std::string& start) {
    usecases::VerifyRequest request{.start = start};
    if (params.is_null()) return request;
    if (const Result<void> known = check_param_names(params, kNames); !known) return tl::unexpected(known.error());
    for (const auto& [key, target] :
         {std::pair("revision", &request.revision), std::pair("postgres", &request.postgres),
          std::pair("project", &request.project)}) {
        const Result<std::optional<std::string>> text = read_text_param(params, key);
        if (!text) return tl::unexpected(text.error());
        *target = text->value_or("");
    }
    const Result<std::optional<std::string>> dialect = read_text_param(params, "dialect");
    if (!dialect) return tl::unexpected(dialect.error());
    if (*dialect == "sqlite") request.dialect = Dialect::sqlite;
    if (*dialect == "postgresql") request.dialect = Dialect::postgresql;
    if (*dialect && !request.dialect) {
        return bad_param("dialect", "dialect must be postgresql or sqlite", "leave it out for both");
    }
    const Result<std::optional<int>> timeout = read_number_param(params, "timeout");
    if (!timeout) return tl::unexpected(timeout.error());
    if (*timeout) request.timeout = std::chrono::seconds(**timeout);
    return request;
}

ordered_json write_verify_report(const verify::Report& report) {
    const verify::Python& python = report.python;
    ordered_json out = {{"revision", report.revision}, {"path", report.path}};
    out["proven"] = usecases::exit_code_of(report) == 0;
    out["python"] = {{"program", python.program},
                     {"source", python.source},
                     {"version", python.version},
                     {"alembic", python.alembic},
                     {"sqlalchemy", python.sqlalchemy}};
    out["kept_apart"] = {{"sandbox", report.kept_apart.why_not.empty()}, {"watched", report.kept_apart.is_watched}};
    if (!report.kept_apart.why_not.empty()) out["kept_apart"]["why_not"] = report.kept_apart.why_not;
    out["dialects"] = ordered_json::array();
    for (const verify::DialectReport& dialect : report.dialects) out["dialects"].push_back(dialect_json(dialect));
    out["seconds"] = report.seconds;
    return out;
}

ordered_json verify_input_schema() {
    return {{"type", "object"}, {"properties", {{"revision", {{"type", "string"}}}}}};
}

ordered_json verify_output_schema() {
    const ordered_json list = {{"type", "array"}, {"items", {{"type", "object"}}}};
    ordered_json properties = {{"revision", {{"type", "string"}}}, {"path", {{"type", "string"}}}};
    properties["proven"] = {{"type", "boolean"}};
    properties["python"] = {{"type", "object"}};
    properties["dialects"] = list;
    properties["seconds"] = {{"type", "number"}};
    return {
        {"type", "object"}, {"properties", std::move(properties)}, {"required", {"revision", "proven", "dialects"}}};
}

}  // namespace migrate::server
