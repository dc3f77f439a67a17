/// pg_catalog.
#include <algorithm>

#include "catalog/catalogs.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::sql {
namespace {

Value shown(const TableName& name) {
    return text_value(schema_shown(name));
}

Value position_of(const Table& table, const std::string& column) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].name == column) return number_value(static_cast<long>(i) + 1);
    return number_value(0);
}

Value positions_of(const Table* table, const std::vector<std::string>& columns) {
    std::vector<Value> positions;
    for (const std::string& column : columns)
        positions.push_back(table ? position_of(*table, column) : number_value(0));
    return list_value(std::move(positions));
}

std::string type_oid(const Type& type) {
    if (type.kind == TypeKind::enumeration) return to_string(TableName{type.name_schema, type.name});
    return udt_name(type);
}

/// Free-standing ones and those behind columns, under the names PostgreSQL gives them at first.
std::vector<TableName> all_sequences(const Schema& schema) {
    std::vector<TableName> names;
    for (const auto& [name, options] : schema.sequences) names.push_back(name);
    for (const auto& [name, table] : schema.tables)
        for (const Column& column : table.columns)
            if (column.identity) names.push_back(serial_sequence(name, column.name));
    return names;
}

Value action_letter(const std::string& action) {
    if (action == "CASCADE") return text_value("c");
    if (action == "SET NULL") return text_value("n");
    if (action == "SET DEFAULT") return text_value("d");
    return text_value(action == "RESTRICT" ? "r" : "a");
}

}  // namespace

std::string udt_name(const Type& type) {
    switch (type.kind) {
        case TypeKind::string:
            return "varchar";
        case TypeKind::char_:
            return "bpchar";
        case TypeKind::integer:
            return "int4";
        case TypeKind::bigint:
            return "int8";
        case TypeKind::smallint:
            return "int2";
        case TypeKind::floating:
            return type.precision && *type.precision <= 24 ? "float4" : "float8";
        case TypeKind::boolean:
            return "bool";
        case TypeKind::time:
            return type.timezone ? "timetz" : "time";
        case TypeKind::datetime:
            return type.timezone ? "timestamptz" : "timestamp";
        case TypeKind::binary:
            return "bytea";
        case TypeKind::array:
            return "_" + (type.element.empty() ? "text" : udt_name(type.element.front()));
        case TypeKind::enumeration:
            return type.name;
        case TypeKind::other:
        case TypeKind::opaque:
            return type.name.substr(0, type.name.find('('));
        case TypeKind::text:
        case TypeKind::numeric:
        case TypeKind::date:
        case TypeKind::interval:
        case TypeKind::uuid:
        case TypeKind::json:
        case TypeKind::jsonb:
        case TypeKind::inet:
            break;
    }
    const std::string sql = sql_of(type, Dialect::postgresql);
    return sql.substr(0, sql.find('('));
}

std::string constraint_oid(const ConstraintRow& row) {
    return to_string(row.table->name) + "/" + row.name;
}

Relation pg_tables(const Schema& schema) {
    Relation relation{{"schemaname", "tablename", "hasindexes"}, {}};
    for (const auto& [name, table] : schema.tables)
        relation.rows.push_back(
            {shown(name), text_value(name.name), boolean_value(!table.indexes.empty() || table.primary_key)});
    return relation;
}

Relation pg_indexes(const Schema& schema) {
    Relation relation{{"schemaname", "tablename", "indexname", "tablespace", "indexdef"}, {}};
    for (const IndexRow& row : all_indexes(schema))
        relation.rows.push_back({shown(row.table->name), text_value(row.table->name.name), text_value(row.name),
                                 null_value(), index_definition(row)});
    return relation;
}

Relation pg_views(const Schema& schema) {
    Relation relation{{"schemaname", "viewname", "definition"}, {}};
    for (const auto& [name, sql] : schema.views)
        if (!is_materialized(sql))
            relation.rows.push_back(
                {shown(name), text_value(name.name), vague_value("PostgreSQL's own text of a view")});
    return relation;
}

Relation pg_matviews(const Schema& schema) {
    Relation relation{{"schemaname", "matviewname"}, {}};
    for (const auto& [name, sql] : schema.views)
        if (is_materialized(sql)) relation.rows.push_back({shown(name), text_value(name.name)});
    return relation;
}

Relation pg_sequences(const Schema& schema) {
    Relation relation{{"schemaname", "sequencename"}, {}};
    for (const TableName& name : all_sequences(schema)) relation.rows.push_back({shown(name), text_value(name.name)});
    return relation;
}

Relation pg_class(const Schema& schema) {
    Relation relation{{"oid", "relname", "relnamespace", "relkind"}, {}};
    const auto add = [&](const TableName& name, std::string_view kind) {
        relation.rows.push_back({text_value(to_string(name)), text_value(name.name), shown(name), text_value(kind)});
    };
    for (const auto& [name, table] : schema.tables) add(name, "r");
    for (const auto& [name, sql] : schema.views) add(name, is_materialized(sql) ? "m" : "v");
    for (const TableName& name : all_sequences(schema)) add(name, "S");
    for (const IndexRow& row : all_indexes(schema)) add({row.table->name.schema, row.name}, "i");
    return relation;
}

