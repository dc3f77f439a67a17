#include "base/text.h"
#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "operations/casts.h"
#include "python/literal.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    if (!severity_on_postgresql(file)) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !stood_before(file.postgresql, alter->table)) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        if (column == nullptr) continue;
        const Type to = lower(*alter->type, Dialect::postgresql);
        if (!asks_session_zone(column->type, to)) continue;
        const bool said = base::lower(alter->using_sql).find("at time zone") != std::string::npos;
        if (said || (is_text(column->type.kind) && !alter->using_sql.empty())) continue;
        const std::string zoned = using_zone(alter->column, column->type, to, "'UTC'");
        report.add_part(step.place.line,
                        {.group = "",
                         .before = "the times of ",
                         .what = to_string(alter->table) + "." + alter->column,
                         .after = " are read in the time zone of the session that runs this"},
                        zoned.empty()
                            ? "a USING with the offset that they have"
                            : "postgresql_using=" + python::write_string(zoned) + ", with the zone that they are in");
    }
}

}  // namespace

Rule session_zone() {
    return {
        .name = "session-zone",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL changes times, dates and texts without a time zone into times with one, and back, by the zone "
            "of "
            "the session: on another machine the same migration makes other times.",
        .instead = "Say the zone: postgresql_using=\"sent_at AT TIME ZONE 'UTC'\", in both directions.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
