/// information_schema.
#include <algorithm>
#include <set>

#include "catalog/catalogs.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::sql {
namespace {

Value shown(const TableName& name) {
    return text_value(schema_shown(name));
}
Value database() {
    return vague_value(kDatabase);
}
Value yes_no(bool value) {
    return text_value(value ? "YES" : "NO");
}

Value optional_number(const std::optional<int>& number) {
    return number ? number_value(*number) : null_value();
}

std::string data_type(const Type& type) {
    if (type.kind == TypeKind::array) return "ARRAY";
    if (type.kind == TypeKind::enumeration) return "USER-DEFINED";
    Type bare = type;
    bare.length = bare.precision = bare.scale = std::nullopt;
    if (type.kind == TypeKind::floating) bare.precision = type.precision;
    if (type.kind == TypeKind::char_) return "character";
    return sql_of(bare, Dialect::postgresql);
}

Value data_type_value(const Type& type) {
    if (type.kind == TypeKind::other || type.kind == TypeKind::opaque) return vague_value("the type's name");
    return text_value(data_type(type));
}

/// In bits for the binary kinds, in digits for numeric.
std::optional<int> shown_precision(const Type& type) {
    if (type.kind == TypeKind::integer) return 32;
    if (type.kind == TypeKind::bigint) return 64;
    if (type.kind == TypeKind::smallint) return 16;
    if (type.kind == TypeKind::floating) return type.precision && *type.precision <= 24 ? 24 : 53;
    return type.kind == TypeKind::numeric ? type.precision : std::nullopt;
}

std::optional<int> shown_scale(const Type& type) {
    if (is_whole_number(type.kind) || (type.kind == TypeKind::numeric && type.precision && !type.scale)) return 0;
    return type.kind == TypeKind::numeric ? type.scale : std::nullopt;
}

Value default_value(const Column& column) {
    if (!column.server_default && column.identity != IdentityKind::serial) return null_value();
    return vague_value("PostgreSQL's own text of a default");
}

std::string_view constraint_type(char type) {
    if (type == 'p') return "PRIMARY KEY";
    if (type == 'u') return "UNIQUE";
    return type == 'c' ? "CHECK" : "FOREIGN KEY";
}

std::string rule(const std::string& action) {
    return action.empty() ? "NO ACTION" : action;
}

}  // namespace

Relation information_tables(const Schema& schema) {
    Relation relation{{"table_catalog", "table_schema", "table_name", "table_type"}, {}};
    for (const auto& [name, table] : schema.tables)
        relation.rows.push_back({database(), shown(name), text_value(name.name), text_value("BASE TABLE")});
    for (const auto& [name, sql] : schema.views)
        if (!is_materialized(sql))
            relation.rows.push_back({database(), shown(name), text_value(name.name), text_value("VIEW")});
    return relation;
}

Relation information_columns(const Schema& schema) {
    Relation relation{
        {"table_catalog", "table_schema", "table_name", "column_name", "ordinal_position", "column_default",
         "is_nullable", "data_type", "character_maximum_length", "numeric_precision", "numeric_scale", "udt_schema",
         "udt_name", "is_identity", "identity_generation", "is_generated", "generation_expression"},
        {}};
    for (const auto& [name, table] : schema.tables) {
        long position = 0;
        for (const Column& column : table.columns) {
            const Type& type = column.type;
            const bool text = type.kind == TypeKind::string || type.kind == TypeKind::char_;
            const bool identity = column.identity && column.identity != IdentityKind::serial;
            const Value kind =
                identity ? text_value(column.identity == IdentityKind::always ? "ALWAYS" : "BY DEFAULT") : null_value();
            const bool named = type.kind == TypeKind::enumeration;
            relation.rows.push_back(
                {database(), shown(name), text_value(name.name), text_value(column.name), number_value(++position),
                 default_value(column), yes_no(column.nullable), data_type_value(type),
                 text ? optional_number(type.length) : null_value(), optional_number(shown_precision(type)),
                 optional_number(shown_scale(type)),
                 named ? text_value(type.name_schema.empty() ? "public" : type.name_schema)
                       : vague_value("the type's schema"),
                 text_value(udt_name(type)), yes_no(identity), kind, text_value(column.computed ? "ALWAYS" : "NEVER"),
                 column.computed ? vague_value("PostgreSQL's own text of an expression") : null_value()});
        }
    }
    // A view's columns come from its query: whatever is asked of them, or of a whole schema, stays open.
    for (const auto& [name, sql] : schema.views) {
        if (is_materialized(sql)) continue;
        Row row(relation.columns.size(), unknown_value("the columns of views are not in a schema"));
        row[2] = text_value(name.name);
        relation.rows.push_back(std::move(row));
    }
    return relation;
}

