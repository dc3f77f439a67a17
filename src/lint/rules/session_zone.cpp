#include "base/text.h"
#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    if (!severity_on_postgresql(file)) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        const bool moment = alter != nullptr && alter->type && alter->type->kind == TypeKind::datetime;
        if (!moment || !stood_before(file.postgresql, alter->table)) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        const bool same = column == nullptr || column->type.kind != TypeKind::datetime ||
                          column->type.timezone == alter->type->timezone;
        if (same || base::lower(alter->using_sql).find("time zone") != std::string::npos) continue;
        const std::string name = quote_identifier(alter->column);
        report.add_part(step.place.line,
                        {.group = "",
                         .before = "the times of ",
                         .what = to_string(alter->table) + "." + alter->column,
                         .after = " are read in the time zone of the session that runs this"},
                        "postgresql_using=" + std::string(name.starts_with('"') ? "'" : "\"") + name +
                            " AT TIME ZONE 'UTC'\", with the zone that they are in");
    }
}

}  // namespace

Rule session_zone() {
    return {
        .name = "session-zone",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL changes timestamps with and without time zone into each other by the zone of the session: on "
            "another machine the same migration makes other times.",
        .instead = "Say the zone: postgresql_using=\"sent_at AT TIME ZONE 'UTC'\", in both directions.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
