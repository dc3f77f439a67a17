#include "replay/declared_tables.h"

#include <algorithm>

#include "interpreter/reader.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/calls.h"

namespace migrate::replay {

namespace {

/// The columns of a class with the names of their attributes, those of its mixins first; what is not known of them is
/// put into `unknown`.
Items columns_of(Machine& machine, const ClassObject& type, std::string& unknown) {
    Items columns;
    const auto add = [&](const std::string& name, const Value& value) {
        if (const auto* source = as<Unknown>(value); source && !name.starts_with("__")) unknown = source->reason;
        const auto* column = object<ColumnObject>(value);
        if (!column) return;
        ColumnObject named = *column;
        if (named.column.name.empty()) named.column.name = name;
        columns.push_back(keep(machine.heap, std::move(named)));
    };
    for (const auto& [key, value] : type.attributes.items) {
        if (text_of(key) && !owns(type, *text_of(key))) add(*text_of(key), value);
    }
    for (const std::string& name : type.own) {
        const Value* value = find(type.attributes, name);
        if (value) add(name, *value);
        if (!value && !name.starts_with("__")) unknown = "the column " + name + " is only annotated";
    }
    return columns;
}

/// __table_args__: constraints and indexes, and a dict of options.
void read_table_args(Machine& machine, const ClassObject& type, Items& parts, TableName& table, std::string& unknown) {
    const Value* given = find(type.attributes, "__table_args__");
    if (!given || is_none(*given)) return;
    const auto items = as<Dict>(*given) ? std::optional(Items{*given}) : items_of(machine.heap, *given);
    if (!items) unknown = "its __table_args__ are not followed";
    for (const Value& item : items.value_or(Items{})) {
        const auto* options = as<Dict>(item);
        const Value* schema = options ? find(*options, "schema") : nullptr;
        if (schema && text_of(*schema) && *text_of(*schema) != "public") table.schema = *text_of(*schema);
        if (!options) parts.push_back(item);
    }
}

/// The columns of a mapped class know their table, for ForeignKey(User.id).
void name_columns(Machine& machine, ClassObject& type) {
    const Value* table = owns(type, "__tablename__") ? find(type.attributes, "__tablename__") : nullptr;
    if (!table || !text_of(*table)) return;
    for (const std::string& name : type.own) {
        const Value* value = find(type.attributes, name);
        const auto* column = value ? object<ColumnObject>(*value) : nullptr;
        if (!column || !column->table.empty()) continue;
        ColumnObject named = *column;
        if (named.column.name.empty()) named.column.name = name;
        named.table = *text_of(*table);
        put(machine.heap, type.attributes, name, keep(machine.heap, std::move(named)));
    }
}

bool is_base_class(const Value& parent) {
    const std::string_view path = path_of(parent);
    return path == "sqlalchemy.orm.DeclarativeBase" || path == "sqlalchemy.orm.DeclarativeBaseNoMeta";
}

}  // namespace

std::optional<Value> call_declarative(Machine& machine, std::string_view name, const Arguments& arguments) {
    if (name == "relationship" || name == "backref") return none();
    if (name == "mapped_column") return call_canonical(machine, "sqlalchemy.Column", arguments);
    if (name != "declarative_base") return std::nullopt;
    const auto given = Reader(machine, arguments).value("metadata");
    ClassObject base;
    base.name = "Base";
    put(machine.heap, base.attributes, "metadata",
        given && !is_none(*given) ? *given : keep(machine.heap, MetadataObject{}));
    return keep(machine.heap, std::move(base));
}

void declare_table(Machine& machine, const Value& made) {
    auto& type = *object<ClassObject>(made);
    name_columns(machine, type);
    if (machine.loading > 0) return;
    if (std::ranges::any_of(type.parents, is_base_class) && !find(type.attributes, "metadata"))
        put(machine.heap, type.attributes, "metadata", keep(machine.heap, MetadataObject{}));
    const Value* name = owns(type, "__tablename__") ? find(type.attributes, "__tablename__") : nullptr;
    const Value* held = find(type.attributes, "metadata");
    auto* metadata = held ? object<MetadataObject>(*held) : nullptr;
    if (!name || !text_of(*name) || !metadata) return;
    std::string unknown = metadata->unknown;
    TableName table = read_table_name(*text_of(*name));
    if (table.schema.empty()) table.schema = metadata->schema;
    Items parts = columns_of(machine, type, unknown);
    read_table_args(machine, type, parts, table, unknown);
    TableObject declared = collect_parts(machine, table, parts);
    declared.naming = metadata->naming;
    if (declared.unknown.empty()) declared.unknown = unknown;
    const Value kept = keep(machine.heap, std::move(declared));
    put(machine.heap, type.attributes, "__table__", kept);
    metadata->tables.push_back(as<Object>(kept));
}

}  // namespace migrate::replay
