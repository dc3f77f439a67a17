#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

constexpr int kEnough = 3;  ///< columns before it that make a habit

bool is_timestamp(const Column& column) {
    return column.type.kind == TypeKind::datetime;
}

bool zones_are_usual(const Schema& before) {
    int with = 0, without = 0;
    for (const auto& [name, table] : before.tables) {
        for (const Column& column : table.columns) {
            if (is_timestamp(column)) ++(column.type.timezone ? with : without);
        }
    }
    return with >= kEnough && with >= 4 * without;
}

void check(const replay::ReplayedFile& file, Report& report) {
    if (!zones_are_usual(file.postgresql.before)) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const Column* column : columns_made(*step.operation)) {
            if (!is_timestamp(*column) || column->type.timezone) continue;
            report.add_part(step.place.line,
                            {.group = "",
                             .before = "",
                             .what = to_string(*table_of(*step.operation)) + "." + column->name,
                             .after = ": without time zone, unlike the timestamps that are there"},
                            "sa.DateTime(timezone=True)");
        }
    }
}

}  // namespace

Rule naive_timestamp() {
    return {
        .name = "naive-timestamp",
        .category = Category::integrity,
        .severity = Severity::info,
        .problem =
            "The new column is a timestamp without time zone where most of those before it have one: values of "
            "both are compared by guessing the zone.",
        .instead = "sa.DateTime(timezone=True).",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
