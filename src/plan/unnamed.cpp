#include "plan/unnamed.h"

#include <algorithm>
#include <set>

#include "operations/objects.h"

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

namespace {

/// A step that makes or drops a constraint without a name.
struct Unnamed {
    TableName table;
    ConstraintKind kind;
    bool makes;
};

std::optional<Unnamed> unnamed_of(const Step& step) {
    if (step.only == Dialect::postgresql) return std::nullopt;
    if (const auto* drop = std::get_if<DropConstraint>(&step.operation)) {
        if (!drop->name.empty() || !drop->kind || *drop->kind == ConstraintKind::primary_key) return std::nullopt;
        return Unnamed{drop->table, *drop->kind, false};
    }
    if (!makes_unnamed(step.operation)) return std::nullopt;
    if (const auto* unique = std::get_if<CreateUnique>(&step.operation))
        return Unnamed{unique->table, ConstraintKind::unique, true};
    if (const auto* check = std::get_if<CreateCheck>(&step.operation))
        return Unnamed{check->table, ConstraintKind::check, true};
    const auto* key = std::get_if<CreateForeignKey>(&step.operation);
    if (key == nullptr) return std::nullopt;
    return Unnamed{key->table, ConstraintKind::foreign_key, true};
}

/// Leaves out the step that made what this one drops, where nothing of the table stands between; true where it did.
bool undoes(std::vector<Step>& steps, const Unnamed& drop) {
    for (std::size_t i = steps.size(); i-- > 0;) {
        const std::optional<Unnamed> other = unnamed_of(steps[i]);
        if (other && other->table == drop.table && other->kind == drop.kind) {
            if (other->makes) steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
            return other->makes;
        }
        const std::optional<TableName> table = table_of(steps[i].operation);
        const bool apart = steps[i].only == Dialect::postgresql || (table && *table != drop.table);
        if (!other && !apart) return false;
    }
    return false;
}

/// Where the step goes: to the last of its table's, behind which only PostgreSQL's stand; a drop before what is made.
std::size_t place_of(const std::vector<Step>& steps, const Unnamed& step) {
    std::size_t place = steps.size();
    while (place > 0 && steps[place - 1].only == Dialect::postgresql) place -= 1;
    const auto belongs = [&](std::size_t i, bool made_only) {
        const std::optional<Unnamed> other = unnamed_of(steps[i]);
        return other && other->table == step.table && (other->makes || !made_only);
    };
    if (place == 0 || !belongs(place - 1, false)) return steps.size();
    while (!step.makes && place > 0 && belongs(place - 1, true)) place -= 1;
    return place;
}

}  // namespace

std::vector<Step> gather_unnamed(const std::vector<Step>& steps) {
    std::vector<Step> gathered;
    for (const Step& step : steps) {
        const std::optional<Unnamed> unnamed = unnamed_of(step);
        if (unnamed && !unnamed->makes && undoes(gathered, *unnamed)) continue;
        const std::size_t place = unnamed ? place_of(gathered, *unnamed) : gathered.size();
        gathered.insert(gathered.begin() + static_cast<std::ptrdiff_t>(place), step);
    }
    return gathered;
}

}  // namespace migrate::plan
