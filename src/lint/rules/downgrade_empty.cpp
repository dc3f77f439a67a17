#include "lint/lint.h"
#include "lint/losses.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || !does_nothing(*function)) return;
    if (!changes_schema(file.postgresql) && !changes_schema(file.sqlite)) return;
    const std::string next = next_upgrade_stops(file.postgresql);
    report.add(line_of_function(file, "downgrade"),
               next.empty() ? "downgrade() is empty, but upgrade() changes the schema"
                            : "downgrade() is empty, and the next upgrade stops: " + next,
               "undo what upgrade() did, or raise NotImplementedError(\"...\") where that cannot be");
}

}  // namespace

Rule downgrade_empty() {
    return {
        .name = "downgrade-empty",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "downgrade() does nothing although upgrade() changes the schema: the version goes back and the schema "
            "does not, and the next upgrade fails on what is still there.",
        .instead = "Undo what upgrade() did, or raise NotImplementedError where that cannot be.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
