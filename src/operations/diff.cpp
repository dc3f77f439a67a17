#include "operations/diff.h"

#include <algorithm>
#include <set>

#include "operations/diff_table.h"
#include "operations/hanging.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {
namespace {

template <class Map>
std::vector<TableName> only_in_first(const Map& first, const Map& second) {
    std::vector<TableName> names;
    for (const auto& [name, value] : first) {
        if (!second.contains(name)) names.push_back(name);
    }
    return names;
}

void append(std::vector<Operation>& list, std::vector<Operation> more) {
    std::move(more.begin(), more.end(), std::back_inserter(list));
}

/// The labels of `wanted` in place when those of `present` are all in it, in the same order.
std::optional<std::vector<Operation>> add_labels(const EnumType& present, const EnumType& wanted) {
    std::vector<Operation> additions;
    std::size_t next = 0;
    for (std::size_t i = 0; i < wanted.labels.size(); ++i) {
        if (next < present.labels.size() && present.labels[next] == wanted.labels[i]) {
            ++next;
            continue;
        }
        AddEnumLabel addition{wanted.name, wanted.labels[i]};
        if (i > 0)
            addition.after = wanted.labels[i - 1];
        else if (!present.labels.empty())
            addition.before = present.labels.front();
        additions.emplace_back(std::move(addition));
    }
    if (next != present.labels.size()) return std::nullopt;
    return additions;
}

class Diff {
  public:
    Diff(const Schema& from, const Schema& to) : from_(from), to_(to) {
        for (const auto& [name, table] : from.tables) {
            const Table* wanted = find_table(to, name);
            if (wanted && !same_table(table, *wanted)) changes_.emplace_back(from, to, table, *wanted);
        }
    }

    std::vector<Operation> run() {
        drop_views();
        create_enums();
        create_sequences();
        for (const TableChange& change : changes_) append(operations_, change.foreign_keys_to_drop());
        drop_tables();
        for (const TableChange& change : changes_) append(operations_, change.things_to_drop());
        change_enums();
        for (const TableChange& change : changes_) append(operations_, change.columns_to_change());
        for (const TableChange& change : changes_) append(operations_, change.things_to_create());
        create_tables();
        for (const TableChange& change : changes_) append(operations_, change.foreign_keys_to_create());
        drop_sequences_and_enums();
        create_views();
        create_attachments();
        return std::move(operations_);
    }

  private:
    /// A view that changes takes those over it along.
    void drop_views() {
        for (const auto& [name, sql] : from_.views) {
            const auto wanted = to_.views.find(name);
            if (wanted != to_.views.end() && wanted->second == sql) continue;
            for (const TableName& each : views_above(from_, name)) {
                if (!away_.insert(each).second) continue;
                operations_.emplace_back(DropView{.name = each, .materialized = is_materialized(from_.views.at(each))});
            }
        }
    }

