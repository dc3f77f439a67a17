#include "lint/calls.h"
#include "lint/lint.h"
#include "lint/losses.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const replay::FileRuns& side = file.postgresql;
    if (!tells_of_way_back(file, side)) return;
    for (const Loss& loss : losses_of(side)) {
        const Table* before = find_table(side.before, loss.table);
        const std::string call = before == nullptr ? "" : call_to_make(*before, loss.name);
        report.add_part_as(severity_of_difference(side), line_of_function(file, "downgrade"),
                           {.group = call,
                            .before = "downgrade() does not make ",
                            .what = loss.name,
                            .after = " again, which PostgreSQL drops with the column " + to_string(loss.table) + "." +
                                     loss.column + " (line " + std::to_string(loss.line) + ")"},
                           "add to downgrade(): " + call);
    }
}

}  // namespace

Rule dropped_with_column() {
    return {
        .name = "dropped-with-column",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL drops the indexes and constraints of a column silently with it. downgrade() brings the "
            "column back without them.",
        .instead = "Make them again in downgrade(), after the column.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
