#include "catalog/catalog.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/text.h"
#include "catalog/catalogs.h"
#include "schema/naming.h"
#include "syntax/tokens.h"

namespace migrate::sql {
namespace {

struct Catalog {
    std::string_view schema;
    std::string_view name;
    Relation (*build)(const Schema&);
};

constexpr std::array<Catalog, 23> kPostgres = {{
    {"information_schema", "tables", information_tables},
    {"information_schema", "columns", information_columns},
    {"information_schema", "table_constraints", information_table_constraints},
    {"information_schema", "key_column_usage", information_key_column_usage},
    {"information_schema", "constraint_column_usage", information_constraint_column_usage},
    {"information_schema", "referential_constraints", information_referential_constraints},
    {"information_schema", "check_constraints", information_check_constraints},
    {"information_schema", "views", information_views},
    {"information_schema", "sequences", information_sequences},
    {"information_schema", "schemata", information_schemata},
    {"pg_catalog", "pg_tables", pg_tables},
    {"pg_catalog", "pg_indexes", pg_indexes},
    {"pg_catalog", "pg_views", pg_views},
    {"pg_catalog", "pg_matviews", pg_matviews},
    {"pg_catalog", "pg_sequences", pg_sequences},
    {"pg_catalog", "pg_class", pg_class},
    {"pg_catalog", "pg_namespace", pg_namespace},
    {"pg_catalog", "pg_attribute", pg_attribute},
    {"pg_catalog", "pg_constraint", pg_constraint},
    {"pg_catalog", "pg_index", pg_index},
    {"pg_catalog", "pg_type", pg_type},
    {"pg_catalog", "pg_enum", pg_enum},
    {"pg_catalog", "pg_attrdef", pg_attrdef},
}};

template <class Row>
std::vector<Row> rows_of_all(const Schema& schema, std::vector<Row> (*rows_of)(const Table&)) {
    std::vector<Row> rows;
    for (const auto& [name, table] : schema.tables) std::ranges::move(rows_of(table), std::back_inserter(rows));
    return rows;
}

/// A name as regclass reads it: parts folded unless quoted.
TableName read_written_name(const std::string& written) {
    const Tokens tokens = read_tokens(written, Dialect::postgresql);
    std::vector<std::string> parts;
    for (const Token& token : tokens)
        if (token.kind == TokenKind::word || token.kind == TokenKind::quoted)
            parts.push_back(name_of_token(written, token, Dialect::postgresql));
    TableName name;
    if (!parts.empty()) name.name = parts.back();
    if (parts.size() > 1 && parts[parts.size() - 2] != "public") name.schema = parts[parts.size() - 2];
    return name;
}

}  // namespace

std::optional<Relation> find_catalog(const Schema& whole, const std::string& schema_name, const std::string& name,
                                     const std::vector<Wanted>& conditions) {
    const std::optional<Schema> few = narrowed(whole, name, conditions);
    const Schema& schema = few ? *few : whole;
    if (schema.dialect == Dialect::sqlite) {
        if ((schema_name.empty() || schema_name == "main") && (name == "sqlite_master" || name == "sqlite_schema"))
            return sqlite_master(schema);
        return std::nullopt;
    }
    for (const Catalog& catalog : kPostgres) {
        const bool unqualified = schema_name.empty() && catalog.schema == "pg_catalog";
        if (catalog.name == name && (unqualified || catalog.schema == schema_name)) return catalog.build(schema);
    }
    return std::nullopt;
}

bool is_catalog_name(const std::string& schema_name, const std::string& name) {
    if (schema_name == "information_schema" || schema_name == "pg_catalog") return true;
    return schema_name.empty() && (name.starts_with("pg_") || name.starts_with("sqlite_"));
}

std::vector<ConstraintRow> constraints_of(const Table& table) {
    std::vector<ConstraintRow> rows;
    if (const auto& key = table.primary_key) rows.push_back({&table, key->name, 'p', key->columns, nullptr, true, {}});
    for (const Unique& unique : table.uniques)
        rows.push_back({&table, unique.name, 'u', unique.columns, nullptr, true, unique.deferrable});
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    for (const Check& check : table.checks)
        rows.push_back(
            {&table, check.name, 'c', columns_in_expression(check.sql, names), nullptr, !check.not_valid, {}});
    for (const ForeignKey& key : table.foreign_keys)
        rows.push_back({&table, key.name, 'f', key.columns, &key, !key.not_valid, key.deferrable});
    for (const Exclude& exclude : table.excludes) rows.push_back({&table, exclude.name, 'x', {}, nullptr, true, {}});
    return rows;
}

std::vector<IndexRow> indexes_of(const Table& table) {
    std::vector<IndexRow> rows;
    if (const auto& key = table.primary_key) rows.push_back({&table, key->name, key->columns, true, true, nullptr});
    for (const Unique& unique : table.uniques)
        rows.push_back({&table, unique.name, unique.columns, true, false, nullptr});
    for (const Exclude& exclude : table.excludes) rows.push_back({&table, exclude.name, {""}, false, false, nullptr});
    for (const Index& index : table.indexes) {
        std::vector<std::string> columns;
        for (const IndexElement& element : index.elements) columns.push_back(element.column);
        rows.push_back({&table, index.name, columns, index.unique, false, &index});
    }
    return rows;
}

std::vector<ConstraintRow> all_constraints(const Schema& schema) {
    return rows_of_all(schema, constraints_of);
}

std::vector<IndexRow> all_indexes(const Schema& schema) {
    return rows_of_all(schema, indexes_of);
}

std::optional<std::string> find_relation(const Schema& schema, const std::string& written) {
    const TableName name = read_written_name(written);
    const bool found = schema.tables.contains(name) || schema.views.contains(name) || schema.sequences.contains(name);
    const auto has_index = [&](const auto& entry) {
        return entry.first.schema == name.schema &&
               std::ranges::any_of(indexes_of(entry.second),
                                   [&](const IndexRow& row) { return row.name == name.name; });
    };
    if (!found && schema.tables.find_marked(mark_of_name(name.name), has_index) == nullptr) return std::nullopt;
    return to_string(name);
}

std::string schema_shown(const TableName& name) {
    return name.schema.empty() ? "public" : name.schema;
}

namespace {

Value constraint_definition(const ConstraintRow& row) {
    std::vector<std::string> columns;
    for (const std::string& column : row.columns) columns.push_back(quote_identifier(column));
    const bool plain = row.deferrable.empty() && row.valid;
    if (row.type == 'p' && plain) return text_value("PRIMARY KEY (" + base::join(columns, ", ") + ")");
    if (row.type == 'u' && plain) return text_value("UNIQUE (" + base::join(columns, ", ") + ")");
    return vague_value("PostgreSQL's own text of a constraint");
}

}  // namespace

Value constraint_definition(const Schema& schema, const std::string& oid) {
    for (std::size_t slash = oid.find('/'); slash != std::string::npos; slash = oid.find('/', slash + 1)) {
        for (const Table* table : tables_with_oid(schema, std::string_view(oid).substr(0, slash))) {
            for (const ConstraintRow& row : constraints_of(*table)) {
                if (constraint_oid(row) == oid) return constraint_definition(row);
            }
        }
    }
    return null_value();
}

Value index_definition(const IndexRow& row) {
    const bool plain =
        std::none_of(row.columns.begin(), row.columns.end(), [](const auto& name) { return name.empty(); });
    const Index* index = row.index;
    const bool simple =
        !index ||
        (index->where.empty() && index->include.empty() && index->with.empty() && !index->nulls_not_distinct &&
         std::all_of(index->elements.begin(), index->elements.end(), [](const IndexElement& e) {
             return !e.descending && e.nulls.empty() && e.opclass.empty() && e.collation.empty();
         }));
    if (!plain || !simple) return vague_value("PostgreSQL's own text of an index");
    std::vector<std::string> columns;
    for (const std::string& column : row.columns) columns.push_back(quote_identifier(column));
    const std::string method = index && !index->method.empty() ? index->method : "btree";
    return text_value(std::string(row.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + quote_identifier(row.name) +
                      " ON " + quote_identifier(schema_shown(row.table->name)) + "." +
                      quote_identifier(row.table->name.name) + " USING " + method + " (" + base::join(columns, ", ") +
                      ")");
}

Value index_definition(const Schema& schema, const std::string& oid) {
    for (const Table* table : tables_with_oid(schema, oid)) {
        for (const IndexRow& row : indexes_of(*table)) {
            if (to_string(TableName{table->name.schema, row.name}) == oid) return index_definition(row);
        }
    }
    return null_value();
}

}  // namespace migrate::sql
