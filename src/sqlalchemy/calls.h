/// The sqlalchemy room: what the calls and objects of SQLAlchemy mean, as values of schema, for one dialect.
///
/// It knows nothing of migrations or of mapped classes. What Host asks of it stands here; the rooms above ask the same
/// after their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// One path for the many places SQLAlchemy offers a name: "sqlalchemy.sql.expression.text" is
/// "sqlalchemy.text", "sqlalchemy.dialects.postgresql.base.UUID" is "postgresql.UUID".
std::string canonical_path(std::string_view path);

/// A call of a type, a definition, a clause or an SQL function, by its canonical path; nullopt for other names.
std::optional<Value> call_canonical(Machine& machine, std::string_view path, const Arguments& arguments);

/// The str that a value stands for: a str, a quoted_name, a str enumeration's value, a column's or table's
/// name.
std::optional<std::string> name_in(const Value& value);

// The questions of Host, in its order.
std::optional<Value> attribute_of(Machine& machine, const Value& self, const std::string& name);
std::optional<Value> call_method_of(Machine& machine, const Value& self, const std::string& name,
                                    const Arguments& arguments);
std::optional<Value> operation_on(Machine& machine, std::string_view op, const Value& left, const Value& right);
std::optional<Value> item_of(Machine& machine, const Value& self, const Value& index);
std::optional<Items> items_in(Machine& machine, const Value& self);
std::optional<std::string> shown(Machine& machine, const Value& self);
std::optional<bool> is_instance_of(const Machine& machine, const Value& self, std::string_view path);

}  // namespace migrate::sqlalchemy
