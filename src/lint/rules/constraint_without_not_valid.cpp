#include "lint/lint.h"
#include "lint/steps.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

/// The name that the constraint has on PostgreSQL, also where the migration gives none.
std::string name_of_made(const Step& step, const TableName& name) {
    const Result<Schema> after = migrate::apply(*step.operation, step.before);
    const Table* table = after ? find_table(*after, name) : nullptr;
    if (table == nullptr) return "";
    const bool is_key = std::holds_alternative<CreateForeignKey>(*step.operation);
    if (is_key) return table->foreign_keys.empty() ? "" : table->foreign_keys.back().name;
    return table->checks.empty() ? "" : table->checks.back().name;
}

/// Makes the constraint NOT VALID; its name is written, for it has to be named when it is validated.
std::string call_not_valid(Operation operation, const std::string& name) {
    if (auto* key = std::get_if<CreateForeignKey>(&operation)) {
        key->foreign_key.name = name;
        key->foreign_key.not_valid = true;
    }
    if (auto* check = std::get_if<CreateCheck>(&operation)) check->check = {name, check->check.sql, true};
    return render::write_call(operation);
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* key = std::get_if<CreateForeignKey>(step.operation);
        const auto* made = std::get_if<CreateCheck>(step.operation);
        const bool validates =
            (key != nullptr && !key->foreign_key.not_valid) || (made != nullptr && !made->check.not_valid);
        if (!validates || !stood_before(file.postgresql, *table_of(*step.operation))) continue;
        const TableName table = *table_of(*step.operation);
        const std::string name = name_of_made(step, table);
        const std::string blocked =
            key != nullptr ? "nobody can write to it or to the table it refers to" : "nobody can read or write it";
        report.add_part(step.place.line,
                        {.group = blocked,
                         .before = "adding ",
                         .what = name + " on " + to_string(table),
                         .after = " reads the whole table while " + blocked},
                        "if the table has a million rows or more: " + call_not_valid(*step.operation, name) +
                            ", and in a later migration " + render::write_call(ValidateConstraint{table, name}));
    }
}

}  // namespace

Rule constraint_without_not_valid() {
    return {
        .name = "constraint-without-not-valid",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "Adding a foreign key or CHECK reads the whole table. Nobody can write to it meanwhile, nor to the "
            "table that a key refers to; a CHECK keeps readers out too.",
        .instead =
            "Create it NOT VALID and run VALIDATE CONSTRAINT in a later migration, which lets reads and writes go "
            "on.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