    /// Each view after those that it reads.
    void create_views() {
        std::set<TableName> waiting;
        for (const auto& [name, sql] : to_.views) {
            if (!from_.views.contains(name) || away_.contains(name)) waiting.insert(name);
        }
        while (!waiting.empty()) {
            auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const TableName& name) {
                return std::none_of(waiting.begin(), waiting.end(), [&](const TableName& other) {
                    return other != name && reads_relation(to_.views.at(name), other);
                });
            });
            if (ready == waiting.end()) ready = waiting.begin();
            operations_.emplace_back(CreateView{*ready, to_.views.at(*ready)});
            waiting.erase(ready);
        }
    }

    /// What went with a table, a column or a view, and comes back with it.
    void create_attachments() {
        for (const Attachment& thing : to_.attachments) {
            const bool there =
                std::find(from_.attachments.begin(), from_.attachments.end(), thing) != from_.attachments.end();
            if (!there && thing.unsure.empty()) operations_.emplace_back(Execute{.sql = thing.sql, .makes = {thing}});
        }
    }

    void create_enums() {
        for (const TableName& name : only_in_first(to_.enums, from_.enums)) {
            operations_.emplace_back(CreateEnum{to_.enums.at(name)});
        }
    }

    void change_enums() {
        for (const auto& [name, present] : from_.enums) {
            const auto wanted = to_.enums.find(name);
            if (wanted == to_.enums.end() || wanted->second == present) continue;
            auto additions = add_labels(present, wanted->second);
            if (additions) {
                append(operations_, std::move(*additions));
                continue;
            }
            // Columns that are gone by now need no conversion.
            const Result<Schema> now = migrate::apply(operations_, from_);
            append(operations_, rebuild_enum(now ? *now : from_, wanted->second));
        }
    }

    void create_sequences() {
        for (const auto& [name, options] : to_.sequences) {
            const auto present = from_.sequences.find(name);
            if (present != from_.sequences.end() && present->second == options) continue;
            if (is_of_serial(name)) continue;  // it stays when the column counts no more
            if (present != from_.sequences.end()) operations_.emplace_back(DropSequence{name});
            operations_.emplace_back(CreateSequence{name, options});
        }
    }

    bool is_of_serial(const TableName& sequence) const {
        return std::any_of(from_.tables.begin(), from_.tables.end(), [&](const auto& entry) {
            return std::ranges::any_of(entry.second.columns, [&](const auto& column) {
                return column.identity == IdentityKind::serial && sequence == serial_sequence(entry.first, column.name);
            });
        });
    }

    /// Some are gone with the column that owned them, others are left behind by a column that was serial.
    void drop_sequences_and_enums() {
        const bool alters = std::ranges::any_of(
            operations_, [](const Operation& each) { return std::holds_alternative<AlterColumn>(each); });
        if (from_.dialect == Dialect::postgresql && (alters || !from_.sequences.empty())) {
            const Result<Schema> now = migrate::apply(operations_, from_);
            for (const TableName& name : only_in_first(now ? now->sequences : from_.sequences, to_.sequences))
                operations_.emplace_back(DropSequence{name});
        }
        for (const TableName& name : only_in_first(from_.enums, to_.enums)) operations_.emplace_back(DropEnum{name});
    }

    /// Tables that refer to others go first; the keys of a circle are dropped before.
    void drop_tables() {
        std::set<TableName> left;
        for (const TableName& name : only_in_first(from_.tables, to_.tables)) left.insert(name);
        while (!left.empty()) {
            const auto free =
                std::find_if(left.begin(), left.end(), [&](const TableName& name) { return !is_referred(name, left); });
            if (free == left.end()) {
                const auto holder =
                    std::ranges::find_if(left, [&](const TableName& name) { return !without_keys_.contains(name); });
                drop_foreign_keys_of(*holder);  // what nobody without keys refers to is free: there is one with keys
                without_keys_.insert(*holder);
                continue;
            }
            operations_.emplace_back(DropTable{*free});
            left.erase(free);
        }
    }

    bool is_referred(const TableName& target, const std::set<TableName>& by) const {
        return std::any_of(by.begin(), by.end(), [&](const TableName& name) {
            if (name == target || without_keys_.contains(name)) return false;
            const std::vector<ForeignKey>& keys = from_.tables.at(name).foreign_keys;
            return std::any_of(keys.begin(), keys.end(), [&](const ForeignKey& key) { return key.target == target; });
        });
    }

    void drop_foreign_keys_of(const TableName& name) {
        if (without_keys_.contains(name)) return;
        for (const ForeignKey& key : from_.tables.at(name).foreign_keys) {
            if (key.target != name)
                operations_.emplace_back(DropConstraint{name, key.name, ConstraintKind::foreign_key});
        }
    }

    /// Targets before the tables that refer to them; the foreign keys of a circle come after all tables.
    void create_tables() {
        std::vector<TableName> waiting = only_in_first(to_.tables, from_.tables);
        std::vector<Operation> late;
        while (!waiting.empty()) {
            auto ready = std::find_if(waiting.begin(), waiting.end(),
                                      [&](const TableName& name) { return !waits(name, waiting); });
            const bool in_circle = ready == waiting.end();
            if (in_circle) ready = waiting.begin();
            Table table = to_.tables.at(*ready);
            if (in_circle) append(late, take_waiting_keys(table, waiting));
            waiting.erase(ready);
            append(operations_, create_whole_table(table));
        }
        append(operations_, std::move(late));
    }

    bool waits(const TableName& name, const std::vector<TableName>& waiting) const {
        const std::vector<ForeignKey>& keys = to_.tables.at(name).foreign_keys;
        return std::any_of(keys.begin(), keys.end(), [&](const ForeignKey& key) {
            return key.target != name && std::count(waiting.begin(), waiting.end(), key.target) > 0;
        });
    }

    static std::vector<Operation> take_waiting_keys(Table& table, const std::vector<TableName>& waiting) {
        std::vector<Operation> late;
        std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
            const bool waits = key.target != table.name && std::count(waiting.begin(), waiting.end(), key.target) > 0;
            if (waits) late.emplace_back(CreateForeignKey{table.name, key});
            return waits;
        });
        return late;
    }

    const Schema& from_;
    const Schema& to_;
    std::vector<TableChange> changes_;  ///< one for each table that both have, and that differs
    std::set<TableName> without_keys_;
    std::set<TableName> away_;  ///< views that are dropped
    std::vector<Operation> operations_;
};

/// PostgreSQL would make one of two keys on the same columns in one CREATE TABLE.
bool repeats_key(const Table& table, const Unique& unique) {
    if (table.primary_key && table.primary_key->columns == unique.columns) return true;
    return std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const Unique& other) { return other.columns == unique.columns; });
}

}  // namespace

std::vector<Operation> create_whole_table(const Table& table) {
    CreateTable creation;
    creation.table = table;
    creation.table.indexes.clear();
    std::vector<Operation> after;
    std::erase_if(creation.table.checks, [&](const Check& check) {
        if (check.not_valid) after.emplace_back(CreateCheck{table.name, check});
        return check.not_valid;
    });
    std::erase_if(creation.table.foreign_keys, [&](const ForeignKey& key) {
        if (key.not_valid) after.emplace_back(CreateForeignKey{table.name, key});
        return key.not_valid;
    });
    for (Exclude& exclude : creation.table.excludes) after.emplace_back(CreateExclude{table.name, std::move(exclude)});
    creation.table.excludes.clear();  // op.create_table has none
    creation.table.uniques.clear();
    for (const Unique& unique : table.uniques) {
        if (repeats_key(creation.table, unique))
            after.emplace_back(CreateUnique{table.name, unique});
        else
            creation.table.uniques.push_back(unique);
    }
    for (const Index& index : table.indexes) after.emplace_back(CreateIndex{table.name, index});
    for (const Column& column : table.columns) {
        if (auto change = made_nullable(table.name, column)) after.emplace_back(std::move(*change));
    }
    std::vector<Operation> operations;
    operations.emplace_back(std::move(creation));
    append(operations, std::move(after));
    return operations;
}

std::vector<Operation> diff(const Schema& from, const Schema& to) {
    return Diff(from, to).run();
}

}  // namespace migrate
