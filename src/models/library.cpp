#include "models/library.h"

#include <fmt/format.h>

#include "base/text.h"
#include "interpreter/library.h"

namespace migrate::models {
namespace {

using namespace python;

constexpr int kMaxSteps = 24;  // of imports and aliases that lead on to others

/// Enters the names of a body and of the blocks in it that run at import time.
class Collector {
  public:
    explicit Collector(File& file) : file_(file) {}

    void collect(const Body& body, bool conditional = false) {
        for (const Statement& statement : body) {
            if (const auto* import = statement.as<Import>()) add_import(*import);
            if (const auto* import = statement.as<ImportFrom>()) add_import_from(*import);
            if (const auto* assign = statement.as<Assign>()) add_assign(*assign, conditional);
            if (const auto* class_def = statement.as<ClassDef>()) add_class(*class_def);
            if (const auto* function = statement.as<FunctionDef>()) add_function(*function);
            if (const auto* condition = statement.as<If>()) {
                for (const Branch& branch : condition->branches) collect(branch.body, true);
                collect(condition->otherwise, true);
            }
            if (const auto* attempt = statement.as<Try>()) {
                collect(attempt->body, conditional);
                for (const Handler& handler : attempt->handlers) collect(handler.body, true);
                collect(attempt->otherwise, conditional);
            }
        }
    }

  private:
    void add_import(const Import& import) {
        for (const ImportedName& name : import.names) {
            Symbol symbol;
            symbol.kind = Symbol::Kind::import_module;
            symbol.module = name.alias.empty() ? name.name.substr(0, name.name.find('.')) : name.name;
            file_.symbols[name.alias.empty() ? symbol.module : name.alias] = symbol;
        }
    }

    void add_import_from(const ImportFrom& import) {
        for (const ImportedName& name : import.names) {
            Symbol symbol;
            symbol.kind = Symbol::Kind::import_name;
            symbol.module = import.module;
            symbol.level = import.level;
            symbol.name = name.name;
            if (name.name == "*") {
                file_.star_imports.push_back(symbol);
            } else {
                file_.symbols[name.alias.empty() ? name.name : name.alias] = symbol;
            }
        }
    }

    void add_assign(const Assign& assign, bool conditional) {
        if (!assign.value) return;
        for (const Expression& target : assign.targets) {
            const auto* name = target.as<Name>();
            if (name == nullptr) continue;
            Symbol symbol;
            symbol.value = &*assign.value;
            const auto known = file_.symbols.find(name->id);
            symbol.ambiguous = conditional && known != file_.symbols.end() && known->second.value != nullptr &&
                               !(*known->second.value == *symbol.value);
            file_.symbols[name->id] = symbol;
        }
    }

    void add_class(const ClassDef& class_def) {
        Symbol symbol;
        symbol.kind = Symbol::Kind::class_def;
        symbol.class_def = &class_def;
        file_.symbols[class_def.name] = symbol;
    }

    void add_function(const FunctionDef& function) {
        Symbol symbol;
        symbol.kind = Symbol::Kind::function;
        symbol.function = &function;
        file_.symbols[function.name] = symbol;
    }

    File& file_;
};

bool ends_with_path(std::string_view path, std::string_view end) {
    if (!path.ends_with(end)) return false;
    return path.size() == end.size() || path[path.size() - end.size() - 1] == '/';
}

constexpr std::size_t kNoFile = static_cast<std::size_t>(-1);

/// The file of a dotted module as seen from `from`: with leading dots its own neighbour, else any file that
/// ends so.
std::size_t file_of_module(const Library& library, std::size_t from, const std::string& module, int level) {
    if (level == 0 && interpreter::is_library_name(module)) return kNoFile;  // no file of the repository shadows it
    std::string path = base::replace_all(module, ".", "/");
    if (level > 0) {
        std::string folder = library.files[from].path;
        for (int i = 0; i < level; ++i) {
            const std::size_t slash = folder.rfind('/');
            folder = slash == std::string::npos ? "" : folder.substr(0, slash);
        }
        if (!folder.empty()) path = path.empty() ? folder : folder + "/" + path;
    }
    if (path.empty()) return kNoFile;
    for (const std::string& end : {path + ".py", path + "/__init__.py"}) {
        for (std::size_t i = 0; i < library.files.size(); ++i) {
            const std::string& file = library.files[i].path;
            if (level > 0 ? file == end : ends_with_path(file, end)) return i;
        }
    }
    return kNoFile;
}

std::string joined(const std::string& left, const std::string& right) {
    if (left.empty() || right.empty()) return left + right;
    return left + "." + right;
}

Target external(std::string name) {
    Target target;
    target.kind = Target::Kind::external;
    target.name = std::move(name);
    return target;
}

/// Follows one dotted name through imports and aliases.
class Finder {
  public:
    explicit Finder(const Library& library) : library_(library) {}

