#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || !does_nothing(*function)) return;
    if (!changes_schema(file.postgresql) && !changes_schema(file.sqlite)) return;
    report.add(line_of_function(file, "downgrade"), "downgrade() is empty, but upgrade() changes the schema",
               "undo what upgrade() did");
}

}  // namespace

Rule downgrade_empty() {
    return {
        .name = "downgrade-empty",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "downgrade() does nothing although upgrade() changes the schema: the version goes back and "
            "the schema does not, and the next upgrade fails on what is still there.",
        .instead = "Undo what upgrade() did, or raise NotImplementedError where that cannot be.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
