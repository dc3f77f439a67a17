/// The strings that expressions of naming conventions stand for.
#pragma once

#include <optional>
#include <string>

#include "models/library.h"

namespace migrate::models {

/// A string: a literal, an f-string, `+`, a module's constant, `.lower()`, `.upper()`, and text(...) / conv(...) /
/// op.f(...) around one.
std::optional<std::string> string_of(const Scope& scope, const python::Expression& expression, int depth = 0);
bool is_none(const python::Expression& expression);

}  // namespace migrate::models
