/// The order of a file's imports, as isort and ruff have it.
#pragma once

#include <compare>
#include <set>
#include <string>
#include <string_view>

namespace migrate::render {

/// One name that a file imports, or a module as a whole.
struct Import {
    std::string module;  ///< "app.types"; of a whole one with its alias, "app.types as t"
    std::string name;    ///< "GUID" or "GUID as G"; "" for the whole module
    auto operator<=>(const Import&) const = default;
};

/// "app" of "app.types".
std::string root_of(std::string_view module);

struct ImportOrder {
    bool by_module = false;           ///< `import x` and `from x import y` among each other, by the module's name
    bool types_apart = false;         ///< an empty line between `import x` and `from x import y`
    std::set<std::string> own_roots;  ///< packages of the project, whose imports stand in a block of their own
    bool operator==(const ImportOrder&) const = default;
};

/// The text with its first block of imports in this order. As it is where that block has what is not told apart: an
/// import over several lines, or a comment.
std::string sort_imports(const std::string& text, const ImportOrder& order);

}  // namespace migrate::render
