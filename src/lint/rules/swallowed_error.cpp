#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    if (file.text.find("begin_nested(") != std::string::npos || file.text.find("SAVEPOINT") != std::string::npos)
        return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const bool is_ddl =
            !std::holds_alternative<Execute>(*step.operation) && !std::holds_alternative<Opaque>(*step.operation);
        if (!step.place.guarded || !is_ddl) continue;
        report.add(step.place.line, describe(*step.operation) + " stands inside try/except",
                   "use if_exists or if_not_exists, or a savepoint");
    }
}

}  // namespace

Rule swallowed_error() {
    return {
        .name = "swallowed-error",
        .category = Category::errors,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL aborts the whole transaction at the first error: an `except` around DDL hides "
            "the cause, and the next statement fails for another reason.",
        .instead =
            "Ask first (if_exists, if_not_exists, a look at the catalog), or use a savepoint: with "
            "op.get_bind().begin_nested().",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
