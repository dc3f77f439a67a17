/// What a view's query is over, read from its tokens: just enough to see which tables and columns it holds fast.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace migrate {

/// True for the text of a materialized view, which is its whole CREATE statement.
bool is_materialized(std::string_view view_sql);

/// True when the query reads the table or view: `mentions_table` and, where the text says a schema, that schema.
bool reads_relation(std::string_view view_sql, const TableName& relation);

/// True when the query reads the column of the table or view: by its name, by that of an alias, or, with `star`, by
/// `*`. An unqualified name counts, for it would be ambiguous if another of its tables had it.
bool reads_column(std::string_view view_sql, const TableName& relation, std::string_view column, bool star = true);

/// True when the query gives out the column under its own name: by itself, or by `*`.
bool gives_out(std::string_view view_sql, const TableName& relation, std::string_view column);

/// The query with each `*` over one table that is known written out, as PostgreSQL keeps it from the moment when the
/// view is made: columns that come later are not in it.
std::string with_columns_named(std::string_view view_sql, const Schema& schema);

/// The query after the column was renamed, as PostgreSQL keeps it: what it gives out has the old name still, by an
/// alias where it needs one. Without `keep_name` what it gives out is renamed too, as on SQLite.
std::string rename_column_in_view(std::string_view view_sql, const TableName& relation, std::string_view from,
                                  std::string_view to, bool keep_name);

}  // namespace migrate
