#include "usecases/merge/objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace migrate::usecases {

namespace {

/// As people call it: "column users.phone", "constraint ck of users".
std::string called(const Touched& object) {
    const std::string owner = to_string(object.owner);
    switch (object.kind) {
        case ObjectKind::table:
            return "table " + owner;
        case ObjectKind::column:
            return "column " + owner + "." + object.name;
        case ObjectKind::primary_key:
            return "the primary key of " + owner;
        case ObjectKind::constraint:
            return "constraint " + object.name + " of " + owner;
        case ObjectKind::index:
            return "index " +
                   to_string(TableName{object.owner.schema == "public" ? "" : object.owner.schema, object.name});
        case ObjectKind::type:
            return "type " + owner;
        case ObjectKind::label:
            return "label " + object.name + " of type " + owner;
        case ObjectKind::sequence:
            return "sequence " + owner;
        case ObjectKind::view:
            return "view " + owner;
    }
    return "";
}

/// Those that two branches may meet at: not what is made with its table, nor what has no name.
bool is_met(const Touched& object, const Touched& first) {
    const bool has_own_name = object.kind == ObjectKind::constraint || object.kind == ObjectKind::index;
    if (has_own_name && object.name.empty()) return false;
    const bool with_table = first.kind == ObjectKind::table && first.use == Use::makes;
    return !with_table || object.use != Use::makes || object == first;
}

/// What is left when `after` follows `before` on one object; needs is the least.
std::optional<Use> combined(Use before, Use after) {
    if (before == Use::makes && after == Use::takes) return std::nullopt;
    if (before == Use::takes && after == Use::makes) return Use::changes;
    if (before == Use::makes) return Use::makes;
    return std::max(before, after);
}

std::string plural_verb(Use how) {
    switch (how) {
        case Use::needs:
            return "use";
        case Use::changes:
            return "change";
        case Use::makes:
            return "add";
        case Use::takes:
            return "drop or rename";
    }
    return "";
}

std::string verb(Use how) {
    return how == Use::takes ? "drops or renames" : plural_verb(how) + "s";
}

}  // namespace

bool excludes(Use one, Use other) {
    return std::min(one, other) != Use::needs || std::max(one, other) == Use::takes;
}

Uses uses_of(const std::vector<Operation>& operations) {
    Uses all;
    for (const Operation& operation : operations) {
        const std::vector<Touched> objects = objects_of(operation);
        for (const Touched& each : objects) {
            if (!is_met(each, objects.front())) continue;
            const std::string aspect = each.aspect.empty() ? "" : "the " + std::string(each.aspect) + " of ";
            const auto [place, is_new] = all.try_emplace(aspect + called(each), each.use);
            if (is_new) continue;
            const std::optional<Use> left = combined(place->second, each.use);
            if (left)
                place->second = *left;
            else
                all.erase(place);
        }
    }
    return all;
}

std::vector<std::string> clashes(const Uses& first, const Uses& second, const std::string& first_name,
                                 const std::string& second_name) {
    std::vector<std::string> found;
    for (const auto& [object, how] : first) {
        const auto other = second.find(object);
        if (other == second.end()) continue;
        const Use also = other->second;
        if (!excludes(how, also)) continue;
        if (how == also) {
            found.push_back(fmt::format("both {} {}", plural_verb(how), object));
            continue;
        }
        const bool first_is_stronger = how > also;
        const Use strong = std::max(how, also);
        const Use weak = std::min(how, also);
        found.push_back(fmt::format("{} {} {}, which {} {}", first_is_stronger ? first_name : second_name, verb(strong),
                                    object, first_is_stronger ? second_name : first_name, verb(weak)));
    }
    return found;
}

}  // namespace migrate::usecases
