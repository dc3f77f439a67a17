#include <algorithm>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

template <class Constraints>
bool has_unnamed(const Constraints& constraints) {
    return std::any_of(constraints.begin(), constraints.end(), [](const auto& each) { return each.name.empty(); });
}

std::string unnamed_in(const Operation& operation) {
    if (const auto* created = std::get_if<CreateTable>(&operation)) {
        if (has_unnamed(created->table.uniques)) return "a unique constraint";
        if (has_unnamed(created->table.checks)) return "a CHECK";
        if (has_unnamed(created->table.foreign_keys)) return "a foreign key";
    }
    if (const auto* unique = std::get_if<CreateUnique>(&operation); unique != nullptr && unique->unique.name.empty())
        return "a unique constraint";
    if (const auto* made = std::get_if<CreateCheck>(&operation); made != nullptr && made->check.name.empty())
        return "a CHECK";
    if (const auto* key = std::get_if<CreateForeignKey>(&operation); key != nullptr && key->foreign_key.name.empty())
        return "a foreign key";
    return {};
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.sqlite)) {
        const std::string what = unnamed_in(*step.operation);
        if (what.empty()) continue;
        report.add(step.place.line, what + " of " + to_string(*table_of(*step.operation)) + " has no name on SQLite",
                   "name it");
    }
}

}  // namespace

Rule unnamed_constraint() {
    return {
        .name = "unnamed-constraint",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "On SQLite the constraint has no name: no later migration can drop it by name there, and "
            "batch mode loses an unnamed CHECK.",
        .instead = "Name it, or give the MetaData a naming convention.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