Relation information_table_constraints(const Schema& schema) {
    Relation relation{{"constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema",
                       "table_name", "constraint_type", "is_deferrable", "initially_deferred"},
                      {}};
    for (const ConstraintRow& row : all_constraints(schema)) {
        if (row.type == 'x') continue;
        const TableName& table = row.table->name;
        relation.rows.push_back({database(), shown(table), text_value(row.name), database(), shown(table),
                                 text_value(table.name), text_value(constraint_type(row.type)),
                                 yes_no(!row.deferrable.empty()),
                                 yes_no(row.deferrable.find("DEFERRED") != std::string::npos)});
    }
    return relation;
}

Relation information_key_column_usage(const Schema& schema) {
    Relation relation{{"constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema",
                       "table_name", "column_name", "ordinal_position"},
                      {}};
    for (const ConstraintRow& row : all_constraints(schema)) {
        if (row.type == 'x' || row.type == 'c') continue;
        const TableName& table = row.table->name;
        long position = 0;
        for (const std::string& column : row.columns)
            relation.rows.push_back({database(), shown(table), text_value(row.name), database(), shown(table),
                                     text_value(table.name), text_value(column), number_value(++position)});
    }
    return relation;
}

Relation information_constraint_column_usage(const Schema& schema) {
    Relation relation{{"table_catalog", "table_schema", "table_name", "column_name", "constraint_catalog",
                       "constraint_schema", "constraint_name"},
                      {}};
    for (const ConstraintRow& row : all_constraints(schema)) {
        const TableName& table = row.foreign_key ? row.foreign_key->target : row.table->name;
        for (const std::string& column : row.foreign_key ? row.foreign_key->target_columns : row.columns)
            relation.rows.push_back({database(), shown(table), text_value(table.name), text_value(column), database(),
                                     shown(row.table->name), text_value(row.name)});
    }
    return relation;
}

Relation information_referential_constraints(const Schema& schema) {
    Relation relation{{"constraint_schema", "constraint_name", "unique_constraint_name", "match_option", "update_rule",
                       "delete_rule"},
                      {}};
    for (const ConstraintRow& row : all_constraints(schema)) {
        if (!row.foreign_key) continue;
        relation.rows.push_back({shown(row.table->name), text_value(row.name),
                                 vague_value("the key that a foreign key uses"), text_value("NONE"),
                                 text_value(rule(row.foreign_key->on_update)),
                                 text_value(rule(row.foreign_key->on_delete))});
    }
    return relation;
}

Relation information_check_constraints(const Schema& schema) {
    Relation relation{{"constraint_catalog", "constraint_schema", "constraint_name", "check_clause"}, {}};
    for (const ConstraintRow& row : all_constraints(schema))
        if (row.type == 'c')
            relation.rows.push_back({database(), shown(row.table->name), text_value(row.name),
                                     vague_value("PostgreSQL's own text of a check")});
    return relation;
}

Relation information_views(const Schema& schema) {
    Relation relation{{"table_catalog", "table_schema", "table_name", "view_definition"}, {}};
    for (const auto& [name, sql] : schema.views)
        if (!is_materialized(sql))
            relation.rows.push_back(
                {database(), shown(name), text_value(name.name), vague_value("PostgreSQL's own text of a view")});
    return relation;
}

Relation information_sequences(const Schema& schema) {
    Relation relation{{"sequence_catalog", "sequence_schema", "sequence_name"}, {}};
    for (const auto& [name, options] : schema.sequences)
        relation.rows.push_back({database(), shown(name), text_value(name.name)});
    for (const auto& [name, table] : schema.tables)
        for (const Column& column : table.columns)
            if (column.identity == IdentityKind::serial)
                relation.rows.push_back({database(), shown(name), text_value(serial_sequence(name, column.name).name)});
    return relation;
}

Relation information_schemata(const Schema& schema) {
    Relation relation{{"catalog_name", "schema_name"}, {}};
    for (const std::string& name : schema_names(schema)) relation.rows.push_back({database(), text_value(name)});
    return relation;
}

std::vector<std::string> schema_names(const Schema& schema) {
    std::set<std::string> others;
    for (const auto& [name, table] : schema.tables) others.insert(schema_shown(name));
    for (const auto& [name, type] : schema.enums) others.insert(schema_shown(name));
    others.insert({"information_schema", "pg_catalog"});
    others.erase("public");
    std::vector<std::string> names = {"public"};
    names.insert(names.end(), others.begin(), others.end());
    return names;
}

}  // namespace migrate::sql
