/// The calls in a file's Python, wherever they stand.
#pragma once

#include <functional>

#include "python/syntax.h"

namespace migrate::lint {

/// Gives every call of the module to `visit`, the outer before those in it, with its line.
void each_call(const python::Module& module, const std::function<void(const python::Call&, int line)>& visit);
/// The same for the statements of one function.
void each_call(const python::Body& statements, const std::function<void(const python::Call&, int line)>& visit);

}  // namespace migrate::lint
