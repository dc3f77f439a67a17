#include "interpreter/modules.h"

#include <algorithm>
#include <span>

#include "base/allowance.h"
#include "base/environment.h"
#include "base/text.h"
#include "interpreter/bound_names.h"
#include "interpreter/interpreter.h"
#include "interpreter/library.h"

namespace migrate::interpreter {

namespace {

constexpr int kMaxLoading = 8;

/// "app.models" for "app.models.types".
std::string parent_of(const std::string& name) {
    return name.substr(0, std::max<std::size_t>(name.rfind('.') + 1, 1) - 1);
}

void index_statements(ParsedModules::One& one);

const ParsedModules::One& parsed_module(Machine& machine, const std::string& name) {
    auto& known = machine.setting.parsed->by_name;
    auto found = known.find(name);
    if (found != known.end()) return found->second;
    ParsedModules::One one;
    if (auto source = machine.setting.modules(name)) {
        one.module = machine.setting.texts ? machine.setting.texts->of(*source) : python::ParsedTexts().of(*source);
        one.package = machine.setting.modules(name + ".__init__") ? name : parent_of(name);
        if (one.module) index_statements(one);
    }
    return known[name] = std::move(one);
}

/// Lets the statements of a module use up a share of what the file may use, and puts all back as it was.
class Loading {
  public:
    Loading(Machine& machine, Scope* scope)
        : machine_(machine),
          module_(std::exchange(machine.module, scope)),
          line_(machine.line),
          entered_(machine.entered),
          guarded_(std::exchange(machine.guarded, 0)),
          alone_(machine.alone),
          steps_(std::exchange(machine.steps, 0)),
          step_limit_(std::exchange(machine.step_limit, share(machine))),
          deadline_(machine.deadline),
          memory_(machine.heap.set_limit(std::min(machine.heap.used() + kMaxBytes / 8, kMaxBytes / 2))) {
        const auto now = base::thread_time();
        if (machine.loading == 0) machine.deadline = now + (machine.deadline - now) / 4;
        machine.entered.calls = machine.calls;
        ++machine.loading;
    }
    ~Loading() {
        --machine_.loading;
        machine_.loading_steps += machine_.steps;
        machine_.heap.set_limit(memory_);
        machine_.deadline = deadline_;
        machine_.step_limit = step_limit_;
        machine_.steps = steps_;
        machine_.alone = alone_;
        machine_.guarded = guarded_;
        machine_.entered = entered_;
        machine_.line = line_;
        machine_.module = module_;
    }
    Loading(const Loading&) = delete;
    Loading& operator=(const Loading&) = delete;

  private:
    static long share(const Machine& machine) {
        return std::max(
            std::min(machine.setting.limits.steps / 8, machine.setting.limits.steps / 2 - machine.loading_steps), 0L);
    }

