#include "plan/unnamed.h"

#include <algorithm>

namespace migrate::plan {

namespace {

/// What a constraint is over, whatever its name: equal for the two sides of one constraint.
using Nature = std::vector<std::string>;

template <class Items, class NatureOf>
std::vector<Nature> natures(const Items& items, const std::string& name, NatureOf nature_of) {
    std::vector<Nature> found;
    for (const auto& item : items) {
        if (item.name == name) found.push_back(nature_of(item));
    }
    return found;
}

/// Those of the kind and the name ("" for those without).
std::vector<Nature> natures_of(const Table& table, ConstraintKind kind, const std::string& name) {
    switch (kind) {
        case ConstraintKind::unique:
            return natures(table.uniques, name, [](const Unique& unique) { return unique.columns; });
        case ConstraintKind::foreign_key:
            return natures(table.foreign_keys, name, [](const ForeignKey& key) {
                Nature nature = key.columns;
                nature.push_back(to_string(key.target));
                return nature;
            });
        case ConstraintKind::check:
            return natures(table.checks, name, [](const Check& check) { return Nature{check.sql}; });
        case ConstraintKind::primary_key:
        case ConstraintKind::exclude:
            break;
    }
    return {};
}

}  // namespace

Result<DropConstraint> drop_without_name(ConstraintKind kind, const Table& sqlite) {
    if (natures_of(sqlite, kind, "").size() == 1) return DropConstraint{.table = sqlite.name, .name = "", .kind = kind};
    return fail("unnamed_constraint",
                "on SQLite the table " + to_string(sqlite.name) +
                    " has several constraints of this kind without a name, " +
                    "and batch mode, which drops one by a naming_convention, would name the others too",
                "give them names first: drop and create them in raw SQL, in a migration of its own");
}

Result<std::optional<DropConstraint>> unnamed_counterpart(const DropConstraint& drop, const Table& postgresql,
                                                          const Table& sqlite) {
    const auto kind = find_constraint(postgresql, drop.name);
    if (!kind) return std::optional<DropConstraint>();
    const std::vector<Nature> wanted = natures_of(postgresql, *kind, drop.name);
    const std::vector<Nature> unnamed = natures_of(sqlite, *kind, "");
    if (wanted.empty() || std::find(unnamed.begin(), unnamed.end(), wanted.front()) == unnamed.end())
        return std::optional<DropConstraint>();
    Result<DropConstraint> found = drop_without_name(*kind, sqlite);
    if (!found) return tl::unexpected(found.error());
    return std::optional(std::move(*found));
}

}  // namespace migrate::plan
