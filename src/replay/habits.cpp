// What a chain shows of its house: the prefixes of names, the type of keys, the style of revisions.
#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "base/text.h"
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
    Votes indexes, unique_indexes, checks, uniques, foreign_keys;
};

Names count_names(const Schema& schema) {
    Names names;
    for (const auto& [name, table] : schema.tables) {
        for (const Index& index : table.indexes)
            ++(index.unique ? names.unique_indexes : names.indexes)[prefix_of(index.name, name)];
        for (const Check& check : table.checks) ++names.checks[prefix_of(check.name, name)];
        for (const Unique& unique : table.uniques) ++names.uniques[prefix_of(unique.name, name)];
        for (const ForeignKey& key : table.foreign_keys) ++names.foreign_keys[prefix_of(key.name, name)];
    }
    // A name that PostgreSQL gave ("users_email_key") says nothing about the house.
    for (Votes* votes : {&names.indexes, &names.unique_indexes, &names.checks, &names.uniques, &names.foreign_keys})
        votes->erase("");
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

/// The usual name of a time in tables, and how most of them write it.
struct UsualTime {
    Votes names;  ///< "" where a table has none
    std::map<std::string, Votes> forms;
};

UsualTime usual_time(const Schema& schema, const std::vector<std::string_view>& names) {
    UsualTime usual;
    for (const auto& [name, table] : schema.tables) {
        const bool key_only = table.columns.size() < 3;
        if (key_only) continue;
        const Column* found = nullptr;
        for (std::string_view candidate : names) {
            if (!found) found = find_column(table, candidate);
        }
        ++usual.names[found ? found->name : ""];
        if (!found) continue;
        const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
        ++usual.forms["default"][flag(found->server_default.has_value())];
        ++usual.forms["nullable"][flag(found->nullable)];
        if (found->type.kind == TypeKind::datetime) ++usual.forms["zone"][flag(found->type.timezone)];
    }
    return usual;
}

const std::vector<std::string_view> kCreationTimes = {"created_at",   "created_on",    "created",
                                                      "date_created", "creation_date", "inserted_at"};
const std::vector<std::string_view> kChangeTimes = {"updated_at",   "updated_on",  "updated",
                                                    "date_updated", "modified_at", "last_updated"};

std::optional<std::string> usual_created_at(const Schema& schema) {
    const Votes votes = usual_time(schema, kCreationTimes).names;
    // Where as many tables have one as have none, it is the habit: a time too many does no harm.
    auto most = std::ranges::max_element(votes, {},
                                         [](const auto& vote) { return std::pair(vote.second, !vote.first.empty()); });
    return most == votes.end() ? std::nullopt : std::optional(most->first);
}

constexpr const char* kChain = "the chain";

/// What most tables do with the times of creation and change.
void learn_times(const Schema& schema, std::map<std::string, project::Learnt>& learnt) {
    const auto learn = [&](const std::string& key, const Votes& votes) {
        const auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
        if (most != votes.end()) learnt[key] = {most->first, kChain};
    };
    UsualTime created = usual_time(schema, kCreationTimes);
    learn("created-at-default", created.forms["default"]);
    learn("created-at-nullable", created.forms["nullable"]);
    learn("time-zone", created.forms["zone"]);
    UsualTime updated = usual_time(schema, kChangeTimes);
    const auto name = majority(updated.names);
    learnt["updated-at"] = {name ? "true" : "false", kChain};
    if (!name) return;
    learnt["updated-at-name"] = {*name, kChain};
    learn("updated-at-default", updated.forms["default"]);
    learn("updated-at-nullable", updated.forms["nullable"]);
}

/// The type of most text columns, and whether the database makes UUID keys.
void learn_types(const Schema& schema, std::map<std::string, project::Learnt>& learnt) {
    constexpr int kFewest = 3;
    Votes texts, keys;
    int all = 0;
    for (const auto& [name, table] : schema.tables) {
        for (const Column& column : table.columns) {
            const bool is_key =
                table.primary_key && table.primary_key->columns == std::vector<std::string>{column.name};
            const bool is_text = column.type.kind == TypeKind::string || column.type.kind == TypeKind::text;
            if (is_key && (column.type.kind == TypeKind::uuid || column.type.length == 36))
                ++keys[column.server_default ? "true" : "false"];
            if (is_key || !is_text) continue;
            ++texts[write_type(column.type)];
            ++all;
        }
    }
    const auto most = std::ranges::max_element(texts, {}, [](const auto& vote) { return vote.second; });
    if (all >= kFewest && most != texts.end() && most->second * 5 >= all * 2)
        learnt["text-type"] = {most->first, kChain};
    if (const auto by_database = majority(keys)) learnt["key-default"] = {*by_database, kChain};
}

std::optional<project::RevisionStyle> style_of(const history::Graph& graph) {
    if (graph.revisions.empty()) return std::nullopt;
    auto numbered = std::ranges::count_if(
        graph.revisions, [](const history::Revision& revision) { return revision.number.has_value(); });
    const bool most = static_cast<std::size_t>(numbered) * 2 > graph.revisions.size();
    return most ? project::RevisionStyle::dated_number : project::RevisionStyle::hex;
}

}  // namespace

std::map<std::string, project::Learnt> database_names_of(const Schema& schema) {
    std::map<std::string, project::Learnt> learnt;
    const auto learn = [&](const std::string& key, const std::string& ending, auto constraints_of) {
        int all = 0, given = 0;
        for (const auto& [name, table] : schema.tables) {
            for (const auto& each : constraints_of(table)) {
                ++all;
                given += each.name == name.name + "_" + base::join(each.columns, "_") + ending ? 1 : 0;
            }
        }
        if (given * 2 > all) learnt[key] = {"{table}_{columns}" + ending, kChain};
    };
    learn("foreign-key-name", "_fkey", [](const Table& table) { return table.foreign_keys; });
    learn("unique-name", "_key", [](const Table& table) { return table.uniques; });
    return learnt;
}

/// True where the prefix of unique indexes is one of indexes only: "ix_", "uidx_". No constraint is called so.
static bool says_index(const project::ChainHabits& habits) {
    const std::string prefix = habits.unique_index_prefix.value_or("");
    return habits.unique_index_prefix == habits.index_prefix ||
           std::ranges::any_of(std::array{"ix", "idx", "index"},
                               [&](const char* word) { return prefix.find(word) != std::string::npos; });
}

project::ChainHabits habits_of(const history::Graph& graph, const Replay& replay) {
    const Names names = count_names(replay.schema);
    project::ChainHabits habits;
    habits.index_prefix = majority(names.indexes);
    habits.check_prefix = majority(names.checks);
    habits.unique_prefix = majority(names.uniques);
    habits.unique_index_prefix = majority(names.unique_indexes);
    if (names.uniques.empty() && !says_index(habits)) habits.unique_prefix = habits.unique_index_prefix;
    if (names.unique_indexes.empty()) habits.unique_index_prefix = habits.unique_prefix;
    habits.foreign_key_prefix = majority(names.foreign_keys);
    habits.key_type = usual_key_type(replay.schema);
    habits.revision_style = style_of(graph);
    habits.created_at_column = usual_created_at(replay.schema);
    learn_times(replay.schema, habits.learnt);
    learn_types(replay.schema, habits.learnt);
    return habits;
}

}  // namespace migrate::replay
