#include "server/doctor_json.h"

#include <array>
#include <nlohmann/json.hpp>

namespace migrate::server {

using nlohmann::ordered_json;

namespace {

std::string_view name_of(project::Evidence::Kind kind) {
    constexpr std::array<std::string_view, 9> kNames = {"driver", "test_driver", "image",  "url",    "test_url",
                                                        "batch",  "chain",       "branch", "refusal"};
    return kNames[static_cast<std::size_t>(kind)];
}

ordered_json databases_json(const project::FoundDatabases& found) {
    ordered_json used = ordered_json::array();
    if (found.used.postgresql) used.push_back("postgresql");
    if (found.used.sqlite) used.push_back("sqlite");
    if (!found.used.other.empty()) used.push_back(found.used.other);
    ordered_json out = {{"used", std::move(used)}};
    if (!found.source.empty()) out["source"] = found.source;
    out["evidence"] = ordered_json::array();
    for (const project::Evidence& each : found.evidence) {
        out["evidence"].push_back(
            {{"database", each.database}, {"kind", name_of(each.kind)}, {"what", each.what}, {"where", each.where}});
    }
    return out;
}

}  // namespace

ordered_json write_doctor_view(const usecases::DoctorView& view) {
    ordered_json out = {{"version", view.version}};
    out["project"] = {
        {"root", view.root}, {"config", view.config}, {"versions", view.versions}, {"alembic", view.alembic}};
    out["chain"] = {
        {"revisions", view.revisions}, {"heads", view.heads}, {"faults", view.faults}, {"tables", view.tables}};
    out["databases"] = databases_json(view.databases);
    out["rules"] = ordered_json::array();
    for (const usecases::ShownRule& rule : view.rules) {
        ordered_json item = {{"key", rule.key}, {"value", rule.value}};
        if (!rule.where.empty()) item["where"] = rule.where;
        out["rules"].push_back(std::move(item));
    }
    out["models"] = {{"files", view.model_files}, {"tables", view.model_tables}};
    out["python"] = view.python;
    out["doubts"] = ordered_json::array();
    for (const Doubt& doubt : view.doubts)
        out["doubts"].push_back({{"object", doubt.object}, {"reason", doubt.reason}, {"where", doubt.where}});
    out["not_followed"] = view.not_followed;
    if (!view.problem.empty()) out["problem"] = view.problem;
    return out;
}

}  // namespace migrate::server
