// What the objects of SQLAlchemy have: attributes, methods, text.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "schema/naming.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/tables.h"

namespace migrate::sqlalchemy {

namespace {

Value method(Machine& machine, const Value& self, const std::string& name) {
    return {machine.heap.make<Method>(self, name)};
}

bool is_instance_of_type(const TypeObject& type, std::string_view path) {
    static const std::vector<std::pair<std::string_view, std::vector<TypeKind>>> families = {
        {"String", {TypeKind::string, TypeKind::char_, TypeKind::text, TypeKind::enumeration}},
        {"VARCHAR", {TypeKind::string}},
        {"Text", {TypeKind::text}},
        {"TEXT", {TypeKind::text}},
        {"Integer", {TypeKind::integer, TypeKind::bigint, TypeKind::smallint}},
        {"INTEGER", {TypeKind::integer}},
        {"BigInteger", {TypeKind::bigint}},
        {"BIGINT", {TypeKind::bigint}},
        {"SmallInteger", {TypeKind::smallint}},
        {"Numeric", {TypeKind::numeric, TypeKind::floating}},
        {"Float", {TypeKind::floating}},
        {"Boolean", {TypeKind::boolean}},
        {"BOOLEAN", {TypeKind::boolean}},
        {"DateTime", {TypeKind::datetime}},
        {"TIMESTAMP", {TypeKind::datetime}},
        {"Date", {TypeKind::date}},
        {"JSON", {TypeKind::json, TypeKind::jsonb}},
        {"JSONB", {TypeKind::jsonb}},
        {"UUID", {TypeKind::uuid}},
        {"Uuid", {TypeKind::uuid}},
        {"ARRAY", {TypeKind::array}},
        {"LargeBinary", {TypeKind::binary}},
        {"Enum", {TypeKind::enumeration}},
        {"ENUM", {TypeKind::enumeration}},
    };
    std::string_view name = path.substr(path.rfind('.') + 1);
    for (const auto& [family, kinds] : families) {
        if (family == name) return std::ranges::find(kinds, type.type.kind) != kinds.end();
    }
    return false;
}

/// isinstance(bind.dialect, <path>); nullopt for a class that is none of SQLAlchemy's.
std::optional<bool> is_dialect(const Machine& machine, std::string_view path) {
    const std::string_view name = path.substr(path.rfind('.') + 1);
    if (name == "Dialect" || name == "DefaultDialect") return true;
    if (name != "dialect" && name.find("Dialect") == std::string_view::npos) return std::nullopt;
    return path.substr(0, path.find('.')) == name_of(machine.dialect());
}

Value column_attribute(Machine& machine, const Value& self, const ColumnObject& column, const std::string& name) {
    if (name == "name" || name == "key") return machine.heap.text(column.column.name);
    if (name == "type") return keep(machine.heap, column.type);
    if (name == "nullable") return boolean(column.nullable.value_or(!column.primary_key));
    if (name == "primary_key") return boolean(column.primary_key);
    if (name == "server_default" || name == "default")
        return unknown(machine, "the default of a column object is not followed");
    return method(machine, self, name);
}

Value type_attribute(Machine& machine, const Value& self, const TypeObject& type, const std::string& name) {
    if (name == "length") return type.type.length ? integer(*type.type.length) : none();
    if (name == "precision") return type.type.precision ? integer(*type.type.precision) : none();
    if (name == "scale") return type.type.scale ? integer(*type.type.scale) : none();
    if (name == "timezone") return boolean(type.type.timezone);
    if (name == "name") return machine.heap.text(type.type.name);
    if (name == "enums") {
        Items labels;
        for (const std::string& label : type.type.labels.empty() ? type.labels : type.type.labels)
            labels.push_back(machine.heap.text(label));
        return machine.heap.list(std::move(labels));
    }
    return method(machine, self, name);
}

Value metadata_attribute(Machine& machine, const Value& self, const MetadataObject& metadata, const std::string& name) {
    if (name == "tables") return metadata_tables(machine, metadata);
    if (name == "sorted_tables") {
        Items tables;
        for (Object* table : metadata.tables) tables.push_back({table});
        return machine.heap.list(std::move(tables));
    }
    return method(machine, self, name);
}

std::optional<Value> dialect_attribute(Machine& machine, std::string_view name) {
    if (name == "name") return machine.heap.text(std::string(name_of(machine.dialect())));
    if (name == "driver") return unknown(machine, "the database driver", std::nullopt, "driver");
    if (name == "server_version_info") {
        return unknown(machine, "the server's version", machine.heap.tuple({integer(15), integer(0)}),
                       "server_version_info");
    }
    if (name == "default_schema_name") {
        const std::string schema(machine.can().default_schema);
        return schema.empty() ? none() : machine.heap.text(schema);
    }
    if (name.starts_with("supports_") || name.starts_with("_"))
        return unknown(machine, "the dialect's " + std::string(name));
    return std::nullopt;
}

Value columns_method(Machine& machine, const Value& self, const std::string& name, const Arguments& arguments) {
    Items keys;
    Items values = *iterate(machine, self);
    for (const Value& column : values) keys.push_back(machine.heap.text(object<ColumnObject>(column)->column.name));
    if (name == "keys") return machine.heap.list(std::move(keys));
    if (name == "values") return machine.heap.list(std::move(values));
    if (name == "get" && !arguments.positional.empty() && text_of(arguments.positional[0])) {
        return attribute(machine, self, *text_of(arguments.positional[0]));
    }
    return unknown(machine, "the method " + name + " of a table's columns is not followed");
}

}  // namespace

std::optional<std::string> name_in(const Value& value) {
    if (const auto* text = text_of(value)) return *text;
    if (const auto* column = object<ColumnObject>(value)) return column->column.name;
    if (const auto* table = object<TableObject>(value)) return table->name.name;
    if (const auto* instance = object<InstanceObject>(value)) {
        const Value* inner = find(instance->attributes, "value");
        if (inner && text_of(*inner)) return *text_of(*inner);
    }
    if (const auto* clause = object<Clause>(value); clause && clause->kind == Clause::Kind::column)
        return clause->column;
    return std::nullopt;
}

std::optional<Value> attribute_of(Machine& machine, const Value& self, const std::string& name) {
    if (object<TableObject>(self)) return table_attribute(machine, self, name);
    if (const auto* columns = object<ColumnsObject>(self)) {
        if (name == "keys" || name == "values" || name == "items" || name == "get" || name == "contains_column")
            return method(machine, self, name);
        return columns_attribute(machine, *columns, name);
    }
    if (const auto* column = object<ColumnObject>(self)) return column_attribute(machine, self, *column, name);
    if (const auto* type = object<TypeObject>(self)) return type_attribute(machine, self, *type, name);
    if (const auto* metadata = object<MetadataObject>(self)) return metadata_attribute(machine, self, *metadata, name);
    if (object<DialectObject>(self)) return dialect_attribute(machine, name);
    return std::nullopt;
}

std::optional<Value> call_method_of(Machine& machine, const Value& self, const std::string& name,
                                    const Arguments& arguments) {
    if (object<TypeObject>(self)) return type_method(machine, self, name, arguments);
    if (const auto* above = object<SuperObject>(self)) {
        return name == "load_dialect_impl" ? usual_implementation(machine, above->self) : std::nullopt;
    }
    if (object<TableObject>(self)) return table_method(machine, self, name, arguments);
    if (object<MetadataObject>(self)) return metadata_method(machine, self, name, arguments);
    if (object<ColumnsObject>(self)) return columns_method(machine, self, name, arguments);
    if (object<Clause>(self) || object<ColumnObject>(self)) {
        if (name == "copy" || name == "_copy") return self;
        return clause_method(machine, self, name, arguments);
    }
    if (object<SequenceObject>(self) && name == "next_value") return self;
    if (const auto* index = object<IndexObject>(self); index && name == "ddl_if") {
        IndexObject made = *index;
        made.unknown = "ddl_if makes it on some databases only";
        return keep(machine.heap, std::move(made));
    }
    if (const auto* constraint = object<ConstraintObject>(self); constraint && name == "ddl_if") {
        ConstraintObject made = *constraint;
        made.unknown = "ddl_if makes it on some databases only";
        return keep(machine.heap, std::move(made));
    }
    if (object<DialectObject>(self) && name == "type_descriptor" && !arguments.positional.empty())
        return arguments.positional[0];
    return std::nullopt;
}

std::optional<Value> item_of(Machine& machine, const Value& self, const Value& index) {
    if (const auto* columns = object<ColumnsObject>(self); columns && text_of(index))
        return attribute(machine, self, *text_of(index));
    if (is_expression(self)) return unknown(machine, "an item of an SQL expression");
    return std::nullopt;
}

std::optional<Items> items_in(Machine& machine, const Value& self) {
    const auto* columns = object<ColumnsObject>(self);
    if (!columns) return std::nullopt;
    Items items;
    for (const ColumnObject& column : columns->table->columns) items.push_back(keep(machine.heap, column));
    return items;
}

std::optional<std::string> shown(Machine& machine, const Value& self) {
    if (auto* clause = object<Clause>(self)) return clause->known ? clause->sql : std::string(1, kHole);
    if (auto* type = object<TypeObject>(self))
        return type->unknown.empty() ? sql_of(type->type, machine.dialect()) : std::string(1, kHole);
    if (auto* table = object<TableObject>(self)) return to_string(table->name);
    if (auto* column = object<ColumnObject>(self)) {
        return column->table.empty() ? column->column.name : column->table + "." + column->column.name;
    }
    return std::nullopt;
}

std::optional<bool> is_instance_of(const Machine& machine, const Value& self, std::string_view path) {
    if (object<DialectObject>(self)) return is_dialect(machine, canonical_path(path));
    const auto* type = object<TypeObject>(self);
    return type ? std::optional(is_instance_of_type(*type, canonical_path(path))) : std::nullopt;
}

std::optional<Value> operation_on(Machine& machine, std::string_view op, const Value& left, const Value& right) {
    if (!is_expression(left) && !is_expression(right)) return std::nullopt;
    return clause_operator(machine, op, left, right);
}

}  // namespace migrate::sqlalchemy
