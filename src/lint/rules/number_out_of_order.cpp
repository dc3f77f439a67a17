#include <optional>
#include <string_view>
#include <unordered_map>

#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    if (!chain.graph.faults.empty()) return;                           // there is no order to be out of
    std::unordered_map<std::string_view, std::optional<int>> numbers;  // of those before, which parents are
    for (const history::Revision& revision : chain.graph.revisions) {
        numbers.emplace(revision.id, revision.number);
        for (const std::string& id : revision.down_revisions) {
            const std::optional<int> parent = numbers[id];
            if (!parent || !revision.number || *revision.number > *parent) continue;
            report.add_to(
                project::relative_path(chain.project, revision.path), 0,
                "number " + std::to_string(*revision.number) + " comes after its parent's " + std::to_string(*parent),
                "take the next free number");
        }
    }
}

}  // namespace

Rule number_out_of_order() {
    return {
        .name = "number-out-of-order",
        .category = Category::chain,
        .severity = Severity::warning,
        .problem =
            "The number is not higher than that of the parent: the files no longer stand in the folder "
            "as they run.",
        .instead = "Take the next free number.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
