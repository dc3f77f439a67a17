/// SQLAlchemy's SQL expressions as text of the dialect: literals, comparisons, functions, and what is only
/// data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/naming.h"
#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// The value as SQL: a literal, a clause's text, a column's name; nullopt for what has no known text.
std::optional<std::string> sql_literal(Machine& machine, const Value& value);

/// True for what SQLAlchemy's operators work on: clauses, columns.
bool is_expression(const Value& value);

/// left <op> right, with op as SQL writes it ("=", "<>", "+", "AND", "IN").
Value clause_operator(Machine& machine, std::string_view op, const Value& left, const Value& right);

/// Functions of the sqlalchemy module that make expressions or statements: text, func.*, column, literal,
/// and_, select ...
std::optional<Value> call_clause(Machine& machine, std::string_view name, const Arguments& arguments);
/// sa.func.<name>(...)
Value call_sql_function(Machine& machine, std::string_view name, const Arguments& arguments);

/// Methods of expressions, columns and statements: desc, label, in_, where, values, bindparams ...
Value clause_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments);

}  // namespace migrate::sqlalchemy
