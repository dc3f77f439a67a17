#include "lint/lint.h"
#include "lint/not_null.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

std::string fix_for(const TableName& table, const std::string& column) {
    const Check filled{shorten_identifier(column + "_filled"), quote_identifier(column) + " IS NOT NULL", true};
    return "if the table has a million rows or more: " + render::write_call(CreateCheck{table, filled}) +
           ", in a later migration " + render::write_call(ValidateConstraint{table, filled.name}) +
           ", then SET NOT NULL";
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::optional<NotNull> set = sets_not_null(file, steps, i);
        if (!set || !set->filled || set->checked) continue;
        const std::string table = to_string(set->table);
        report.add_part(steps[i].place.line,
                        {.group = "",
                         .before = "SET NOT NULL on ",
                         .what = table + "." + set->column,
                         .after = " reads all rows while nobody can read or write the table"},
                        fix_for(set->table, set->column));
    }
}

}  // namespace

Rule not_null_scan() {
    return {
        .name = "not-null-scan",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "SET NOT NULL reads the whole table while nobody can read or write it, unless a valid CHECK says "
            "already that there are no NULLs.",
        .instead =
            "First a CHECK (column IS NOT NULL) NOT VALID, in a later migration VALIDATE CONSTRAINT, then SET NOT "
            "NULL and drop the CHECK.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
