#include "lint/lint.h"
#include "lint/not_null.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::optional<NotNull> set = sets_not_null(file, steps, i);
        if (!set || set->filled || set->checked) continue;
        const std::string name = to_string(set->table) + "." + set->column;
        const std::string column = quote_identifier(set->column);
        report.add(steps[i].place.line,
                   set->is_new ? name + " is added here and never filled: SET NOT NULL stops at the first row"
                               : name + " may hold NULLs, and SET NOT NULL stops at the first",
                   "fill them first: " + render::write_call(Execute{"UPDATE " + sql_name(set->table) + " SET " +
                                                                    column + " = ... WHERE " + column + " IS NULL"}));
    }
}

}  // namespace

Rule nulls_before_not_null() {
    return {
        .name = "nulls-before-not-null",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem = "SET NOT NULL stops at the first row that has none, and reads the whole table under a lock.",
        .instead = "Fill the rows in the same migration before it, or show that there can be none.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
