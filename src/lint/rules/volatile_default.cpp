#include "lint/lint.h"
#include "lint/locks.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* added = std::get_if<AddColumn>(step.operation);
        if (added == nullptr || !stood_before(file.postgresql, added->table)) continue;
        const std::string reason = rewrite_reason(added->column);
        if (reason.empty()) continue;
        const std::string name = to_string(added->table) + "." + added->column.name;
        report.add(
            step.place.line, "adding " + name + " writes the table anew while nobody can read or write it: " + reason,
            added->column.computed
                ? "if the table has a million rows or more: a plain column, filled in batches and kept by a trigger or "
                  "a view"
                : "if the table has a million rows or more: add it without the default, then op.alter_column(\"" +
                      added->table.name + "\", \"" + added->column.name +
                      "\", server_default=...), then fill the rows in batches");
    }
}

}  // namespace

Rule volatile_default() {
    return {
        .name = "volatile-default",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "A default that differs from row to row, a number for each row or a stored generated column makes "
            "PostgreSQL write the whole table anew while nobody can read or write it.",
        .instead = "Add the column without it, set the default after, and fill the rows in batches.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