    Machine& machine_;
    Scope* module_;
    int line_;
    Machine::Entered entered_;
    int guarded_;
    bool alone_;
    long steps_;
    long step_limit_;
    std::chrono::nanoseconds deadline_;
    std::size_t memory_;
};

/// The module's statements by the names that they bind.
void index_statements(ParsedModules::One& one) {
    for (const python::Statement& statement : one.module->statements) {
        std::set<std::string> names;
        add_bound_names(statement, names);
        for (const std::string& name : names) one.binding[name].push_back(&statement);
    }
}

/// A statement that is not followed and mentions the name may bind it.
bool is_obscured(const ParsedModules::One& one, const std::string& name) {
    auto found = one.binding.find("*");
    if (found == one.binding.end()) return false;
    return std::ranges::any_of(found->second, [&](const python::Statement* statement) {
        const auto* opaque = statement->as<python::Opaque>();
        return opaque && opaque->source.find(name) != std::string::npos;
    });
}

/// What the statement may have bound is not known: its names go.
void forget(Scope& scope, const python::Statement& statement, int line) {
    std::set<std::string> names;
    add_bound_names(statement, names);
    for (const std::string& name : names) {
        scope.names.erase(name);
        scope.lost.insert_or_assign(name, line);
    }
}

/// Runs the statements; one that raises, asks what only a real run knows or reaches a limit leaves its names out, and
/// those after it theirs.
void run_statements(Machine& machine, Scope& scope, const std::vector<const python::Statement*>& statements) {
    Loading loading(machine, &scope);
    bool stopped = false;
    for (const python::Statement* statement : statements) {
        try {
            if (!stopped) {
                execute(machine, scope, *statement);
                continue;
            }
        } catch (const Raised&) {
        } catch (const NotKnown&) {
        } catch (const Stopped&) {
            stopped = true;
        }
        stopped = true;
        forget(scope, *statement, machine.line);
    }
}

/// The scope of a module, its names still to be bound; nullptr when it is not there.
Scope* load(Machine& machine, const std::string& name) {
    auto found = machine.loaded.find(name);
    if (found != machine.loaded.end()) return found->second;
    machine.loaded[name] = nullptr;
    const ParsedModules::One& one = parsed_module(machine, name);
    if (!one.module) return nullptr;
    auto made = std::make_shared<Scope>();
    made->file = name;
    made->package = one.package;
    Scope* scope = machine.heap.keep(made);
    machine.loaded[name] = scope;
    auto stars = one.binding.find("*");
    if (stars != one.binding.end()) {
        std::vector<const python::Statement*> imports;
        for (const python::Statement* statement : stars->second) {
            if (statement->as<python::ImportFrom>()) imports.push_back(statement);
        }
        run_statements(machine, *scope, imports);
    }
    return scope;
}

/// True when a call of one of its methods may change an imported value: of a list, not of a library or an object of
/// the host, as in `db.Index(...)`.
bool is_changed_by_calls(Machine& machine, Scope& scope, const std::string& name) {
    const auto found = scope.names.find(name);
    if (found == scope.names.end()) return true;
    const Value value = settled(machine, found->second);
    return !as<Named>(value) && (!as<Object>(value) || object<InstanceObject>(value) || object<ClassObject>(value));
}

/// Binds a name of a module by running the statements that bind it, once.
void bind(Machine& machine, Scope& scope, const std::string& name) {
    if (scope.names.contains(name) || machine.loading >= kMaxLoading) return;
    const ParsedModules::One& one = parsed_module(machine, scope.file);
    auto found = one.binding.find(name);
    if (found == one.binding.end() || is_obscured(one, name)) return;
    if (!machine.unsettled.insert(scope.file + ":" + name).second) return;
    Nested nested(machine);
    const python::Statement* first = found->second.front();
    if (!first->as<python::Import>() && !first->as<python::ImportFrom>())
        return run_statements(machine, scope, found->second);
    run_statements(machine, scope, {first});
    std::vector<const python::Statement*> rest;
    const bool changes = is_changed_by_calls(machine, scope, name);
    for (const python::Statement* statement : std::span(found->second).subspan(1)) {
        const bool later = !changes && statement->as<python::ExpressionStatement>();
        later ? scope.later.push_back(statement) : rest.push_back(statement);
    }
    if (!rest.empty()) run_statements(machine, scope, rest);
}

/// The rest of the path, as attributes of the value.
std::optional<Value> walk(Machine& machine, Value value, const std::vector<std::string>& parts, std::size_t from) {
    for (std::size_t i = from; i < parts.size(); ++i) {
        try {
            value = attribute(machine, value, parts[i]);
        } catch (const Raised&) {
            return std::nullopt;
        }
    }
    return value;
}

/// What is better than its name: functions, classes and known values.
bool is_followed(const Value& value) {
    return !is_unknown(value) && !as<Named>(value);
}

std::optional<Value> named_in(Machine& machine, Scope& scope, const std::string& name);
std::optional<Value> starred_in(Machine& machine, Scope& scope, const std::string& name);

std::optional<Value> find_value(Machine& machine, const std::string& path) {
    std::vector<std::string> parts = base::split(path, '.');
    for (std::size_t split = parts.size() - 1; split > 0; --split) {
        const std::string name = base::join({parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(split)}, ".");
        Scope* scope = load(machine, name);
        if (!scope) continue;
        auto first = named_in(machine, *scope, parts[split]);
        if (!first) return std::nullopt;
        auto value = walk(machine, *first, parts, split + 1);
        return value && is_followed(*value) ? value : std::nullopt;
    }
    return std::nullopt;
}

/// What a module has by the name, also from its own `from x import *`.
std::optional<Value> named_in(Machine& machine, Scope& scope, const std::string& name) {
    bind(machine, scope, name);
    auto found = scope.names.find(name);
    if (found != scope.names.end()) return settled(machine, found->second);
    return starred_in(machine, scope, name);
}

/// The name from one of the scope's `from x import *`, the last first; of a module that is not at hand when no other
/// has it.
std::optional<Value> starred_in(Machine& machine, Scope& scope, const std::string& name) {
    std::string foreign;
    for (auto star = scope.star_imports.rbegin(); star != scope.star_imports.rend(); ++star) {
        Nested nested(machine);
        Scope* module = machine.setting.modules && !is_library_name(*star) ? load(machine, *star) : nullptr;
        auto found = module ? named_in(machine, *module, name) : std::nullopt;
        if (found && !is_unknown(*found)) return found;
        if (foreign.empty() && !module) foreign = *star;
    }
    if (foreign.empty()) return std::nullopt;
    return machine.heap.named(foreign + "." + name);
}

}  // namespace

Value settled(Machine& machine, const Value& given) {
    const Value value = given;  // loading may take away the name that holds it
    const auto* named = as<Named>(value);
    if (!named || !machine.setting.modules || is_library_name(named->path)) return value;
    if (named->path.find('.') == std::string::npos || machine.unsettled.contains(named->path)) return value;
    Nested nested(machine);
    const std::string path = named->path;
    machine.unsettled.insert(path);  // so that a name that leads back to itself ends here
    auto found = find_value(machine, path);
    // While modules are loaded, one of a circle may only be known later.
    if (found || machine.loading > 0) machine.unsettled.erase(path);
    return found ? *found : value;
}

std::optional<Value> lazy_name(Machine& machine, const Scope& scope, const std::string& name) {
    const Scope* outer = &scope;
    while (outer->outer) outer = outer->outer;
    auto found = machine.loaded.find(outer->file);
    if (outer->file.empty() || found == machine.loaded.end() || found->second != outer) return std::nullopt;
    bind(machine, *found->second, name);
    auto bound = found->second->names.find(name);
    if (bound != found->second->names.end()) return bound->second;
    if (is_builtin(name)) return std::nullopt;
    if (auto starred = starred_in(machine, *found->second, name)) return starred;
    const ParsedModules::One& one = parsed_module(machine, outer->file);
    if (!one.binding.contains(name) && !one.binding.contains("*")) return std::nullopt;
    Value made = unknown(machine, name + " of the module " + outer->file + " is not followed");
    if (const auto line = outer->lost.find(name); line != outer->lost.end())
        as<Unknown>(made)->where = outer->file + ":" + std::to_string(line->second);
    return made;
}

Scope* module_scope(Machine& machine, const std::string& name) {
    return load(machine, name);
}

const python::Module* parsed_text(Machine& machine, const std::string& name) {
    return parsed_module(machine, name).module.get();
}

void run_module(Machine& machine, const std::string& name) {
    Scope* scope = load(machine, name);
    const ParsedModules::One& one = parsed_module(machine, name);
    if (!scope || !one.module) return;
    std::vector<const python::Statement*> rest;
    for (const python::Statement& statement : one.module->statements) {
        std::set<std::string> names;
        add_bound_names(statement, names);
        names.erase("*");
        if (names.empty()) rest.push_back(&statement);
        if (statement.as<python::Import>() || statement.as<python::ImportFrom>()) continue;
        for (const std::string& bound : names) bind(machine, *scope, bound);
    }
    rest.insert(rest.end(), scope->later.begin(), scope->later.end());
    scope->later.clear();
    for (const python::Statement* statement : rest) run_statements(machine, *scope, {statement});
}

std::optional<Value> starred_name(Machine& machine, const std::string& name) {
    return machine.module ? starred_in(machine, *machine.module, name) : std::nullopt;
}

std::string absolute_module(const Machine& machine, int level, const std::string& module) {
    if (level == 0) return module;
    std::string package = machine.module ? machine.module->package : std::string();
    for (int i = 1; i < level; ++i) package = package.substr(0, std::max<std::size_t>(package.rfind('.') + 1, 1) - 1);
    if (package.empty()) return "." + module;
    return module.empty() ? package : package + "." + module;
}

}  // namespace migrate::interpreter
