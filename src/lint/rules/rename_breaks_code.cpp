#include "lint/lint.h"
#include "lint/steps.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// What is renamed, from what and to what; nothing for other operations.
std::string renaming(const replay::FileRuns& side, const Step& step) {
    const Operation& operation = *step.operation;
    if (const auto* table = std::get_if<RenameTable>(&operation))
        return stood_before(side, table->from) ? "table " + to_string(table->from) + " to " + to_string(table->to) : "";
    if (const auto* column = std::get_if<RenameColumn>(&operation))
        return stood_before(side, column->table) ? to_string(column->table) + "." + column->from + " to " + column->to
                                                 : "";
    if (const auto* label = std::get_if<RenameEnumLabel>(&operation))
        return side.before.enums.contains(label->name)
                   ? "'" + label->from + "' of " + to_string(label->name) + " to '" + label->to + "'"
                   : "";
    return "";
}

std::string fix_for(const Operation& operation) {
    if (const auto* table = std::get_if<RenameTable>(&operation))
        return "stop the application while this runs, or leave a view: " +
               render::write_call(
                   Execute{"CREATE VIEW " + sql_name(table->from) + " AS SELECT * FROM " + sql_name(table->to)});
    return "stop the application while this runs, or add the new one beside the old and change over in steps";
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const std::string what = renaming(file.postgresql, step);
        if (!what.empty()) {
            report.add_part(step.place.line,
                            {.group = to_string(table_of(*step.operation).value_or(TableName{})),
                             .before = "renaming ",
                             .what = what,
                             .after = ": code that still runs knows the old name"},
                            fix_for(*step.operation));
        }
        for (const sql::Effect& effect : effects_of(step)) {
            if (effect.kind != sql::Effect::Kind::rename) continue;
            report.add(step.place.line, effect.words + ": code that still runs knows the old name",
                       "stop the application while this runs");
        }
    }
}

}  // namespace

Rule rename_breaks_code() {
    return {
        .name = "rename-breaks-code",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem = "Code that still runs while this is deployed knows only the old name.",
        .instead =
            "Add the new one beside the old, write to both, change over, and drop the old later; for a table, "
            "leave a view under the old name.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
