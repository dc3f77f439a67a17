#include "lint/databases.h"
#include "lint/default_fit.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

std::string fix_for(const std::string& sql, const Type& type) {
    if (type.kind != TypeKind::boolean) return "give it a value of the type, or the column the type of the value";
    const bool is_one = sql.find('1') != std::string::npos;
    return std::string("server_default=") + (is_one ? "sa.true()" : "sa.false()") + ", which both databases take";
}

void tell(const TableName& table, const std::string& column, const Default& value, const Type& type, int line,
          Severity severity, Report& report) {
    const DefaultProblem problem = problem_with_default(value.sql, type);
    if (problem.fit == DefaultFit::fits) return;
    const bool is_refused = problem.fit == DefaultFit::refused;
    report.add_as(is_refused ? severity : Severity::warning, line,
                  "PostgreSQL refuses " + std::string(is_refused ? "" : "each INSERT that needs ") + "the default " +
                      value.sql + " of " + to_string(table) + "." + column + ": " + problem.why,
                  fix_for(value.sql, type));
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_postgresql(file);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const int line = step.place.line;
        for (const Column* column : columns_made(*step.operation)) {
            if (column->server_default)
                tell(*table_of(*step.operation), column->name, *column->server_default, column->type, line, *severity,
                     report);
        }
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->set_default || !alter->server_default) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        if (!alter->type && (column == nullptr || !is_certain(step.before, alter->table))) continue;
        tell(alter->table, alter->column, *alter->server_default, alter->type ? *alter->type : column->type, line,
             *severity, report);
    }
}

}  // namespace

Rule default_of_other_type() {
    return {
        .name = "default-of-other-type",
        .category = Category::errors,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL does not take the default for the column's type: sa.Boolean() with sa.text(\"0\") stops the "
            "migration, where SQLite takes it; a text that is longer than the column stops each INSERT that needs it.",
        .instead = "A default of the column's type: sa.false(), sa.true(), sa.text(\"'2026-01-01'\"), sa.func.now().",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
