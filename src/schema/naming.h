/// Names: how PostgreSQL names what has no name, how a project's rules name what we create, and how words
/// relate to tables.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace migrate {

inline constexpr std::size_t kMaxIdentifierBytes = 63;  ///< PostgreSQL cuts identifiers here (NAMEDATALEN - 1)

/// PostgreSQL's makeObjectName: "table_column_label" cut so that all parts fit into 63 bytes, at UTF-8
/// borders.
std::string postgres_object_name(std::string_view first, std::string_view second, std::string_view label);
/// The sequence that PostgreSQL makes for a serial or identity column.
TableName serial_sequence(const TableName& table, std::string_view column);
/// The same, with a number appended ("..._key1") while `taken` says yes: PostgreSQL's ChooseRelationName /
/// ChooseConstraintName.
std::string choose_postgres_name(std::string_view first, std::string_view second, std::string_view label,
                                 const std::function<bool(std::string_view)>& taken);

/// `name` as it is up to 63 bytes, else cut with a stable hash of the whole at its end.
std::string shorten_identifier(std::string_view name);

/// What a naming convention of SQLAlchemy calls this kind: "pk", "uq", "ck", "fk"; "ex", which PostgreSQL's own adds.
std::string convention_key(ConstraintKind kind);

/// Plural and singular of the last word of a snake_case English noun: invoice/invoices, category/categories,
/// person/people.
std::string pluralize(std::string_view noun);
std::string singularize(std::string_view noun);
/// CamelCase, kebab-case or words to snake_case.
std::string to_snake_case(std::string_view text);

/// True for words that PostgreSQL or SQLite reserve, so that they need quoting as a name ("user", "order",
/// "group").
bool is_reserved_word(std::string_view name);
/// The name as SQL: quoted where a database needs it (reserved, upper case, odd characters).
std::string quote_identifier(std::string_view name);
/// The text as an SQL string: in quotes, each quote in it doubled.
std::string quote_text(std::string_view text);
/// The other way: the text that an SQL string stands for; nullopt for other SQL.
std::optional<std::string> text_of_literal(std::string_view sql);

/// The columns of `columns` that an SQL expression mentions, in table order; read from the expression's
/// tokens.
std::vector<std::string> columns_in_expression(std::string_view sql, const std::vector<std::string>& columns);

/// The table's name as SQL, quoted where needed: billing."order".
std::string sql_name(const TableName& table);

}  // namespace migrate
