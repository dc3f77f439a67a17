#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* added = std::get_if<AddColumn>(step.operation);
        if (added == nullptr || !stood_before(file.postgresql, added->table)) continue;
        const Column& column = added->column;
        if (column.nullable || column.server_default || column.identity || column.computed) continue;
        report.add(
            step.place.line,
            to_string(added->table) + "." + column.name + " is NOT NULL without a default: the upgrade stops at rows",
            "add it with server_default, or as nullable and fill it first");
    }
}

}  // namespace

Rule not_null_without_default() {
    return {
        .name = "not-null-without-default",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "A NOT NULL column without a default is added to a table that is there: with rows in it "
            "both databases refuse.",
        .instead = "Give it a server_default, or add it as nullable, fill it, and set NOT NULL after that.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
