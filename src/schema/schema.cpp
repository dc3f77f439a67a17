#include "schema/schema.h"

#include <algorithm>
#include <functional>

#include "base/allowance.h"
#include "base/text.h"
#include "schema/doubts.h"

namespace migrate {
namespace {

template <class Items>
auto* find_named(Items& items, std::string_view name) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string to_string(const TableName& table) {
    return table.schema.empty() ? table.name : table.schema + "." + table.name;
}

TableName read_table_name(std::string_view text) {
    const std::size_t dot = text.find('.');
    const bool qualified = dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() &&
                           text.find('.', dot + 1) == std::string_view::npos;
    if (!qualified) return {"", std::string(text)};
    std::string schema(text.substr(0, dot));
    if (schema == "public") schema.clear();
    return {std::move(schema), std::string(text.substr(dot + 1))};
}

const Table* find_table(const Schema& schema, const TableName& name) {
    base::step();
    const auto found = schema.tables.find(name);
    return found == schema.tables.end() ? nullptr : &found->second;
}

Table* find_table(Schema& schema, const TableName& name) {
    return schema.tables.change(name);
}

const Column* find_column(const Table& table, std::string_view name) {
    base::step();
    return find_named(table.columns, name);
}

const Column* find_column(const Schema& schema, const TableName& table, std::string_view name) {
    const Table* owner = find_table(schema, table);
    return owner == nullptr ? nullptr : find_column(*owner, name);
}

bool is_same_object(const Attachment& one, const Attachment& other) {
    return one.kind == other.kind && one.name == other.name && one.owner == other.owner;
}

bool is_named_by(const Attachment& thing, const Attachment& named) {
    return thing.kind == named.kind && thing.name == named.name &&
           (named.owner.name.empty() || named.owner == thing.owner);
}

Column* find_column(Table& table, std::string_view name) {
    return find_named(table.columns, name);
}

const Index* find_index(const Table& table, std::string_view name) {
    return find_named(table.indexes, name);
}

std::size_t mark_of_name(std::string_view name) {
    return std::hash<std::string_view>()(name);
}

std::size_t mark_of_target(const TableName& target) {
    return mark_of_name(target.name) * 31 + 1;  // another than that of the name
}

void MarksOfTable::operator()(const Table& table, Marks& marks) const {
    const auto add_names = [&](const auto& items) {
        for (const auto& item : items) marks.add(mark_of_name(item.name));
    };
    marks.add(mark_of_name(table.name.name));
    if (table.primary_key) marks.add(mark_of_name(table.primary_key->name));
    add_names(table.uniques);
    add_names(table.checks);
    add_names(table.foreign_keys);
    add_names(table.excludes);
    add_names(table.indexes);
    for (const ForeignKey& key : table.foreign_keys) marks.add(mark_of_target(key.target));
}

const Table* find_index_owner(const Schema& schema, std::string_view schema_name, std::string_view index) {
    const auto* found = schema.tables.find_marked(mark_of_name(index), [&](const auto& entry) {
        return entry.first.schema == schema_name && find_index(entry.second, index);
    });
    return found ? &found->second : nullptr;
}

std::string_view name_of(ConstraintKind kind) {
    switch (kind) {
        case ConstraintKind::primary_key:
            return "primary";
        case ConstraintKind::unique:
            return "unique";
        case ConstraintKind::check:
            return "check";
        case ConstraintKind::foreign_key:
            return "foreignkey";
        case ConstraintKind::exclude:
            return "exclude";
    }
    return "";
}

std::optional<ConstraintKind> find_constraint(const Table& table, std::string_view name) {
    if (name.empty()) return std::nullopt;
    if (table.primary_key && table.primary_key->name == name) return ConstraintKind::primary_key;
    if (find_named(table.uniques, name)) return ConstraintKind::unique;
    if (find_named(table.checks, name)) return ConstraintKind::check;
    if (find_named(table.foreign_keys, name)) return ConstraintKind::foreign_key;
    if (find_named(table.excludes, name)) return ConstraintKind::exclude;
    return std::nullopt;
}

const Doubt* find_doubt(const Schema& schema, const TableName& table, std::string_view column) {
    const Doubt* possible = find_possible_doubt(schema);
    return possible != nullptr ? possible : find_named_doubt(schema, table, column);
}

const Doubt* find_doubt_of(const Schema& schema, std::string_view object) {
    const Doubt* possible = find_possible_doubt(schema);
    return possible != nullptr ? possible : find_doubt_about(schema, std::string(object));
}

const Doubt* find_doubt_about(const Schema& schema, const std::string& object) {
    if (schema.doubts.empty()) return nullptr;
    const auto found = schema.doubts.lower_bound({object, {}, {}});
    return found != schema.doubts.end() && found->object == object ? &*found : nullptr;
}

void add_doubt(Schema& schema, Doubt doubt) {
    schema.doubts.insert(std::move(doubt));
}

}  // namespace migrate
