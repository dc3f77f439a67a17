#include "usecases/doctor/doctor.h"

#include <array>
#include <nlohmann/json.hpp>

#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::DoctorView;

struct Asked {
    usecases::DoctorRequest request;
};

std::string_view name_of(project::Evidence::Kind kind) {
    constexpr std::array<std::string_view, 9> kNames = {"driver", "test_driver", "image",  "url",    "test_url",
                                                        "batch",  "chain",       "branch", "refusal"};
    return kNames[static_cast<std::size_t>(kind)];
}

OutJson databases_json(const project::FoundDatabases& found) {
    OutJson used = OutJson::array();
    if (found.used.postgresql) used.push_back("postgresql");
    if (found.used.sqlite) used.push_back("sqlite");
    if (!found.used.other.empty()) used.push_back(found.used.other);
    OutJson out = {{"used", std::move(used)}};
    if (!found.source.empty()) out["source"] = found.source;
    out["evidence"] = OutJson::array();
    for (const project::Evidence& each : found.evidence) {
        out["evidence"].push_back(
            {{"database", each.database}, {"kind", name_of(each.kind)}, {"what", each.what}, {"where", each.where}});
    }
    return out;
}

OutJson write_json(const DoctorView& view, const Asked&) {
    OutJson out = {{"version", view.version}};
    out["project"] = {
        {"root", view.root}, {"config", view.config}, {"versions", view.versions}, {"alembic", view.alembic}};
    out["chain"] = {
        {"revisions", view.revisions}, {"heads", view.heads}, {"faults", view.faults}, {"tables", view.tables}};
    out["databases"] = databases_json(view.databases);
    out["rules"] = OutJson::array();
    for (const usecases::ShownRule& rule : view.rules) {
        OutJson item = {{"key", rule.key}, {"value", rule.value}};
        if (!rule.where.empty()) item["where"] = rule.where;
        out["rules"].push_back(std::move(item));
    }
    out["models"] = {{"files", view.model_files}, {"tables", view.model_tables}};
    out["python"] = view.python;
    if (view.cache)
        out["cache"] = {{"folder", view.cache->folder},
                        {"problem", view.cache->problem},
                        {"files", view.cache->files},
                        {"bytes", view.cache->bytes},
                        {"used", view.cache->used > 0}};
    out["doubts"] = OutJson::array();
    for (const Doubt& doubt : view.doubts)
        out["doubts"].push_back({{"object", doubt.object}, {"reason", doubt.reason}, {"where", doubt.where}});
    out["not_followed"] = view.not_followed;
    if (!view.problem.empty()) out["problem"] = view.problem;
    return out;
}

Result<DoctorView> examine(const Asked& asked, const base::Work& work) {
    return usecases::examine(asked.request, work).map([](DoctorView view) {
        view.version = kVersion;
        return view;
    });
}

}  // namespace

Verb doctor() {
    return make_verb(Definition<Asked, DoctorView>{
        .about = {.rank = 10,
                  .command = "doctor",
                  .summary = "Show what the program believes of this repository",
                  .methods = {{"doctor"}},
                  .schedule = rpc::Schedule::read_only},
        .fields = {},
        .run = examine,
        .json = write_json,
        .text = [](const DoctorView& view, const Asked&) { return usecases::write_doctor_text(view); },
        .exit_code = [](const DoctorView& view,
                        const Asked&) { return view.problem.empty() && view.faults.empty() ? 0 : 1; },
    });
}

}  // namespace migrate::verbs::each
