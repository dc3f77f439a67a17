/// The names of decorators.
#pragma once

#include <set>
#include <string_view>

#include "python/syntax.h"

namespace migrate::interpreter {

inline bool is_harmless_decorator(std::string_view name) {
    static const std::set<std::string_view> harmless = {
        "staticmethod", "classmethod", "property", "wraps", "lru_cache", "cache", "unique", "dataclass", "override"};
    return harmless.contains(name.substr(name.rfind('.') + 1));
}

inline std::string decorator_name(const python::Expression& decorator) {
    const auto* called = decorator.as<python::Call>();
    return python::dotted_name(called ? *called->callee : decorator).value_or("a decorator");
}

}  // namespace migrate::interpreter
