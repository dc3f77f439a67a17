#include "models/project_imports.h"

#include <set>
#include <vector>

#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/modules.h"

namespace migrate::models {

namespace {

using namespace interpreter;

constexpr std::size_t kMaxImports = 2000;  // modules looked at for what they import

/// The names that may be modules: `from a import b` may mean a.b, and imports a.
std::vector<std::string> imported_by(Machine& machine, const std::string& name) {
    std::vector<std::string> names;
    const python::Module* text = parsed_text(machine, name);
    Scope* scope = text ? module_scope(machine, name) : nullptr;
    if (!scope) return names;
    Scope* around = std::exchange(machine.module, scope);
    const auto add = [&](std::string part) {
        for (; !part.empty(); part = part.substr(0, std::max<std::size_t>(part.rfind('.') + 1, 1) - 1))
            names.push_back(part);
    };
    for (const python::Statement& statement : text->statements) {
        if (const auto* import = statement.as<python::Import>()) {
            for (const python::ImportedName& one : import->names) add(one.name);
        }
        if (const auto* import = statement.as<python::ImportFrom>()) {
            const std::string from = absolute_module(machine, import->level, import->module);
            for (const python::ImportedName& one : import->names) add(one.name == "*" ? from : from + "." + one.name);
        }
    }
    machine.module = around;
    return names;
}

/// `waiting`, and behind them all that they import, until `visit` says that it is enough.
template <class Visit>
void follow_imports(Machine& machine, std::vector<std::string> waiting, const Visit& visit) {
    std::set<std::string> seen(waiting.begin(), waiting.end());
    for (std::size_t i = 0; i < waiting.size() && i < kMaxImports; ++i) {
        if (visit(waiting[i])) return;
        for (const std::string& name : imported_by(machine, waiting[i])) {
            if (!is_library_name(name) && seen.insert(name).second) waiting.push_back(name);
        }
    }
}

}  // namespace

bool imports_module(Machine& machine, const std::string& start, const std::string& other) {
    bool found = false;
    follow_imports(machine, {start}, [&](const std::string& name) { return found = name == other; });
    return found;
}

std::vector<std::string> imported_modules(Machine& machine, std::vector<std::string> starts) {
    std::vector<std::string> found;
    follow_imports(machine, std::move(starts), [&](const std::string& name) {
        if (parsed_text(machine, name)) found.push_back(name);
        return false;
    });
    return found;
}

}  // namespace migrate::models
