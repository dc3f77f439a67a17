#include "sqlalchemy/libraries.h"

#include <algorithm>

#include "sqlalchemy/library_texts.h"

namespace migrate::sqlalchemy {

interpreter::ModuleSource with_libraries(interpreter::ModuleSource modules) {
    return [modules = std::move(modules)](const std::string& module) -> std::optional<std::string> {
        auto text = modules ? modules(module) : std::nullopt;
        if (text || module.ends_with(".__init__")) return text;
        // Of a library's modules all hold the same names.
        const auto known = std::ranges::find(kLibraryTexts, module.substr(0, module.find('.')), &LibraryText::name);
        return known == kLibraryTexts.end() ? std::nullopt : std::optional(std::string(known->text));
    };
}

}  // namespace migrate::sqlalchemy