Relation pg_namespace(const Schema& schema) {
    Relation relation{{"oid", "nspname"}, {}};
    for (const std::string& name : schema_names(schema)) relation.rows.push_back({text_value(name), text_value(name)});
    return relation;
}

Relation pg_attribute(const Schema& schema) {
    Relation relation{{"attrelid", "attname", "attnum", "attnotnull", "attisdropped", "atthasdef", "atttypid",
                       "attidentity", "attgenerated", "atttypmod"},
                      {}};
    for (const auto& [name, table] : schema.tables) {
        long position = 0;
        for (const Column& column : table.columns) {
            const bool has_default =
                column.server_default || column.computed || column.identity == IdentityKind::serial;
            const bool identity = column.identity && column.identity != IdentityKind::serial;
            relation.rows.push_back({text_value(to_string(name)), text_value(column.name), number_value(++position),
                                     boolean_value(!column.nullable), boolean_value(false), boolean_value(has_default),
                                     text_value(type_oid(column.type)),
                                     text_value(!identity ? "" : (column.identity == IdentityKind::always ? "a" : "d")),
                                     text_value(column.computed ? "s" : ""), vague_value("a type modifier")});
        }
    }
    for (const auto& [name, sql] : schema.views) {
        Row row(relation.columns.size(), unknown_value("the columns of views are not in a schema"));
        row[0] = text_value(to_string(name));
        relation.rows.push_back(std::move(row));
    }
    return relation;
}

Relation pg_constraint(const Schema& schema) {
    Relation relation{{"oid", "conname", "connamespace", "contype", "condeferrable", "condeferred", "convalidated",
                       "conrelid", "confrelid", "conkey", "confkey", "confupdtype", "confdeltype", "conindid"},
                      {}};
    for (const ConstraintRow& row : all_constraints(schema)) {
        const ForeignKey* key = row.foreign_key;
        const Table* target = key ? find_table(schema, key->target) : nullptr;
        relation.rows.push_back(
            {text_value(constraint_oid(row)), text_value(row.name), shown(row.table->name),
             text_value(std::string(1, row.type)), boolean_value(!row.deferrable.empty()),
             boolean_value(row.deferrable.find("DEFERRED") != std::string::npos), boolean_value(row.valid),
             text_value(to_string(row.table->name)), key ? text_value(to_string(key->target)) : number_value(0),
             row.type == 'x' ? vague_value("the columns of an exclusion") : positions_of(row.table, row.columns),
             key ? positions_of(target, key->target_columns) : null_value(),
             key ? action_letter(key->on_update) : text_value(" "),
             key ? action_letter(key->on_delete) : text_value(" "),
             key ? vague_value("the index that a foreign key uses")
                 : text_value(to_string(TableName{row.table->name.schema, row.name}))});
    }
    return relation;
}

Relation pg_index(const Schema& schema) {
    Relation relation{
        {"indexrelid", "indrelid", "indisunique", "indisprimary", "indisvalid", "indkey", "indnatts", "indpred"}, {}};
    for (const IndexRow& row : all_indexes(schema)) {
        const bool partial = row.index && !row.index->where.empty();
        relation.rows.push_back({text_value(to_string(TableName{row.table->name.schema, row.name})),
                                 text_value(to_string(row.table->name)), boolean_value(row.unique),
                                 boolean_value(row.primary), boolean_value(true), positions_of(row.table, row.columns),
                                 number_value(static_cast<long>(row.columns.size())),
                                 partial ? vague_value("PostgreSQL's own text of a predicate") : null_value()});
    }
    return relation;
}

Relation pg_type(const Schema& schema) {
    Relation relation{{"oid", "typname", "typnamespace", "typtype"}, {}};
    for (const auto& [name, type] : schema.enums)
        relation.rows.push_back({text_value(to_string(name)), text_value(name.name), shown(name), text_value("e")});
    for (const std::string_view name : {"int4",        "int8",     "int2",   "varchar", "bpchar", "text",   "bool",
                                        "numeric",     "float4",   "float8", "date",    "time",   "timetz", "timestamp",
                                        "timestamptz", "interval", "uuid",   "json",    "jsonb",  "bytea",  "inet"})
        relation.rows.push_back({text_value(name), text_value(name), text_value("pg_catalog"), text_value("b")});
    for (const auto& [name, table] : schema.tables)
        relation.rows.push_back(
            {text_value("row " + to_string(name)), text_value(name.name), shown(name), text_value("c")});
    return relation;
}

Relation pg_enum(const Schema& schema) {
    Relation relation{{"enumtypid", "enumsortorder", "enumlabel"}, {}};
    for (const auto& [name, type] : schema.enums) {
        long order = 0;
        for (const std::string& label : type.labels)
            relation.rows.push_back({text_value(to_string(name)), number_value(++order), text_value(label)});
    }
    return relation;
}

Relation pg_attrdef(const Schema& schema) {
    Relation relation{{"adrelid", "adnum", "adbin"}, {}};
    for (const auto& [name, table] : schema.tables)
        for (const Column& column : table.columns)
            if (column.server_default || column.computed || column.identity == IdentityKind::serial)
                relation.rows.push_back({text_value(to_string(name)), position_of(table, column.name),
                                         vague_value("PostgreSQL's own text of a default")});
    return relation;
}

}  // namespace migrate::sql
