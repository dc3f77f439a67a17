/// The syntax tree as text with all that is in it, spans too, so that two can be compared exactly.
#pragma once

#include <boost/pfr/core.hpp>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "python/syntax.h"

namespace migrate::python::testing {

template <class T>
void write_exact(std::string& text, const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        text += std::to_string(value.size()) + ":" + value + " ";
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
        text += std::to_string(static_cast<long>(value)) + " ";
    } else if constexpr (requires { value.begin(); }) {
        text += "[";
        for (const auto& each : value) write_exact(text, each);
        text += "]";
    } else if constexpr (requires { value.index(); }) {
        text += "|" + std::to_string(value.index()) + " ";
        std::visit([&](const auto& held) { write_exact(text, held); }, value);
    } else if constexpr (requires { *value; }) {
        text += value ? "!" : "-";
        if (value) write_exact(text, *value);
    } else {
        text += "(";
        boost::pfr::for_each_field(value, [&](const auto& field) { write_exact(text, field); });
        text += ")";
    }
}

inline std::string exact(const Module& module) {
    std::string text;
    write_exact(text, module);
    return text;
}

}  // namespace migrate::python::testing
