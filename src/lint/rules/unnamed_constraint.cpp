#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

struct Unnamed {
    std::string what;
    bool is_lost = false;  ///< by the next batch on SQLite
};

template <class Constraints>
void collect(const Constraints& constraints, const std::string& noun, bool is_lost, std::vector<Unnamed>& found) {
    for (const auto& each : constraints) {
        if (each.name.empty()) found.push_back({noun, is_lost});
    }
}

std::vector<Unnamed> unnamed_in(const Operation& operation) {
    std::vector<Unnamed> found;
    if (const auto* created = std::get_if<CreateTable>(&operation)) {
        collect(created->table.checks, "CHECK", true, found);
        collect(created->table.uniques, "unique constraint", false, found);
        collect(created->table.foreign_keys, "foreign key", false, found);
    }
    if (const auto* made = std::get_if<CreateCheck>(&operation); made != nullptr && made->check.name.empty())
        found.push_back({"CHECK", true});
    if (const auto* unique = std::get_if<CreateUnique>(&operation); unique != nullptr && unique->unique.name.empty())
        found.push_back({"unique constraint", false});
    if (const auto* key = std::get_if<CreateForeignKey>(&operation); key != nullptr && key->foreign_key.name.empty())
        found.push_back({"foreign key", false});
    return found;
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.sqlite)) {
        for (const Unnamed& unnamed : unnamed_in(*step.operation)) {
            report.add_part_as(unnamed.is_lost ? *severity : Severity::info, step.place.line,
                               {.group = unnamed.what,
                                .before = "a " + unnamed.what + " without a name on SQLite: ",
                                .what = to_string(*table_of(*step.operation)),
                                .after = unnamed.is_lost ? "; the next batch on the table loses it" : ""},
                               unnamed.is_lost ? "sa.CheckConstraint(..., name=\"ck_...\")"
                                               : "name=..., or a naming_convention for the MetaData");
        }
    }
}

}  // namespace

Rule unnamed_constraint() {
    return {
        .name = "unnamed-constraint",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "On SQLite the constraint has no name: no later migration can drop it by name there, and batch mode "
            "loses an unnamed CHECK.",
        .instead = "Name it, or give the MetaData a naming convention.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
