#include "lint/lint.h"
#include "lint/steps.h"
#include "operations/casts.h"
#include "operations/dependents.h"
#include "python/literal.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// True where the types are of the database itself, whose casts are known, or enums.
bool is_known(const Type& type) {
    return type.kind != TypeKind::other && type.kind != TypeKind::array && type.kind != TypeKind::opaque;
}

bool is_one_enum(const Type& from, const Type& to) {
    return to.kind == TypeKind::enumeration && uses_enum(from, {to.name_schema, to.name});
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        const Schema& before = step.before;
        const Column* column = alter == nullptr ? nullptr : find_column(before, alter->table, alter->column);
        if (column == nullptr || !alter->type || !is_certain(before, alter->table)) continue;
        const Type to = lower(*alter->type, Dialect::postgresql);
        const bool known = is_known(column->type) && is_known(to) && !is_one_enum(column->type, to);
        if (!known || casts_by_itself(column->type, to)) continue;
        const std::string name = to_string(alter->table) + "." + alter->column;
        const std::string wanted = sql_of(to, Dialect::postgresql);
        if (alter->using_sql.empty()) {
            const std::string cast = quote_identifier(alter->column) + "::" + wanted;
            const std::string zoned = using_zone(alter->column, column->type, to, "'UTC'");
            report.add(step.place.line,
                       "PostgreSQL does not cast " + name + " from " + sql_of(column->type, Dialect::postgresql) +
                           " to " + wanted + " by itself",
                       "postgresql_using=" + python::write_string(zoned.empty() ? cast : zoned) + ", or in SQL USING");
        } else if (column->server_default) {
            report.add(step.place.line,
                       "PostgreSQL does not cast the default " + column->server_default->sql + " of " + name + " to " +
                           wanted + ": USING is for the rows alone",
                       "drop the default in a call of its own before, and set it again after");
        }
    }
}

}  // namespace

Rule type_needs_using() {
    return {
        .name = "type-needs-using",
        .category = Category::errors,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL makes few casts by itself: text becomes no number, date or enum without USING, and a default "
            "is not cast at all where USING is needed. The migration stops there.",
        .instead = "Say USING, and take the default away before and set it again after.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
