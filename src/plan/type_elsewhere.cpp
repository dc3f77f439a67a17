#include "plan/type_elsewhere.h"

#include <algorithm>
#include <vector>

namespace migrate::plan {

namespace {

bool is_plain(const Type& type) {
    return type.kind != TypeKind::opaque && type.kind != TypeKind::other && type.kind != TypeKind::enumeration;
}

/// The type that most columns have whose name is as `fits` says; at least `fewest` must have it,
/// and `share` of four. Columns that point somewhere say nothing.
template <class Fits>
std::optional<Shown> shown_type(const Work& work, Fits fits, int fewest, int share) {
    std::vector<std::pair<Shown, int>> votes;
    int all = 0;
    for (const auto& [name, other] : work.now().postgresql.tables) {
        for (const Column& column : other.columns) {
            const bool points =
                std::any_of(other.foreign_keys.begin(), other.foreign_keys.end(), [&](const ForeignKey& key) {
                    return std::find(key.columns.begin(), key.columns.end(), column.name) != key.columns.end();
                });
            if (points || column.computed || !fits(column.name)) continue;
            if (!work.certain(name, column.name)) continue;
            const Type type = portable_column(name, column.name, work.now()).type;
            ++all;
            const auto known =
                std::find_if(votes.begin(), votes.end(), [&](const auto& vote) { return vote.first.type == type; });
            if (known == votes.end())
                votes.push_back({{type, "as in " + to_string(name) + "." + column.name}, 1});
            else
                ++known->second;
        }
    }
    const auto most =
        std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    const bool enough = most != votes.end() && most->second >= fewest && most->second * 4 >= all * share;
    return enough && is_plain(most->first.type) ? std::optional(most->first) : std::nullopt;
}

}  // namespace

std::optional<Shown> type_elsewhere(const std::string& column, bool has_rule, const Work& work) {
    const bool first = work.rules().schema_types;
    if (has_rule && !first) return std::nullopt;
    const auto same = [&](const std::string& name) { return name == column; };
    if (auto shown = shown_type(work, same, 1, first ? 3 : 4); shown || !first) return shown;
    const std::size_t last = column.rfind('_');
    if (last == std::string::npos) return std::nullopt;
    const std::string ending = column.substr(last);
    const auto alike = [&](const std::string& name) { return name.size() > ending.size() && name.ends_with(ending); };
    return shown_type(work, alike, 2, 3);
}

}  // namespace migrate::plan
