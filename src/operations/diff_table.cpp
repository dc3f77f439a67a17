#include "operations/diff_table.h"

#include <algorithm>

#include "operations/dependents.h"

namespace migrate {
namespace {

/// The items of `first` that `second` does not have, counting equal ones.
template <class Item>
std::vector<Item> missing(const std::vector<Item>& first, std::vector<Item> second) {
    std::vector<Item> left;
    for (const Item& item : first) {
        const auto same = std::find(second.begin(), second.end(), item);
        if (same == second.end())
            left.push_back(item);
        else
            second.erase(same);
    }
    return left;
}

/// As `missing`; but where one without a name is to go all of them go, since they can only be dropped from
/// the last on.
template <class Item>
std::vector<Item> missing_by_name(const std::vector<Item>& first, const std::vector<Item>& second, bool renew_unnamed) {
    std::vector<Item> left = missing(first, second);
    if (!renew_unnamed) return left;
    std::erase_if(left, [](const Item& item) { return item.name.empty(); });
    for (const Item& item : first) {
        if (item.name.empty()) left.push_back(item);
    }
    return left;
}

template <class Item>
bool drops_unnamed(const std::vector<Item>& present, const std::vector<Item>& wanted) {
    const std::vector<Item> gone = missing(present, wanted);
    return std::any_of(gone.begin(), gone.end(), [](const Item& item) { return item.name.empty(); });
}

template <class Item>
std::vector<Item> to_drop(const std::vector<Item>& present, const std::vector<Item>& wanted) {
    return missing_by_name(present, wanted, drops_unnamed(present, wanted));
}

template <class Item>
std::vector<Item> to_create(const std::vector<Item>& present, const std::vector<Item>& wanted) {
    return missing_by_name(wanted, present, drops_unnamed(present, wanted));
}

template <class Item>
void drop_all(std::vector<Operation>& operations, const TableName& table, const std::vector<Item>& items,
              ConstraintKind kind) {
    for (const Item& item : items) operations.emplace_back(DropConstraint{table, item.name, kind});
}

/// Labels belong to the enum; a column follows them by itself.
Type without_labels(Type type) {
    if (Type& inner = innermost(type); inner.kind == TypeKind::enumeration) inner.labels.clear();
    return type;
}

bool must_be_made_anew(const Column& present, const Column& wanted) {
    return present.computed != wanted.computed;
}

std::optional<AlterColumn> alteration(const TableName& table, const Column& present, const Column& wanted) {
    AlterColumn change{table, wanted.name};
    if (without_labels(present.type) != without_labels(wanted.type)) change.type = wanted.type;
    if (present.nullable != wanted.nullable) change.nullable = wanted.nullable;
    if (present.comment != wanted.comment) change.comment = wanted.comment;
    const bool sequence_goes = present.identity == IdentityKind::serial && !wanted.identity;
    if (present.identity != wanted.identity && !sequence_goes) {
        change.set_identity = true;
        change.identity = wanted.identity;
    }
    const bool default_differs = present.server_default != wanted.server_default && !wanted.identity;
    if (default_differs || sequence_goes) {
        change.set_default = true;
        change.server_default = wanted.server_default;
    }
    const bool changes = change.type || change.nullable || change.comment || change.set_identity || change.set_default;
    if (!changes) return std::nullopt;
    return change;
}

/// Computed columns first: they lean on the others.
std::vector<std::string> columns_to_drop(const Table& present, const Table& wanted) {
    std::vector<std::string> computed;
    std::vector<std::string> plain;
    for (const Column& column : present.columns) {
        const Column* stays = find_column(wanted, column.name);
        if (stays && !must_be_made_anew(column, *stays)) continue;
        (column.computed ? computed : plain).push_back(column.name);
    }
    computed.insert(computed.end(), plain.begin(), plain.end());
    return computed;
}

/// Plain columns first, for the computed ones to lean on.
std::vector<Column> columns_to_add(const Table& present, const Table& wanted) {
    std::vector<Column> columns;
    for (const Column& column : wanted.columns) {
        const Column* before = find_column(present, column.name);
        if (!before || must_be_made_anew(*before, column)) columns.push_back(column);
    }
    std::stable_partition(columns.begin(), columns.end(), [](const Column& column) { return !column.computed; });
    return columns;
}

bool has_key(const Table& table, const std::string& name, const std::vector<std::string>& columns) {
    if (table.primary_key && table.primary_key->name == name && table.primary_key->columns == columns) return true;
    return std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const Unique& unique) { return unique.name == name && unique.columns == columns; });
}

}  // namespace

std::optional<AlterColumn> made_nullable(const TableName& table, const Column& column) {
    if (!column.identity || !column.nullable) return std::nullopt;
    return AlterColumn{.table = table, .column = column.name, .nullable = true};
}

