#include <span>

#include "lint/lint.h"
#include "lint/steps.h"
#include "operations/hanging.h"

namespace migrate::lint::rules {

namespace {

/// True where one of the steps makes the function anew, or drops it.
bool is_made_anew(std::span<const Step> steps, const Attachment& function) {
    const auto same = [&](const Attachment& each) { return is_same_object(each, function); };
    return std::ranges::any_of(steps, [&](const Step& step) {
        const auto* execute = std::get_if<Execute>(step.operation);
        return execute != nullptr &&
               (std::ranges::any_of(execute->makes, same) || std::ranges::any_of(execute->takes, same));
    });
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (const Hanging& each : hangs_on(*steps[i].operation, steps[i].before)) {
            if (each.tie != Hanging::Tie::told || is_made_anew(std::span(steps).subspan(i + 1), each.thing)) continue;
            report.add(steps[i].place.line,
                       "the " + to_text(each.thing) +
                           " names what goes here, and fails when it is called next: " + describe(*steps[i].operation),
                       "write the function anew in the same migration: CREATE OR REPLACE FUNCTION " + each.thing.name);
        }
    }
}

}  // namespace

Rule function_names_it() {
    return {
        .name = "function-names-it",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL does not look into the text of functions: what one of them names can be dropped or renamed, "
            "and "
            "the next call, or the next row that a trigger sees, fails.",
        .instead = "Write the function anew in the same migration.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
