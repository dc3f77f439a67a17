#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "operations/sqlite_cast.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::critical);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.sqlite)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !stood_before(file.sqlite, alter->table)) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        const Type& compared = step.place.compared ? *step.place.compared : *alter->type;
        if (column == nullptr || !batch_casts(column->type, compared) || !cast_destroys(column->type, *alter->type))
            continue;
        const std::string to = sql_of(*alter->type, Dialect::sqlite);
        report.add_as(*severity, step.place.line,
                      "on SQLite the batch casts " + to_string(alter->table) + "." + alter->column + " from " +
                          sql_of(column->type, Dialect::sqlite) + " to " + to +
                          ", which keeps the number that the text begins with and nothing more",
                      "alembic-migrate new \"change " + to_string(alter->table) + "." + alter->column + " to " +
                          write_type(*alter->type) + "\" writes it without the CAST");
    }
}

}  // namespace

Rule cast_loses_values() {
    return {
        .name = "cast-loses-values",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem =
            "Batch mode copies a column of another type by CAST, and SQLite's CAST of a text to a date or a number "
            "keeps the digits that it begins with: '2020-01-02' becomes 2020.",
        .instead =
            "A type with a variant, which is copied as it is: sa.String().with_variant(sa.DateTime(), \"sqlite\").",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
