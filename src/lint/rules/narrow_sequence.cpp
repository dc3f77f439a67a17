#include "base/text.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "render/render.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// True where SQL of the file changes the type of a sequence.
bool widens_sequence(const std::vector<Step>& steps) {
    return std::ranges::any_of(steps, [](const Step& step) {
        const auto* execute = std::get_if<Execute>(step.operation);
        const std::string sql = execute == nullptr ? "" : base::lower(execute->sql);
        return sql.find("alter sequence") != std::string::npos && sql.find(" as ") != std::string::npos;
    });
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (const Step& step : steps) {
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter == nullptr || !alter->type || alter->type->kind != TypeKind::bigint) continue;
        const Column* column = find_column(step.before, alter->table, alter->column);
        const bool narrow = column != nullptr && column->identity == IdentityKind::serial &&
                            is_whole_number(column->type.kind) && column->type.kind != TypeKind::bigint;
        if (!narrow || widens_sequence(steps)) continue;
        const std::string sequence = sql_name(serial_sequence(alter->table, alter->column));
        report.add(step.place.line,
                   "the sequence behind " + to_string(alter->table) + "." + alter->column + " stays " +
                       sql_of(column->type, Dialect::postgresql) + ", and ends where the old type did",
                   render::write_call(Execute{"ALTER SEQUENCE " + sequence + " AS bigint"}));
    }
}

}  // namespace

Rule narrow_sequence() {
    return {
        .name = "narrow-sequence",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL's sequence behind a serial key keeps its own type when the key becomes bigint: inserts still "
            "stop at 2,147,483,647.",
        .instead = "Widen the sequence in the same migration: ALTER SEQUENCE orders_id_seq AS bigint.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
