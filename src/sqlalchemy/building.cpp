#include "sqlalchemy/building.h"

#include <algorithm>
#include <map>

#include "interpreter/interpreter.h"
#include "schema/expression.h"
#include "schema/postgres_types.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/conventions.h"
#include "syntax/tokens.h"

namespace migrate::sqlalchemy {

namespace {

/// A column without a type takes that of the column its foreign key names.
void take_type_of_target(Machine& machine, ColumnObject& column) {
    const bool typeless =
        column.type.type.kind == TypeKind::opaque && column.type.type.name.empty() && column.type.unknown.empty();
    if (!typeless || column.foreign_keys.empty()) return;
    const ForeignKeyRef& key = column.foreign_keys.front();
    const Table* table = find_table(std::as_const(machine.schema), key.target);
    const Column* target = table ? find_column(*table, key.column) : nullptr;
    if (target) column.type.type = target->type;
    if (!target) column.type.unknown = "its type is that of a column that is not known";
}

struct Builder {
    Machine& machine;
    Built built;
    std::vector<std::string> key_columns;

    void note_column(const ColumnObject& column) {
        const std::string& reason = !column.unknown.empty() ? column.unknown : column.type.unknown;
        if (column.column.name.empty())
            built.unknown = column.unknown.empty() ? "a column has no name that is known" : column.unknown;
        if (!reason.empty())
            built.doubts.push_back({"column " + to_string(built.table.name) + "." + column.column.name, {}, reason});
        if (!column.type.fails.empty()) built.fails.push_back(column.column.name + ": " + column.type.fails);
        if (has_cast(machine, column.column.server_default))
            built.fails.push_back(column.column.name + ": " + kNoCasts + column.column.server_default->sql);
    }

    /// Its name is known, so it is made; its labels are in doubt.
    void note_unknown_enum(const TypeObject& type) {
        const bool named = type.type.kind == TypeKind::enumeration && !type.type.name.empty();
        if (type.unknown.empty() || !named || !machine.can().enum_types) return;
        const EnumType made{{type.type.name_schema, type.type.name}, {}};
        if (type.create_type) built.enums.push_back(made);
        built.doubts.push_back({"type " + to_string(made.name), {}, type.unknown});
    }

    void add_column(ColumnObject column, bool has_foreign_key) {
        take_type_of_target(machine, column);
        complete_type(machine, column.type);
        note_column(column);
        if (auto made = enum_of(column.type); made && column.type.create_type) built.enums.push_back(*made);
        note_unknown_enum(column.type);
        const bool key = std::ranges::find(key_columns, column.column.name) != key_columns.end();
        Column plain = column.column;
        plain.type = column.type.type;
        plain.nullable = !key && column.nullable.value_or(!key && !column.identity_given);
        if (key && machine.can().sequences && numbers_itself(column, key_columns.size(), has_foreign_key))
            plain.identity = IdentityKind::serial;
        if (const auto counts = serial_kind(plain.type.kind == TypeKind::other ? plain.type.name : "")) {
            plain.type = Type{.kind = *counts};
            plain.identity = IdentityKind::serial;
            plain.nullable = false;  // PostgreSQL's own
        }
        if (!machine.can().sequences) plain.identity.reset();
        built.table.columns.push_back(std::move(plain));
    }

    void add_constraint(const ConstraintObject& constraint) {
        if (!constraint.unknown.empty()) {
            built.doubts.push_back({"constraints " + to_string(built.table.name), {}, constraint.unknown});
            return;
        }
        if (constraint.use_alter && machine.can().alters) {
            built.notes.emplace_back(
                "CREATE TABLE leaves out a foreign key with use_alter=True, and nothing adds it later");
            return;
        }
        Operation operation = operation_of(machine, built.table.name, constraint);
        const Naming naming = naming_of(built.table.name, constraint);
        add_doubt(naming);
        if (lacks_name(machine, naming)) built.fails.emplace_back(kLacksName);
        if (auto* key = std::get_if<CreatePrimaryKey>(&operation)) built.table.primary_key = key->primary_key;
        if (auto* unique = std::get_if<CreateUnique>(&operation)) built.table.uniques.push_back(unique->unique);
        if (auto* check = std::get_if<CreateCheck>(&operation)) built.table.checks.push_back(check->check);
        if (auto* key = std::get_if<CreateForeignKey>(&operation)) built.table.foreign_keys.push_back(key->foreign_key);
        if (auto* exclude = std::get_if<CreateExclude>(&operation)) {
            built.table.excludes.push_back(exclude->exclude);
            if (!machine.can().excludes)
                built.fails.push_back(std::string(machine.can().shown) + " has no EXCLUDE constraints");
        }
    }

