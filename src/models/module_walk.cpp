#include "models/module_walk.h"

#include <algorithm>

#include "base/allowance.h"
#include "base/text.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxSteps = 40;              // of imports and aliases that lead on to others
constexpr std::size_t kMaxImports = 2000;  // modules looked at for what they import

std::string joined(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + "." + right;
}

std::string parent_of(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? "" : name.substr(0, dot);
}

/// The first part of a dotted name, and what follows it.
std::pair<std::string, std::string> parted(const std::string& dotted) {
    const std::size_t dot = dotted.find('.');
    if (dot == std::string::npos) return {dotted, ""};
    return {dotted.substr(0, dot), dotted.substr(dot + 1)};
}

/// The full name of the module that an import means; "" when its dots lead out of the package.
std::string full_name(const WalkedModule& module, const Symbol& import) {
    if (import.level == 0) return import.module;
    std::string package = module.package;
    for (int i = 1; i < import.level; ++i) package = parent_of(package);
    return package.empty() ? "" : joined(package, import.module);
}

Meaning outside(std::string name) {
    Meaning meaning;
    meaning.kind = Meaning::Kind::outside;
    meaning.name = std::move(name);
    return meaning;
}

}  // namespace

Scope WalkedModule::scope() const {
    Scope scope;
    scope.library = &library;
    return scope;
}

const WalkedModule* ModuleWalk::keep(const std::string& name, const SourceFile& file) {
    auto& kept = by_path_[file.path];
    if (kept) return kept.get();
    auto made = std::make_unique<WalkedModule>();
    made->name = name;
    made->package = file.path.ends_with("/__init__.py") ? name : parent_of(name);
    LibraryReading reading = read_library({file});
    made->library = std::move(reading.library);
    kept = std::move(made);
    return kept.get();
}

const WalkedModule* ModuleWalk::load(const std::string& name) {
    const auto [found, added] = by_name_.try_emplace(name, nullptr);
    if (!added) return found->second;
    const std::optional<SourceFile> file = reader_(name);
    return file ? by_name_[name] = keep(name, *file) : nullptr;
}

const WalkedModule* ModuleWalk::add(const SourceFile& file) {
    if (const auto known = by_path_.find(file.path); known != by_path_.end()) return known->second.get();
    std::string path = file.path.ends_with(".py") ? file.path.substr(0, file.path.size() - 3) : file.path;
    if (path.ends_with("/__init__")) path.resize(path.size() - 9);
    for (std::string name = base::replace_all(path, "/", "."); !name.empty(); name = parted(name).second) {
        const std::optional<SourceFile> there = reader_(name);
        if (there && there->path == file.path) return load(name);
    }
    return keep("", file);
}

Meaning ModuleWalk::find(const WalkedModule& module, const std::string& dotted, int steps) {
    base::step();
    if (steps > kMaxSteps) return {};
    const auto [root, rest] = parted(dotted);
    const auto& symbols = module.file().symbols;
    const auto found = symbols.find(root);
    if (found == symbols.end()) return find_by_star(module, dotted, steps);
    return of_symbol(module, found->second, rest, steps);
}

Meaning ModuleWalk::find_imported(const WalkedModule& module, const ImportFrom& import, const std::string& dotted) {
    const auto [root, rest] = parted(dotted);
    for (const ImportedName& name : import.names) {
        if ((name.alias.empty() ? name.name : name.alias) != root) continue;
        Symbol symbol;
        symbol.kind = Symbol::Kind::import_name;
        symbol.module = import.module;
        symbol.level = import.level;
        symbol.name = name.name;
        return of_symbol(module, symbol, rest, 0);
    }
    return {};
}

Meaning ModuleWalk::of_symbol(const WalkedModule& module, const Symbol& symbol, const std::string& rest, int steps) {
    Meaning meaning;
    meaning.module = &module;
    meaning.rest = rest;
    switch (symbol.kind) {
        case Symbol::Kind::import_module:
            return in_module(symbol.module, rest, steps + 1);
        case Symbol::Kind::import_name: {
            const std::string from = full_name(module, symbol);
            return from.empty() ? Meaning{} : in_module(from, joined(symbol.name, rest), steps + 1);
        }
        case Symbol::Kind::value:
            if (symbol.ambiguous) return {};
            if (const auto name = dotted_name(*symbol.value)) return find(module, joined(*name, rest), steps + 1);
            meaning.kind = Meaning::Kind::value;
            meaning.value = symbol.value;
            return meaning;
        case Symbol::Kind::class_def:
            meaning.kind = Meaning::Kind::class_def;
            meaning.class_def = symbol.class_def;
            return meaning;
        case Symbol::Kind::function:
            meaning.kind = Meaning::Kind::function;
            meaning.function = symbol.function;
            return meaning;
    }
    return {};
}

Meaning ModuleWalk::find_by_star(const WalkedModule& module, const std::string& dotted, int steps) {
    Meaning from_outside;
    const auto& stars = module.file().star_imports;
    for (auto star = stars.rbegin(); star != stars.rend(); ++star) {
        const std::string from = full_name(module, *star);
        if (from.empty()) continue;
        if (load(from) == nullptr) {
            from_outside = outside(joined(from, dotted));
            continue;
        }
        const Meaning meaning = in_module(from, dotted, steps + 1);
        if (meaning.kind != Meaning::Kind::unknown) return meaning;
    }
    return from_outside;
}

Meaning ModuleWalk::in_module(const std::string& name, const std::string& rest, int steps) {
    const WalkedModule* module = load(name);
    const auto [next, left] = parted(rest);
    if (steps > kMaxSteps || next.empty()) return {};
    if (module != nullptr && module->file().symbols.contains(next)) return find(*module, rest, steps);
    const std::string deeper = joined(name, next);
    if (load(deeper) != nullptr) return in_module(deeper, left, steps + 1);
    if (module != nullptr) return find_by_star(*module, rest, steps);
    if (!left.empty()) {  // a folder without __init__.py
        const Meaning below = in_module(deeper, left, steps + 1);
        if (below.kind != Meaning::Kind::outside && below.kind != Meaning::Kind::unknown) return below;
    }
    return outside(joined(name, rest));
}

std::vector<std::string> ModuleWalk::imported_by(const WalkedModule& module) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        for (std::string part = name; !part.empty(); part = parent_of(part)) names.push_back(part);
    };
    for (const auto& [bound, symbol] : module.file().symbols) {
        if (symbol.kind == Symbol::Kind::import_name) add(joined(full_name(module, symbol), symbol.name));
    }
    for (const Symbol& star : module.file().star_imports) add(full_name(module, star));
    for (const Statement& statement : module.file().module.statements) {
        const auto* import = statement.as<Import>();
        if (import == nullptr) continue;
        for (const ImportedName& name : import->names) add(name.name);
    }
    return names;
}

bool ModuleWalk::imports(const WalkedModule& start, const std::string& path) {
    std::vector<const WalkedModule*> waiting = {&start};
    std::set<const WalkedModule*> seen = {&start};
    for (std::size_t i = 0; i < waiting.size() && i < kMaxImports; ++i) {
        if (waiting[i]->file().path == path) return true;
        for (const std::string& name : imported_by(*waiting[i])) {
            const WalkedModule* module = load(name);
            if (module != nullptr && seen.insert(module).second) waiting.push_back(module);
        }
    }
    return false;
}

}  // namespace migrate::models
