#include "usecases/create/own_findings.h"

#include <algorithm>
#include <array>

#include "project/modules.h"
#include "usecases/in_use.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

/// Rules that say what a warning of the plan says in its own words.
struct SaidAlready {
    std::string_view rule;
    std::string_view code;
};
constexpr std::array kSaidAlready = {
    SaidAlready{"nulls-before-not-null", "stops_on_nulls"},
    SaidAlready{"downgrade-differs", "downgrade_differs"},
};

/// A CHECK without a name goes by being left out of a rebuild.
bool drops_unnamed_check(const Step& step) {
    const auto* drop = std::get_if<DropConstraint>(&step.operation);
    return drop != nullptr && drop->name.empty() && drop->kind == ConstraintKind::check;
}

bool is_said(const lint::Finding& finding, const Review& review) {
    if (finding.rule == "batch-loses" && std::ranges::any_of(review.up, drops_unnamed_check)) return true;
    return std::any_of(review.messages.begin(), review.messages.end(), [&](const Message& message) {
        return std::any_of(kSaidAlready.begin(), kSaidAlready.end(), [&](const SaidAlready& said) {
            return finding.rule == said.rule && message.code == said.code;
        });
    });
}

}  // namespace

void add_findings(const Workspace& workspace, const FileName& name, const std::string& text, Review& review) {
    const history::Revision revision{
        .id = name.revision, .down_revisions = review.down_revisions, .path = name.path, .number = name.number};
    const Result<python::Module> module = python::parse(text);
    if (!module) return;
    const replay::Surroundings around = surroundings_of(workspace);
    const auto run = [&](const Schema& before) { return replay::run_file(*module, review.path, before, {}, around); };
    const bool on_sqlite = workspace.databases.sqlite;
    std::vector<lint::Finding> findings =
        check_in_use({{run(workspace.postgresql.schema), on_sqlite ? run(workspace.sqlite.schema) : replay::FileRuns{}},
                      &revision,
                      review.path,
                      text,
                      &*module},
                     workspace.databases);
    lint::apply_policy(workspace.policy, findings);
    for (const lint::Finding& finding : findings) {
        if (finding.severity == lint::Severity::info || is_said(finding, review)) continue;
        review.messages.push_back({.kind = Message::Kind::warning,
                                   .text = finding.message + "; instead: " + finding.fix,
                                   .code = finding.rule});
    }
}

}  // namespace migrate::usecases