TableChange::TableChange(const Schema& from, const Schema& to, const Table& present, const Table& wanted)
    : from_(&from), to_(&to), present_(&present), wanted_(&wanted) {}

bool TableChange::loses_its_key(const ForeignKey& key) const {
    const Table* before = find_table(*from_, key.target);
    const Table* after = find_table(*to_, key.target);
    if (from_->dialect != Dialect::postgresql || !before || !after) return false;
    const auto name = key_used_by(*before, key);
    if (!name) return false;
    const Index* index = find_index(*before, *name);
    if (index) return !find_index(*after, *name) || *find_index(*after, *name) != *index;
    if (before->primary_key && before->primary_key->name == *name) return before->primary_key != after->primary_key;
    const auto same_name = [&](const Unique& unique) { return unique.name == *name; };
    const auto unique = std::find_if(before->uniques.begin(), before->uniques.end(), same_name);
    return unique != before->uniques.end() && !has_key(*after, *name, unique->columns);
}

std::vector<Operation> TableChange::foreign_keys_to_drop() const {
    std::vector<Operation> operations;
    std::vector<ForeignKey> keys = to_drop(present_->foreign_keys, wanted_->foreign_keys);
    for (const ForeignKey& key : present_->foreign_keys) {
        const bool listed = std::find(keys.begin(), keys.end(), key) != keys.end();
        if (!listed && loses_its_key(key)) keys.push_back(key);
    }
    drop_all(operations, wanted_->name, keys, ConstraintKind::foreign_key);
    return operations;
}

std::vector<Operation> TableChange::things_to_drop() const {
    std::vector<Operation> operations;
    const TableName& table = wanted_->name;
    for (const Index& index : missing(present_->indexes, wanted_->indexes)) {
        operations.emplace_back(DropIndex{table, table.schema, index.name});
    }
    drop_all(operations, table, to_drop(present_->checks, wanted_->checks), ConstraintKind::check);
    drop_all(operations, table, to_drop(present_->excludes, wanted_->excludes), ConstraintKind::exclude);
    drop_all(operations, table, to_drop(present_->uniques, wanted_->uniques), ConstraintKind::unique);
    if (present_->primary_key && present_->primary_key != wanted_->primary_key) {
        operations.emplace_back(DropConstraint{table, present_->primary_key->name, ConstraintKind::primary_key});
    }
    for (std::string& column : columns_to_drop(*present_, *wanted_)) {
        operations.emplace_back(DropColumn{table, std::move(column)});
    }
    return operations;
}

std::vector<Operation> TableChange::columns_to_change() const {
    std::vector<Operation> operations;
    const TableName& table = wanted_->name;
    for (Column& column : columns_to_add(*present_, *wanted_)) {
        auto change = made_nullable(table, column);
        operations.emplace_back(AddColumn{table, std::move(column)});
        if (change) operations.emplace_back(std::move(*change));
    }
    for (const Column& column : wanted_->columns) {
        const Column* before = find_column(*present_, column.name);
        if (!before || must_be_made_anew(*before, column)) continue;
        if (auto change = alteration(table, *before, column)) operations.emplace_back(std::move(*change));
    }
    if (present_->comment != wanted_->comment) operations.emplace_back(CommentTable{table, wanted_->comment});
    return operations;
}

std::vector<Operation> TableChange::things_to_create() const {
    std::vector<Operation> operations;
    const TableName& table = wanted_->name;
    if (wanted_->primary_key && wanted_->primary_key != present_->primary_key) {
        operations.emplace_back(CreatePrimaryKey{table, *wanted_->primary_key});
    }
    for (Unique& unique : to_create(present_->uniques, wanted_->uniques)) {
        operations.emplace_back(CreateUnique{table, std::move(unique)});
    }
    for (Exclude& exclude : to_create(present_->excludes, wanted_->excludes)) {
        operations.emplace_back(CreateExclude{table, std::move(exclude)});
    }
    for (Check& check : to_create(present_->checks, wanted_->checks)) {
        operations.emplace_back(CreateCheck{table, std::move(check)});
    }
    for (Index& index : missing(wanted_->indexes, present_->indexes)) {
        operations.emplace_back(CreateIndex{table, std::move(index)});
    }
    return operations;
}

std::vector<Operation> TableChange::foreign_keys_to_create() const {
    std::vector<Operation> operations;
    std::vector<ForeignKey> keys = to_create(present_->foreign_keys, wanted_->foreign_keys);
    for (const ForeignKey& key : wanted_->foreign_keys) {
        const bool listed = std::find(keys.begin(), keys.end(), key) != keys.end();
        const auto& present = present_->foreign_keys;
        const bool stood = std::find(present.begin(), present.end(), key) != present.end();
        if (!listed && stood && loses_its_key(key)) keys.push_back(key);
    }
    for (ForeignKey& key : keys) operations.emplace_back(CreateForeignKey{wanted_->name, std::move(key)});
    return operations;
}

}  // namespace migrate
