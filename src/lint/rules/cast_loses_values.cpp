#include <set>

#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/python_calls.h"
#include "lint/steps.h"
#include "operations/sqlite_cast.h"

namespace migrate::lint::rules {

namespace {

/// The lines of calls whose new type is made of variants: Alembic asks the first one only, and may not cast.
std::set<int> lines_with_variants(const python::Module& module) {
    std::set<int> lines;
    each_call(module, [&](const python::Call& call, int line) {
        for (const python::Keyword& keyword : call.keywords) {
            const auto* type = keyword.name == "type_" ? keyword.value.as<python::Call>() : nullptr;
            const auto* method = type == nullptr ? nullptr : type->callee->as<python::Attribute>();
            if (method != nullptr && method->name == "with_variant") lines.insert(line);
        }
    });
    return lines;
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::critical);
    if (!severity) return;
    std::optional<std::set<int>> variants;
    for (const Step& step : upgrade_steps(file.sqlite)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || !stood_before(file.sqlite, alter->table)) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        if (column == nullptr || !cast_destroys(column->type, *alter->type)) continue;
        if (!variants) variants = lines_with_variants(*file.module);
        if (variants->contains(step.place.line)) continue;
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
