#include <algorithm>
#include <array>

#include "base/text.h"
#include "schema/naming.h"
#include "schema/postgres_types.h"
#include "sql/sql.h"
#include "sql/write.h"
#include "syntax/source.h"

namespace migrate::sql {
namespace {

/// DEFAULT takes no bare AND, IN and the like; SQLite takes nothing but constants without parentheses.
bool stands_alone(const std::string& sql, Dialect dialect) {
    static constexpr std::array<std::string_view, 11> kWords = {"AND",   "OR",      "NOT",     "IS",      "IN", "LIKE",
                                                                "ILIKE", "BETWEEN", "COLLATE", "SIMILAR", "AT"};
    const Source source(sql, dialect);
    const bool signed_number =
        source.count() == 2 && (source.is(0, "-") || source.is(0, "+")) && source.kind(1) == TokenKind::number;
    if (source.count() == 1 || signed_number)
        return dialect == Dialect::postgresql || source.kind(0) != TokenKind::quoted;
    if (dialect == Dialect::sqlite) return false;
    for (std::size_t i = 0; i < source.count(); ++i)
        for (const std::string_view word : kWords)
            if (source.is(i, word)) return false;
    return true;
}

std::string default_sql(const std::string& sql, Dialect dialect) {
    return stands_alone(sql, dialect) ? sql : "(" + sql + ")";
}

/// An application's own type has no SQL here; text holds anything.
std::string type_sql(const Type& type, Dialect dialect) {
    if (type.kind == TypeKind::opaque) return dialect == Dialect::postgresql ? "text" : "TEXT";
    return sql_of(type, dialect);
}

std::string named(const std::string& name) {
    return name.empty() ? "" : "CONSTRAINT " + quote_identifier(name) + " ";
}
std::string behind(const std::string& clause) {
    return clause.empty() ? "" : " " + clause;
}

bool is_autoincrement(const Table& table, const Column& column, Dialect dialect) {
    return dialect == Dialect::sqlite && table.primary_key && table.primary_key->autoincrement &&
           table.primary_key->columns == std::vector<std::string>{column.name};
}

/// "lower(email)": SQLite takes a call without parentheses of its own, as people write it, and keeps the text.
bool is_one_call(std::string_view expression) {
    std::size_t place = 0;
    while (place < expression.size() &&
           (std::isalnum(static_cast<unsigned char>(expression[place])) || expression[place] == '_'))
        ++place;
    if (place == 0 || place == expression.size() || expression[place] != '(') return false;
    int depth = 0;
    for (; place < expression.size(); ++place) {
        const char c = expression[place];
        if (c == '\'' || c == '"') return false;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) break;
    }
    return place + 1 == expression.size();
}

/// A collation's name, also with its schema; the three of SQLite's own need no quotes there.
std::string collation_sql(const std::string& collation, Dialect dialect) {
    const std::string upper = base::upper(collation);
    const bool own = upper == "NOCASE" || upper == "BINARY" || upper == "RTRIM";
    if (own && dialect == Dialect::sqlite) return collation;
    std::vector<std::string> parts;
    for (const std::string& part : base::split(collation, '.')) parts.push_back(quote_identifier(part));
    return base::join(parts, ".");
}

std::string index_element_sql(const IndexElement& element, Dialect dialect) {
    std::string sql = element.expression.empty()                                      ? quote_identifier(element.column)
                      : dialect == Dialect::sqlite && is_one_call(element.expression) ? element.expression
                                                                                      : "(" + element.expression + ")";
    if (!element.collation.empty()) sql += " COLLATE " + collation_sql(element.collation, dialect);
    if (dialect == Dialect::postgresql) sql += behind(element.opclass);
    if (element.descending) sql += " DESC";
    if (!element.nulls.empty() && dialect == Dialect::postgresql) sql += " NULLS " + element.nulls;
    return sql;
}

}  // namespace

std::string quoted(const TableName& name) {
    return (name.schema.empty() ? "" : quote_identifier(name.schema) + ".") + quote_identifier(name.name);
}

std::string quoted_list(const std::vector<std::string>& names) {
    std::vector<std::string> list;
    for (const std::string& name : names) list.push_back(quote_identifier(name));
    return base::join(list, ", ");
}

std::string column_sql(const Column& column, Dialect dialect) {
    const bool postgres = dialect == Dialect::postgresql;
    std::string sql = quote_identifier(column.name) + " ";
    if (postgres && column.identity == IdentityKind::serial)
        sql += serial_word(column.type.kind);
    else
        sql += type_sql(column.type, dialect);
    if (column.computed) sql += " GENERATED ALWAYS AS (" + *column.computed + ") STORED";
    if (postgres && column.identity == IdentityKind::always) sql += " GENERATED ALWAYS AS IDENTITY";
    if (postgres && column.identity == IdentityKind::by_default) sql += " GENERATED BY DEFAULT AS IDENTITY";
    if (column.server_default && !column.identity)
        sql += " DEFAULT " + default_sql(column.server_default->sql, dialect);
    if (!column.nullable) sql += " NOT NULL";
    return sql;
}

