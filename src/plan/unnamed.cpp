#include "plan/unnamed.h"

#include <algorithm>
#include <set>

namespace migrate::plan {

namespace {

/// What a constraint is over, whatever its name: equal for the two sides of one constraint.
using Nature = std::vector<std::string>;

struct Constraint {
    Nature nature;
    Operation make;
};

/// Those of the kind and the name ("" for those without).
std::vector<Constraint> constraints_of(const Table& table, ConstraintKind kind, const std::string& name) {
    std::vector<Constraint> found;
    const auto add = [&](const auto& items, const auto& nature_of, const auto& make) {
        for (const auto& item : items) {
            if (item.name == name) found.push_back({nature_of(item), make(item)});
        }
    };
    const auto columns = [](const auto& item) { return item.columns; };
    if (kind == ConstraintKind::unique)
        add(table.uniques, columns, [&](const Unique& unique) { return CreateUnique{table.name, unique}; });
    if (kind == ConstraintKind::foreign_key)
        add(table.foreign_keys, columns, [&](const ForeignKey& key) { return CreateForeignKey{table.name, key}; });
    if (kind == ConstraintKind::check)
        add(
            table.checks, [](const Check& check) { return Nature{check.sql}; },
            [&](const Check& check) { return CreateCheck{table.name, check}; });
    return found;
}

}  // namespace

Result<std::vector<Operation>> drop_without_name(ConstraintKind kind, const std::vector<std::string>& nature,
                                                 const Table& sqlite) {
    const std::vector<Constraint> unnamed = constraints_of(sqlite, kind, "");
    std::vector<Operation> drops, makes;
    std::set<Nature> all;
    for (const Constraint& each : unnamed) {
        all.insert(each.nature);
        drops.emplace_back(DropConstraint{.table = sqlite.name, .name = "", .kind = kind});
        if (each.nature != nature) makes.push_back(each.make);
    }
    if (all.size() < unnamed.size()) {
        return fail("unnamed_constraint",
                    "on SQLite the table " + to_string(sqlite.name) +
                        " has two constraints without a name over the same columns, which batch mode cannot tell apart",
                    "give them names first: drop and create them in raw SQL, in a migration of its own");
    }
    std::move(makes.begin(), makes.end(), std::back_inserter(drops));
    return drops;
}

Result<std::vector<Operation>> unnamed_counterpart(const DropConstraint& drop, const Table& postgresql,
                                                   const Table& sqlite) {
    const auto kind = find_constraint(postgresql, drop.name);
    if (!kind) return std::vector<Operation>();
    const std::vector<Constraint> wanted = constraints_of(postgresql, *kind, drop.name);
    const std::vector<Constraint> unnamed = constraints_of(sqlite, *kind, "");
    const bool there = !wanted.empty() && std::any_of(unnamed.begin(), unnamed.end(), [&](const Constraint& each) {
        return each.nature == wanted.front().nature;
    });
    return there ? drop_without_name(*kind, wanted.front().nature, sqlite) : std::vector<Operation>();
}

}  // namespace migrate::plan
