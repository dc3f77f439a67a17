#include "lint/calls.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

std::string blocked_by(const CreateForeignKey& key) {
    const std::string table = to_string(key.table), target = to_string(key.foreign_key.target);
    return table == target ? "nobody can write to it" : "nobody can write to it or to " + target;
}

std::string fix_for(const Operation& operation, const std::string& table, const std::string& name) {
    const bool is_key = std::holds_alternative<CreateForeignKey>(operation);
    return "if the table is large: " + call_for(operation, {"postgresql_not_valid=True"}) +
           ", and in a later migration op.execute(\"ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + "\")" +
           (is_key ? "" : "");
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* key = std::get_if<CreateForeignKey>(step.operation);
        const auto* made = std::get_if<CreateCheck>(step.operation);
        const bool validates =
            (key != nullptr && !key->foreign_key.not_valid) || (made != nullptr && !made->check.not_valid);
        if (!validates || !stood_before(file.postgresql, *table_of(*step.operation))) continue;
        const std::string table = to_string(*table_of(*step.operation));
        const std::string name = key != nullptr ? key->foreign_key.name : made->check.name;
        const std::string blocked = key != nullptr ? blocked_by(*key) : "nobody can read or write it";
        report.add_part(step.place.line,
                        {.group = table + " " + blocked,
                         .before = "adding ",
                         .what = name,
                         .after = " reads all of " + table + " while " + blocked},
                        fix_for(*step.operation, table, name));
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
