#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    for (const replay::FileRuns* side : {&file.postgresql, &file.sqlite}) {
        for (const Failure& failure : failures_of(file, side->upgrade)) {
            if (failure.code != "bind") continue;
            report.add(
                failure.line, failure.text,
                "write a backslash before the colon (\\\\: in a plain string, \\: in r\"...\"), or give the value "
                "with .bindparams(...)");
        }
    }
}

}  // namespace

Rule bind_in_sql() {
    return {
        .name = "bind-in-sql",
        .category = Category::dialects,
        .severity = Severity::critical,
        .problem =
            "SQLAlchemy takes :name in the text of a statement for a bound value, also inside of quotes, and "
            "stops when there is none: JSON paths, times and URLs are the usual victims.",
        .instead =
            "Write \\\\:name for the plain colon, or give the value: "
            "op.execute(sa.text(...).bindparams(name=...)).",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
