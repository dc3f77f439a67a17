#include "lint/lint.h"
#include "lint/losses.h"
#include "operations/dependents.h"
#include "python/literal.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// A type whose last column goes in upgrade(), as tables and columns do not take it along.
void check_upgrade(const replay::ReplayedFile& file, Report& report) {
    const replay::FileRuns& side = file.postgresql;
    for (const auto& [name, type] : side.upgrade.after.enums) {
        if (!side.before.enums.contains(name) || users_of(side.before, name).empty()) continue;
        if (!users_of(side.upgrade.after, name).empty()) continue;
        report.add_as(Severity::info, line_of_function(file, "upgrade"),
                      "no column has the enum type " + to_string(name) + " after upgrade()",
                      render::write_call(DropEnum{.name = name}) + ", and CREATE TYPE in downgrade()");
    }
}

void check(const replay::ReplayedFile& file, Report& report) {
    const replay::FileRuns& side = file.postgresql;
    check_upgrade(file, report);
    if (!tells_of_way_back(file, side)) return;
    for (const auto& [name, type] : side.downgrade.after.enums) {
        if (side.before.enums.contains(name)) continue;
        report.add_part(
            line_of_function(file, "downgrade"),
            {.group = "", .before = "downgrade() leaves the enum type ", .what = to_string(name), .after = " behind"},
            "end downgrade() with sa.Enum(name=" + python::write_string(name.name) +
                (name.schema.empty() ? "" : ", schema=" + python::write_string(name.schema)) +
                ").drop(op.get_bind(), checkfirst=False)");
    }
}

}  // namespace

Rule enum_left_behind() {
    return {
        .name = "enum-left-behind",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL keeps an enum type when the last table that used it is dropped: the next upgrade stops "
            "with \"type already exists\".",
        .instead = "Drop the type in downgrade(): sa.Enum(name=\"...\").drop(op.get_bind(), checkfirst=False).",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
