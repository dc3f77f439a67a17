/// What stands in a class's own body.
#pragma once

#include <string_view>

#include "python/syntax.h"

namespace migrate::models {

/// The class's own `name = value` or `def name`; null without.
const python::Expression* own_value(const python::ClassDef& class_def, std::string_view name);
const python::FunctionDef* own_function(const python::ClassDef& class_def, std::string_view name);

}  // namespace migrate::models
