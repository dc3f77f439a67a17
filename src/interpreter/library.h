/// Named functions: Python's built-ins, its standard library, SQLAlchemy's module, and what the application
/// brings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interpreter/machine.h"

namespace migrate::interpreter {

bool is_builtin(std::string_view name);
Value call_builtin(Machine& machine, std::string_view name, const Arguments& arguments);
/// isinstance, getattr, hasattr, type, callable; nullopt for other names.
std::optional<Value> call_reflection(Machine& machine, std::string_view name, const Arguments& arguments);

/// textwrap.dedent, json.loads, os.getenv ... ; nullopt for what is not followed.
std::optional<Value> call_standard(Machine& machine, std::string_view path, const Arguments& arguments);
/// True for modules whose calls cannot touch the schema (logging, time, uuid ...).
bool is_harmless_module(std::string_view path);

/// True for names of Python, SQLAlchemy and Alembic: what they stand for is known, or at least no constant of the
/// application.
bool is_library_name(std::string_view path);
/// True for a name of the application that is not followed: it may stand for any value.
bool is_foreign(const Value& value);

/// Anything by its dotted path.
Value call_named(Machine& machine, std::string_view path, const Arguments& arguments);
/// JSON text to a value and back; nullopt for text that is no JSON, and for values that have none.
std::optional<Value> read_json(Machine& machine, const std::string& text);
std::optional<std::string> write_json(Machine& machine, const Value& value, int indent, int depth = 0);

}  // namespace migrate::interpreter
