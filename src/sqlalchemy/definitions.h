/// What stands inside op.create_table: columns, constraints, indexes, tables, as the calls of sqlalchemy make
/// them.
#pragma once

#include <optional>
#include <string_view>

#include "interpreter/reader.h"
#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// sa.Column, sa.ForeignKey, sa.UniqueConstraint, sa.Identity, sa.Index, sa.Table, sa.MetaData ... ; nullopt
/// for other names.
std::optional<Value> call_definition(Machine& machine, std::string_view name, const Arguments& arguments);

/// The server default that a value stands for: "'x'" of a text, the clause's SQL; nullopt for None, `unknown`
/// says why it is not known.
std::optional<Default> default_from(Machine& machine, const Value& value, std::string& unknown);

/// SQL as the database gets it from text(), where a colon that begins no bind stands as "\:".
std::string without_escapes(const std::string& sql);
/// An SQL condition: a text or a clause.
std::string condition_from(Machine& machine, const Value& value, std::string& unknown);

/// "CASCADE", "SET NULL" ... in capitals; NO ACTION is "".
std::string action_from(const std::optional<std::string>& text);
std::string deferrable_from(Reader& reader);

/// Index elements: column names, text("lower(email)"), column.desc(), func.lower(column).
std::vector<IndexElement> elements_from(Machine& machine, const Items& items, const TableName& table,
                                        std::string& unknown);
/// The options of an index that are given by keyword: unique, postgresql_where, postgresql_using ...
void read_index_options(Machine& machine, Reader& reader, Index& index, std::string& unknown);

}  // namespace migrate::sqlalchemy
