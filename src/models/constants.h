/// The values of the simple expressions in models: strings, numbers, flags, and lists of strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/library.h"

namespace migrate::models {

/// A string: a literal, an f-string, `+`, a module's constant, `cls.__tablename__`, `cls.__name__`,
/// `.lower()`, `.upper()`, `Other.__tablename__`, and text(...) / conv(...) / op.f(...) around one.
std::optional<std::string> string_of(const Scope& scope, const python::Expression& expression, int depth = 0);
std::optional<std::int64_t> integer_of(const Scope& scope, const python::Expression& expression);
std::optional<bool> flag_of(const Scope& scope, const python::Expression& expression);
bool is_none(const python::Expression& expression);
/// A list, tuple or set of strings, or the values of an enum class.
std::optional<std::vector<std::string>> strings_of(const Scope& scope, const python::Expression& expression);

// The keyword's value; nothing when it is absent or not of that kind.
std::optional<std::string> string_keyword(const Scope& scope, const python::Call& call, std::string_view name);
std::optional<std::int64_t> integer_keyword(const Scope& scope, const python::Call& call, std::string_view name);
std::optional<bool> flag_keyword(const Scope& scope, const python::Call& call, std::string_view name);

/// True if the class derives from enum.Enum, StrEnum, IntEnum ... in any way that can be seen.
bool is_enum(const Library& library, const Target& class_target);
struct EnumMember {
    std::string name;
    std::optional<std::string> value;  ///< where it is a string
};
std::vector<EnumMember> enum_members(const Library& library, const Target& class_target);

/// The `__tablename__` of a class, its own or inherited.
std::optional<std::string> table_name_of(const Library& library, const Target& class_target, int depth = 0);
/// The database name of a class's attribute: `Column("name", ...)` differs from the attribute.
std::string column_name_of(const Library& library, const Target& class_target, const std::string& attribute);

/// The expression a function returns: its last top-level return.
const python::Expression* returned_by(const python::FunctionDef& function);
/// True for a decorator of this last name: `@declared_attr`, `@declared_attr.directive`,
/// `@orm.declared_attr`.
bool has_decorator(const std::vector<python::Expression>& decorators, std::string_view name);

}  // namespace migrate::models
