#include <nlohmann/json.hpp>

#include "usecases/show/show.h"
#include "verbs/remarks_json.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::HistoryView;

struct Asked {
    struct {
        std::string start;
        std::string project;
    } request;
    bool mermaid = false;
};

OutJson write_json(const HistoryView& view, const Asked&) {
    OutJson out = {{"heads", view.heads}, {"revisions", OutJson::array()}, {"faults", OutJson::array()}};
    for (const HistoryView::Entry& entry : view.entries) {
        out["revisions"].push_back({{"revision", entry.revision.id},
                                    {"down_revisions", entry.revision.down_revisions},
                                    {"message", entry.revision.message},
                                    {"path", entry.path},
                                    {"operations", entry.operations},
                                    {"complete", entry.complete},
                                    {"remarks", write_remarks(entry.remarks)}});
    }
    for (const history::Fault& fault : view.faults) {
        out["faults"].push_back(
            {{"code", fault.code}, {"message", fault.message}, {"hint", fault.hint}, {"files", fault.files}});
    }
    return out;
}

std::string write_text(const HistoryView& view, const Asked& asked) {
    return asked.mermaid ? usecases::write_history_mermaid(view) : usecases::write_history_text(view);
}

}  // namespace

Verb history() {
    return make_verb(Definition<Asked, HistoryView>{
        .about = {.rank = 9,
                  .command = "history",
                  .summary = "List the revisions with what they do",
                  .methods = {{"history"}},
                  .schedule = rpc::Schedule::read_only},
        .fields = {{"mermaid", at(&Asked::mermaid), {.help = "As a Mermaid diagram", .whom = For::person}}},
        .run =
            [](const Asked& asked, const base::Work& work) {
                return usecases::show_history(asked.request.start, asked.request.project, work);
            },
        .json = write_json,
        .text = write_text,
        .exit_code = [](const HistoryView& view, const Asked&) { return view.faults.empty() ? 0 : 1; },
    });
}

}  // namespace migrate::verbs::each
