/// Column types as Python writes them: sa.String(32), postgresql.ENUM(...), and what an application or a
/// library brings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// The type that calling `path` makes on the dialect of the run; nullopt when `path` is no type that is
/// known. `path` is canonical: "sqlalchemy.String", "postgresql.UUID", "sqlmodel.AutoString".
std::optional<Value> call_type(Machine& machine, std::string_view path, const Arguments& arguments);
/// What TypeDecorator.load_dialect_impl gives where a class does not say otherwise: its `impl`.
std::optional<Value> usual_implementation(Machine& machine, const Value& self);

/// compiles(Class, "sqlite"), and the function that stands below it.
Value compiling(Machine& machine, const Arguments& arguments);
void keep_compiled(Machine& machine, const CompilesObject& compiles, const Value& function);

/// The type that a value stands for where a column wants one: a type, a class of one, an application's own
/// (opaque).
TypeObject type_from(Machine& machine, const Value& value);

/// True for a type of SQLite that may have another name when SQLAlchemy has read it back: INTEGER, TEXT, NUMERIC.
bool changes_when_read(const Machine& machine, const Type& type);

/// Methods of a type: with_variant, create, drop, as_generic.
Value type_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments);

/// The type with what the schema knows of it: labels of an enumeration that is only named.
void complete_type(Machine& machine, TypeObject& type);

/// The enumeration types that stand in it (also inside an array) and that CREATE TABLE makes first.
std::optional<EnumType> enum_of(const TypeObject& type);

}  // namespace migrate::sqlalchemy
