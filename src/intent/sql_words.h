/// SQL inside a description: taken as typed, once every word of it is known to be SQL or a column.
#pragma once

#include "intent/context.h"

namespace migrate::intent {

/// The node's text when it reads as an expression over the table's columns: each bare word is a column, a
/// keyword of SQL, a function or a type after `::`, and at least one column is there. A bare word where a
/// value must stand (`status = draft`, `in (draft, sent)`) is quoted, and said in `draft`. `condition`: it
/// must also be able to be true or false.
Build<std::string> read_sql_node(const Context& context, const Node& sql, const TableName& table, bool condition,
                                 Draft& draft);

}  // namespace migrate::intent