    void add_doubt(const Naming& naming) {
        const std::string reason = doubt_about_name(machine, naming);
        if (!reason.empty()) built.doubts.push_back({"", naming, reason});
    }

    void add_index(IndexObject index) {
        if (!index.unknown.empty())
            built.doubts.push_back(
                {index.index.name.empty() ? "indexes " + to_string(built.table.name) : "index " + index.index.name,
                 {},
                 index.unknown});
        std::vector<std::string> columns;
        for (const IndexElement& element : index.index.elements) columns.push_back(element.column);
        const Naming naming = {ConstraintKind::unique, true,  built.table.name.name, columns, {}, {},
                               index.index.name,       false, index.index.unique};
        index.index.name = name_by_convention(machine, naming);
        add_doubt(naming);
        built.indexes.push_back(std::move(index.index));
    }

    /// What stands inside a column: foreign keys, unique, index, CHECKs.
    void add_column_parts(const ColumnObject& column) {
        const std::string& name = column.column.name;
        for (const ForeignKeyRef& key : column.foreign_keys) {
            ConstraintObject made{
                .kind = ConstraintKind::foreign_key, .name = key.name, .columns = {name}, .target = key.target};
            made.target_columns = {key.column.empty() ? name : key.column};
            made.on_delete = key.on_delete;
            made.on_update = key.on_update;
            made.deferrable = key.deferrable;
            made.use_alter = key.use_alter;
            made.unknown = key.unknown;
            add_constraint(made);
        }
        if (column.unique && !column.index) add_constraint({.kind = ConstraintKind::unique, .columns = {name}});
        if (column.index) {
            IndexObject made;
            made.index.elements = {IndexElement{.column = name}};
            made.index.unique = column.unique;
            add_index(std::move(made));
        }
        if (column.type.spatial) {
            const bool raster = column.type.type.name == "raster";
            IndexElement element{.column = raster ? "" : name};
            if (raster) element.expression = "ST_ConvexHull(" + quote_identifier(name) + ")";
            element.opclass = column.type.spatial_class;
            built.indexes.push_back({"idx_" + built.table.name.name + "_" + name, {element}, false, "gist"});
        }
        for (const ConstraintObject& check : column.checks) add_constraint(check);
        if (column.type.adds_parts)
            built.doubts.push_back({"constraints " + to_string(built.table.name),
                                    {},
                                    "the type of " + name + " is the application's own and may add constraints"});
        if (column.type.checked) add_constraint(type_check(column.column.name, column.type));
    }
};

bool has_foreign_key(const ColumnObject& column, const std::vector<ConstraintObject>& constraints) {
    if (!column.foreign_keys.empty()) return true;
    return std::ranges::any_of(constraints, [&](const ConstraintObject& constraint) {
        return constraint.kind == ConstraintKind::foreign_key &&
               std::ranges::find(constraint.columns, column.column.name) != constraint.columns.end();
    });
}

}  // namespace

bool numbers_itself(const ColumnObject& column, std::size_t key_size, bool has_foreign_key) {
    if (!is_whole_number(column.type.type.kind) || column.identity_given || column.autoincrement == Autoincrement::no ||
        column.python_default)
        return false;
    if (column.autoincrement == Autoincrement::yes) return true;
    return key_size == 1 && !column.column.server_default && !has_foreign_key;
}

ConstraintObject type_check(const std::string& column, const TypeObject& type) {
    std::string values = type.type.kind == TypeKind::boolean ? "0, 1" : "";
    for (const std::string& label : type.labels) values += (values.empty() ? "" : ", ") + quote_text(label);
    ConstraintObject made{.kind = ConstraintKind::check, .name = type.check_name, .columns = {column}};
    made.name_is_final = type.check_is_final;
    made.sql = quote_identifier(column) + " IN (" + values + ")";
    return made;
}

Naming naming_of(const TableName& table, const ConstraintObject& constraint) {
    return {constraint.kind,
            false,
            table.name,
            constraint.columns,
            constraint.target.name,
            constraint.target_columns,
            constraint.name,
            constraint.name_is_final};
}

Operation operation_of(const Machine& machine, const TableName& table, const ConstraintObject& constraint) {
    const std::string name = name_by_convention(machine, naming_of(table, constraint));
    switch (constraint.kind) {
        case ConstraintKind::primary_key:
            return CreatePrimaryKey{table, {name, constraint.columns}};
        case ConstraintKind::unique:
            return CreateUnique{
                table, {name, constraint.columns, constraint.nulls_not_distinct, constraint.deferrable}, ""};
        case ConstraintKind::check:
            return CreateCheck{table, {name, without_outer_parentheses(constraint.sql), constraint.not_valid}};
        case ConstraintKind::exclude:
            return CreateExclude{table, {name, constraint.sql}};
        case ConstraintKind::foreign_key:
            break;
    }
    return CreateForeignKey{table,
                            {name, constraint.columns, constraint.target, constraint.target_columns,
                             constraint.on_delete, constraint.on_update, constraint.deferrable, constraint.not_valid}};
}

Built build_table(Machine& machine, const TableName& name, const std::vector<ColumnObject>& columns,
                  const std::vector<ConstraintObject>& constraints, const std::vector<IndexObject>& indexes) {
    Builder builder{machine, {}, {}};
    builder.built.table.name = name;
    for (const ColumnObject& column : columns) {
        if (column.primary_key) builder.key_columns.push_back(column.column.name);
    }
    for (const ConstraintObject& constraint : constraints) {
        if (constraint.kind == ConstraintKind::primary_key && !constraint.columns.empty())
            builder.key_columns = constraint.columns;
    }
    for (const ColumnObject& column : columns) builder.add_column(column, has_foreign_key(column, constraints));
    if (!builder.key_columns.empty())
        builder.add_constraint({.kind = ConstraintKind::primary_key, .columns = builder.key_columns});
    for (ConstraintObject constraint : constraints) {
        if (constraint.columns.empty() && constraint.kind == ConstraintKind::primary_key)
            constraint.columns = builder.key_columns;
        if (constraint.kind != ConstraintKind::primary_key || !constraint.columns.empty())
            builder.add_constraint(constraint);
    }
    for (const ColumnObject& column : columns) builder.add_column_parts(column);
    for (const IndexObject& index : indexes) builder.add_index(index);
    return std::move(builder.built);
}

TableObject collect_parts(Machine& machine, const TableName& name, const Items& parts) {
    TableObject made;
    made.name = name;
    for (const Value& part : parts) {
        machine.step();
        if (const auto* column = object<ColumnObject>(part)) {
            made.columns.push_back(*column);
        } else if (const auto* constraint = object<ConstraintObject>(part)) {
            made.constraints.push_back(*constraint);
        } else if (const auto* index = object<IndexObject>(part)) {
            made.indexes.push_back(*index);
        } else if (const auto* source = as<Unknown>(part)) {
            made.unknown = source->reason;
        } else if (!is_none(part) &&
                   !object<MetadataObject>(part)) {  // op.create_table("t", metadata, ...): it is let be
            made.unknown = "a part of the table is neither a column nor a constraint that can be followed";
        }
    }
    return made;
}

bool has_cast(const Machine& machine, const std::optional<Default>& value) {
    if (machine.can().colon_casts || !value) return false;
    return std::ranges::any_of(sql::read_tokens(value->sql, Dialect::sqlite), [&](const sql::Token& token) {
        return token.kind == sql::TokenKind::symbol && value->sql.compare(token.begin, 2, "::") == 0;
    });
}

}  // namespace migrate::sqlalchemy
