#include "usecases/verify/verify.h"

#include <nlohmann/json.hpp>

#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::VerifyRequest;

struct Asked {
    VerifyRequest request;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

OutJson rows_json(const migrate::verify::RowCounts& row) {
    OutJson out = {{"table", row.table}};
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

OutJson finding_json(const migrate::verify::Finding& finding) {
    OutJson out = {{"code", finding.code}, {"text", finding.text}};
    if (!finding.where.empty()) out["where"] = finding.where;
    if (!finding.details.empty()) out["details"] = finding.details;
    return out;
}

OutJson start_json(const migrate::verify::DialectReport& dialect) {
    if (dialect.from_base) return {{"from", "base"}};
    OutJson out = {{"from", "replay"}, {"why", dialect.from_replay_why}};
    if (!dialect.from_replay_where.empty()) out["where"] = dialect.from_replay_where;
    return out;
}

OutJson dialect_json(const migrate::verify::DialectReport& dialect) {
    OutJson out = {{"dialect", name_of(dialect.dialect)}, {"outcome", name_of(dialect.outcome)}};
    if (!dialect.why.empty()) out["why"] = dialect.why;
    if (!dialect.server.empty()) out["server"] = dialect.server;
    if (dialect.steps.empty()) return out;
    out["start"] = start_json(dialect);
    out["as_replayed"] = dialect.as_replayed;
    out["steps"] = OutJson::array();
    for (const migrate::verify::Step& step : dialect.steps) {
        out["steps"].push_back({{"step", step.name}, {"ok", step.ok}, {"seconds", step.seconds}});
    }
    out["rows"] = OutJson::array();
    for (const migrate::verify::RowCounts& row : dialect.rows) out["rows"].push_back(rows_json(row));
    out["findings"] = OutJson::array();
    for (const migrate::verify::Finding& finding : dialect.findings) out["findings"].push_back(finding_json(finding));
    if (!dialect.refused.empty()) out["refused"] = dialect.refused;
    out["notes"] = dialect.notes;
    return out;
}

OutJson write_json(const migrate::verify::Report& report, const Asked&) {
    const migrate::verify::Python& python = report.python;
    OutJson out = {{"revision", report.revision}, {"path", report.path}};
    out["proven"] = usecases::exit_code_of(report) == 0;
    out["python"] = {{"program", python.program},
                     {"source", python.source},
                     {"version", python.version},
                     {"alembic", python.alembic},
                     {"sqlalchemy", python.sqlalchemy}};
    out["kept_apart"] = {{"sandbox", report.kept_apart.why_not.empty()}, {"watched", report.kept_apart.is_watched}};
    if (!report.kept_apart.why_not.empty()) out["kept_apart"]["why_not"] = report.kept_apart.why_not;
    if (!report.kept_apart.why_lesser.empty()) out["kept_apart"]["why_lesser"] = report.kept_apart.why_lesser;
    out["dialects"] = OutJson::array();
    for (const migrate::verify::DialectReport& dialect : report.dialects)
        out["dialects"].push_back(dialect_json(dialect));
    out["seconds"] = report.seconds;
    return out;
}

OutJson output_schema() {
    const OutJson list = {{"type", "array"}, {"items", {{"type", "object"}}}};
    OutJson properties = {{"revision", {{"type", "string"}}}, {"path", {{"type", "string"}}}};
    properties["proven"] = {{"type", "boolean"}};
    properties["python"] = {{"type", "object"}};
    properties["dialects"] = list;
    properties["seconds"] = {{"type", "number"}};
    return {
        {"type", "object"}, {"properties", std::move(properties)}, {"required", {"revision", "proven", "dialects"}}};
}

}  // namespace

/// It changes nothing of the project, but the project's code may do anything: not read-only, and open to the world.
Verb verify() {
    return make_verb(Definition<Asked, migrate::verify::Report>{
        .about =
            {.rank = 7,
             .command = "verify",
             .summary = "Run a migration with the project's own Alembic on scratch databases",
             .examples = {"alembic-migrate verify",
                          "alembic-migrate verify 20260301_000019 --postgres "
                          "postgresql://localhost:5432/postgres"},
             .methods = {{"verify"}},
             .tool = {.name = "verify_migration",
                      .title = "Verify a migration",
                      .description = "Prove a migration on scratch databases with the project's own Alembic; "
                                     "runs the project's code.",
                      .output_schema = output_schema(),
                      .annotations = {.read_only = false, .destructive = false, .idempotent = true, .open_world = true},
                      .asks_first = true},
             .schedule = rpc::Schedule::read_only,
             .runs_programs = true},
        .fields =
            {{"revision",
              in(&VerifyRequest::revision),
              {.help = "Id or file; the head when not given", .typed = Typed::word, .brief = true}},
             {"head",
              [](Asked& asked) { asked.request.revision = "head"; },
              {.help = "The head, as when nothing is given", .whom = For::person}},
             {"postgres",
              in(&VerifyRequest::postgres),
              {.help = "Server to make scratch databases on", .type_name = "URL"}},
             {"python",
              in(&VerifyRequest::python),
              {.help = "The project's Python, instead of looking for it", .whom = For::person, .type_name = "PATH"}},
             {"dialect", in(&VerifyRequest::dialect), {.help = "Only postgresql or sqlite; both when not given"}},
             {"timeout", in(&VerifyRequest::timeout), {.help = "Seconds for all of it; 120"}}},
        .run = [](const Asked& asked, const base::Work& work) { return verify_migration(asked.request, work); },
        .json = write_json,
        .text = [](const migrate::verify::Report& report, const Asked&) { return usecases::write_verify_text(report); },
        .tool =
            [](const migrate::verify::Report& report, const Asked& asked) {
                return mcp::ToolResult{.structured = write_json(report, asked),
                                       .text = usecases::write_verify_brief(report)};
            },
        .exit_code = [](const migrate::verify::Report& report, const Asked&) { return usecases::exit_code_of(report); },
    });
}

}  // namespace migrate::verbs::each