    Target find(std::size_t file, const std::string& dotted, int steps = 0) {
        const std::size_t dot = dotted.find('.');
        const std::string root = dotted.substr(0, dot);
        const std::string rest = dot == std::string::npos ? "" : dotted.substr(dot + 1);
        if (steps > kMaxSteps) return {};
        const auto& symbols = library_.files[file].symbols;
        const auto found = symbols.find(root);
        if (found == symbols.end()) return find_by_star(file, dotted, steps);
        const Symbol& symbol = found->second;
        switch (symbol.kind) {
            case Symbol::Kind::import_module:
                return in_module(file, symbol.module, 0, rest, steps);
            case Symbol::Kind::import_name:
                return in_module(file, symbol.module, symbol.level, joined(symbol.name, rest), steps);
            case Symbol::Kind::value:
                return of_value(file, symbol, rest, steps);
            case Symbol::Kind::class_def:
            case Symbol::Kind::function: {
                Target target;
                target.kind = symbol.class_def != nullptr ? Target::Kind::class_def : Target::Kind::function;
                target.file = file;
                target.rest = rest;
                target.class_def = symbol.class_def;
                target.function = symbol.function;
                return target;
            }
        }
        return {};
    }

  private:
    Target find_by_star(std::size_t file, const std::string& dotted, int steps) {
        std::string outside;
        for (const Symbol& star : library_.files[file].star_imports) {
            const std::size_t from = file_of_module(library_, file, star.module, star.level);
            if (from == kNoFile) {
                outside = star.module;
            } else if (from != file && library_.files[from].symbols.contains(dotted.substr(0, dotted.find('.')))) {
                return find(from, dotted, steps + 1);
            }
        }
        return external(outside.empty() ? "builtins." + dotted : outside + "." + dotted);
    }

    Target in_module(std::size_t file, const std::string& module, int level, const std::string& rest, int steps) {
        // `import a.b` and `from a import b` may both name a module further down.
        std::string path = module;
        std::string left = rest;
        std::size_t best = file_of_module(library_, file, path, level);
        std::string best_left = left;
        while (!left.empty()) {
            const std::size_t dot = left.find('.');
            path = joined(path, left.substr(0, dot));
            left = dot == std::string::npos ? "" : left.substr(dot + 1);
            const std::size_t deeper = file_of_module(library_, file, path, level);
            const bool has_name =
                best != kNoFile && library_.files[best].symbols.contains(best_left.substr(0, best_left.find('.')));
            if (deeper == kNoFile || has_name) continue;
            best = deeper;
            best_left = left;
        }
        if (best == kNoFile || best == file || best_left.empty()) return external(joined(module, rest));
        return find(best, best_left, steps + 1);
    }

    Target of_value(std::size_t file, const Symbol& symbol, const std::string& rest, int steps) {
        if (symbol.ambiguous) return {};
        if (const auto name = dotted_name(*symbol.value)) return find(file, joined(*name, rest), steps + 1);
        if (const auto* call = symbol.value->as<Call>(); call != nullptr && !rest.empty()) {
            const auto callee = dotted_name(*call->callee);
            const Target made = callee ? find(file, *callee, steps + 1) : Target{};
            if (made.kind == Target::Kind::external && made.name.ends_with("SQLAlchemy"))
                return external("sqlalchemy." + rest);
        }
        Target target;
        target.kind = Target::Kind::value;
        target.file = file;
        target.rest = rest;
        target.value = symbol.value;
        return target;
    }

    const Library& library_;
};

}  // namespace

LibraryReading read_library(const std::vector<SourceFile>& files) {
    LibraryReading reading;
    reading.library.files.reserve(files.size());
    for (const SourceFile& source : files) {
        File& file = reading.library.files.emplace_back();
        file.path = source.path;
        Result<Module> module = parse(source.text);
        if (!module) {
            reading.problems.push_back(fmt::format("{}: {}", source.path, module.error().message));
            continue;
        }
        file.module = std::move(*module);
        if (!file.module.errors.empty()) {
            reading.problems.push_back(fmt::format("{}:{}: {}", source.path, file.module.errors.front().span.line,
                                                   file.module.errors.front().message));
        }
    }
    for (File& file : reading.library.files) Collector(file).collect(file.module.statements);
    return reading;
}

Target find_target(const Scope& scope, std::string_view dotted) {
    return Finder(*scope.library).find(scope.file, std::string(dotted));
}

Target find_target(const Scope& scope, const Expression& expression) {
    const auto name = dotted_name(expression);
    return name ? find_target(scope, *name) : Target{};
}

std::string sqlalchemy_name(const Target& target) {
    if (target.kind != Target::Kind::external) return {};
    const std::string& name = target.name;
    const std::size_t dot = name.rfind('.');
    const bool flask = name.find(".db.") != std::string::npos || name.starts_with("db.");
    if (dot == std::string::npos) return {};
    if (!flask && !name.starts_with("sqlalchemy.") && !name.starts_with("sqlmodel.")) return {};
    return name.substr(dot + 1);
}

std::string place_in(const Scope& scope, const Span& span) {
    return fmt::format("{}:{}", scope.current().path, span.line);
}

}  // namespace migrate::models