std::string primary_key_sql(const PrimaryKey& key) {
    return named(key.name) + "PRIMARY KEY (" + quoted_list(key.columns) + ")";
}

std::string unique_sql(const Unique& unique) {
    return named(unique.name) + "UNIQUE " + (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") + "(" +
           quoted_list(unique.columns) + ")" + behind(unique.deferrable);
}

std::string check_sql(const Check& check) {
    return named(check.name) + "CHECK (" + check.sql + ")";
}

std::string foreign_key_sql(const ForeignKey& key) {
    std::string sql =
        named(key.name) + "FOREIGN KEY (" + quoted_list(key.columns) + ") REFERENCES " + quoted(key.target);
    if (!key.target_columns.empty()) sql += " (" + quoted_list(key.target_columns) + ")";
    if (!key.on_delete.empty()) sql += " ON DELETE " + key.on_delete;
    if (!key.on_update.empty()) sql += " ON UPDATE " + key.on_update;
    return sql + behind(key.deferrable);
}

std::string exclude_sql(const Exclude& exclude) {
    return named(exclude.name) + "EXCLUDE " + exclude.sql;
}

std::string index_sql(const TableName& table, const Index& index, Dialect dialect, bool concurrently,
                      bool if_not_exists) {
    const bool postgres = dialect == Dialect::postgresql;
    std::vector<std::string> elements;
    for (const IndexElement& element : index.elements) elements.push_back(index_element_sql(element, dialect));
    std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    if (concurrently && postgres) sql += "CONCURRENTLY ";
    if (if_not_exists && !index.name.empty()) sql += "IF NOT EXISTS ";
    // SQLite has the schema at the index, PostgreSQL at the table.
    if (!index.name.empty())
        sql += (postgres ? quote_identifier(index.name) : quoted({table.schema, index.name})) + " ";
    sql += "ON " + (postgres ? quoted(table) : quote_identifier(table.name));
    if (postgres && !index.method.empty()) sql += " USING " + index.method;
    sql += " (" + base::join(elements, ", ") + ")";
    if (postgres && !index.include.empty()) sql += " INCLUDE (" + quoted_list(index.include) + ")";
    if (postgres && index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
    if (postgres && !index.with.empty()) sql += " WITH (" + index.with + ")";
    if (!index.where.empty()) sql += " WHERE " + index.where;
    return sql;
}

std::string create_table_sql(const Table& table, Dialect dialect, bool with_foreign_keys, bool if_not_exists) {
    std::vector<std::string> parts;
    bool key_inline = false;
    for (const Column& column : table.columns) {
        parts.push_back(column_sql(column, dialect));
        if (!is_autoincrement(table, column, dialect)) continue;
        parts.back() += " " + named(table.primary_key->name) + "PRIMARY KEY AUTOINCREMENT";
        key_inline = true;
    }
    if (table.primary_key && !key_inline) parts.push_back(primary_key_sql(*table.primary_key));
    for (Unique unique : table.uniques) {
        if (dialect == Dialect::sqlite) unique = {unique.name, unique.columns};
        parts.push_back(unique_sql(unique));
    }
    for (const Check& check : table.checks)
        if (!check.not_valid || dialect == Dialect::sqlite) parts.push_back(check_sql(check));
    for (const ForeignKey& key : table.foreign_keys)
        if (with_foreign_keys && (!key.not_valid || dialect == Dialect::sqlite)) parts.push_back(foreign_key_sql(key));
    if (dialect == Dialect::postgresql)
        for (const Exclude& exclude : table.excludes) parts.push_back(exclude_sql(exclude));
    const std::string body = parts.empty() ? "()" : "(\n    " + base::join(parts, ",\n    ") + "\n)";
    return std::string("CREATE TABLE ") + (if_not_exists ? "IF NOT EXISTS " : "") + quoted(table.name) + " " + body;
}

std::vector<std::string> comments_sql(const Table& table) {
    std::vector<std::string> statements;
    if (!table.comment.empty())
        statements.push_back("COMMENT ON TABLE " + quoted(table.name) + " IS " + quote_text(table.comment));
    for (const Column& column : table.columns)
        if (!column.comment.empty())
            statements.push_back("COMMENT ON COLUMN " + quoted(table.name) + "." + quote_identifier(column.name) +
                                 " IS " + quote_text(column.comment));
    return statements;
}

}  // namespace migrate::sql
