// What a chain shows of its house: the prefixes of names, the type of keys, the style of revisions.
#include <algorithm>
#include <array>
#include <map>

#include "replay/replay.h"

namespace migrate::replay {

namespace {

using Votes = std::map<std::string, int>;

/// "idx_" of "idx_users_email"; "" when the name begins with no short word of its own.
std::string prefix_of(const std::string& name, const TableName& table) {
    std::size_t end = name.find('_');
    if (end == std::string::npos || end > 8) return "";
    std::string prefix = name.substr(0, end + 1);
    return name.starts_with(table.name + "_") ? "" : prefix;
}

std::optional<std::string> majority(const Votes& votes) {
    int all = 0;
    const std::pair<const std::string, int>* most = nullptr;
    for (const auto& vote : votes) {
        all += vote.second;
        if (!most || vote.second > most->second) most = &vote;
    }
    if (!most || most->first.empty() || most->second * 2 <= all) return std::nullopt;
    return most->first;
}

struct Names {
    Votes indexes, checks, uniques, foreign_keys;
};

Names count_names(const Schema& schema) {
    Names names;
    for (const auto& [name, table] : schema.tables) {
        for (const Index& index : table.indexes)
            ++(index.unique ? names.uniques : names.indexes)[prefix_of(index.name, name)];
        for (const Check& check : table.checks) ++names.checks[prefix_of(check.name, name)];
        for (const Unique& unique : table.uniques) ++names.uniques[prefix_of(unique.name, name)];
        for (const ForeignKey& key : table.foreign_keys) ++names.foreign_keys[prefix_of(key.name, name)];
    }
    // A name that PostgreSQL gave ("users_email_key") says nothing about the house.
    for (Votes* votes : {&names.indexes, &names.checks, &names.uniques, &names.foreign_keys}) votes->erase("");
    return names;
}

std::optional<project::KeyType> key_type_of(const Type& type) {
    if (type.kind == TypeKind::uuid) return project::KeyType::uuid;
    if (type.kind == TypeKind::string || type.kind == TypeKind::char_) {
        return type.length == 36 ? std::optional(project::KeyType::string36) : std::nullopt;
    }
    if (type.kind == TypeKind::integer) return project::KeyType::integer;
    if (type.kind == TypeKind::bigint) return project::KeyType::bigint;
    return std::nullopt;
}

std::optional<project::KeyType> usual_key_type(const Schema& schema) {
    std::map<project::KeyType, int> votes;
    for (const auto& [name, table] : schema.tables) {
        if (!table.primary_key || table.primary_key->columns.size() != 1) continue;
        const Column* column = find_column(table, table.primary_key->columns.front());
        if (auto type = column ? key_type_of(column->type) : std::nullopt) ++votes[*type];
    }
    auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
    return most == votes.end() ? std::nullopt : std::optional(most->first);
}

std::optional<std::string> usual_created_at(const Schema& schema) {
    constexpr std::array<std::string_view, 6> names = {"created_at",   "created_on",    "created",
                                                       "date_created", "creation_date", "inserted_at"};
    Votes votes;
    for (const auto& [name, table] : schema.tables) {
        const bool key_only = table.columns.size() < 3;
        if (key_only) continue;
        std::string found;
        for (std::string_view candidate : names) {
            if (found.empty() && find_column(table, candidate)) found = candidate;
        }
        ++votes[found];
    }
    // Where as many tables have one as have none, it is the habit: a time too many does no harm.
    auto most = std::ranges::max_element(votes, {},
                                         [](const auto& vote) { return std::pair(vote.second, !vote.first.empty()); });
    return most == votes.end() ? std::nullopt : std::optional(most->first);
}

std::optional<project::RevisionStyle> style_of(const history::Graph& graph) {
    if (graph.revisions.empty()) return std::nullopt;
    auto numbered = std::ranges::count_if(
        graph.revisions, [](const history::Revision& revision) { return revision.number.has_value(); });
    const bool most = static_cast<std::size_t>(numbered) * 2 > graph.revisions.size();
    return most ? project::RevisionStyle::dated_number : project::RevisionStyle::hex;
}

}  // namespace

project::ChainHabits habits_of(const history::Graph& graph, const Replay& replay) {
    const Names names = count_names(replay.schema);
    project::ChainHabits habits;
    habits.index_prefix = majority(names.indexes);
    habits.check_prefix = majority(names.checks);
    habits.unique_prefix = majority(names.uniques);
    habits.foreign_key_prefix = majority(names.foreign_keys);
    habits.key_type = usual_key_type(replay.schema);
    habits.revision_style = style_of(graph);
    habits.created_at_column = usual_created_at(replay.schema);
    return habits;
}

}  // namespace migrate::replay
