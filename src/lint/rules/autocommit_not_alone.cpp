#include <algorithm>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

bool is_schema_change(const Step& step) {
    return !std::holds_alternative<Execute>(*step.operation) && !std::holds_alternative<Opaque>(*step.operation);
}

bool can_run_twice(const Operation& operation) {
    if (const auto* created = std::get_if<CreateIndex>(&operation)) return created->if_not_exists;
    if (const auto* dropped = std::get_if<DropIndex>(&operation)) return dropped->if_exists;
    if (const auto* label = std::get_if<AddEnumLabel>(&operation)) return label->if_not_exists;
    return true;
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    const auto inside = [](const Step& step) { return step.place.autocommit; };
    const auto outside = [](const Step& step) { return !step.place.autocommit && is_schema_change(step); };
    const auto block = std::find_if(steps.begin(), steps.end(), inside);
    if (block == steps.end()) return;
    const auto other = std::find_if(steps.begin(), steps.end(), outside);
    if (other != steps.end()) {
        report.add(block->place.line,
                   "what stands outside of the autocommit block, line " + std::to_string(other->place.line) +
                       ", is committed apart from it: a failure in between leaves half of the migration",
                   "give the block a migration of its own");
        return;
    }
    const auto fragile = std::find_if(
        steps.begin(), steps.end(), [&](const Step& step) { return inside(step) && !can_run_twice(*step.operation); });
    if (fragile == steps.end() || std::count_if(steps.begin(), steps.end(), inside) < 2) return;
    report.add(fragile->place.line,
               "each statement of an autocommit block is committed by itself: when a later one fails, "
               "this one is met again by the next run",
               "if_not_exists=True, or one migration for each");
}

}  // namespace

Rule autocommit_not_alone() {
    return {
        .name = "autocommit-not-alone",
        .category = Category::locks,
        .severity = Severity::info,
        .problem =
            "Entering autocommit_block() commits what the migration did before it. When the block or what follows "
            "fails, the first half stays, the version is not noted, and the next run meets it.",
        .instead =
            "Put what runs in the block into a migration of its own, and write it so that it can run twice: "
            "if_not_exists=True.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
