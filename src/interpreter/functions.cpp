// Functions of the module: how they are made and called.
#include <algorithm>
#include <exception>

#include "base/text.h"
#include "interpreter/decorators.h"
#include "interpreter/interpreter.h"
#include "interpreter/modules.h"

namespace migrate::interpreter {

namespace {

/// The arguments that have not found their parameter yet.
struct Pending {
    const Arguments& given;
    std::size_t next = 0;
    std::set<std::string> used;
};

std::optional<Value> named_argument(Pending& pending, const std::string& name) {
    for (const auto& [given, value] : pending.given.named) {
        if (given == name) {
            pending.used.insert(name);
            return value;
        }
    }
    return std::nullopt;
}

Value bind_one(Machine& machine, const Function& function, std::size_t place, Pending& pending) {
    const python::Parameter& parameter = (*function.parameters)[place];
    const bool by_place =
        parameter.kind == python::ParameterKind::Normal || parameter.kind == python::ParameterKind::PositionalOnly;
    if (by_place && pending.next < pending.given.positional.size()) return pending.given.positional[pending.next++];
    if (auto named = named_argument(pending, parameter.name)) return *named;
    if (pending.given.rest) return unknown_from(machine, *pending.given.rest);
    if (function.defaults[place]) return *function.defaults[place];
    raise(machine, "builtins.TypeError", function.name + "() misses the argument '" + parameter.name + "'");
}

Value rest_positional(Machine& machine, Pending& pending) {
    Items rest(pending.given.positional.begin() + static_cast<std::ptrdiff_t>(pending.next),
               pending.given.positional.end());
    pending.next = pending.given.positional.size();
    return machine.heap.tuple(std::move(rest));
}

Value rest_named(Machine& machine, Pending& pending) {
    Value rest = machine.heap.dict();
    for (const auto& [name, value] : pending.given.named) {
        if (!pending.used.contains(name)) put(machine.heap, *as<Dict>(rest), name, value);
    }
    return rest;
}

void bind_arguments(Machine& machine, const Function& function, const Arguments& arguments, Scope& scope) {
    Pending pending{arguments, 0, {}};
    std::string kwargs;
    for (std::size_t i = 0; i < function.parameters->size(); ++i) {
        const python::Parameter& parameter = (*function.parameters)[i];
        if (parameter.kind == python::ParameterKind::Kwargs) {
            kwargs = parameter.name;
            continue;
        }
        const bool many = parameter.kind == python::ParameterKind::Args;
        Value value = many ? rest_positional(machine, pending) : bind_one(machine, function, i, pending);
        scope.names.insert_or_assign(parameter.name, value);
    }
    if (!kwargs.empty()) {
        scope.names.insert_or_assign(kwargs, rest_named(machine, pending));
    } else if (pending.used.size() < arguments.named.size()) {
        raise(machine, "builtins.TypeError", function.name + "() got an argument it does not know");
    }
    if (pending.next < arguments.positional.size()) {
        raise(machine, "builtins.TypeError", function.name + "() takes fewer positional arguments");
    }
}

/// Counts the calls that are open and puts the line back at the end; where an exception ends the call, the machine
/// keeps where that began.
class Called {
  public:
    Called(Machine& machine, Scope* module)
        : machine_(machine), exceptions_(std::uncaught_exceptions()), line_(machine.line), module_(machine.module) {
        if (machine.calls >= machine.setting.limits.depth) {
            throw Stopped{"calls are nested deeper than " + std::to_string(machine.setting.limits.depth)};
        }
        if (machine_.calls == machine_.entered.calls) {
            machine_.entered.line = machine_.line;
            machine_.entered.module = machine_.module;
        }
        ++machine_.calls;
        machine_.ended = {};
        if (module) machine_.module = module;
    }
    ~Called() {
        const bool goes_on = machine_.ended.calls == machine_.calls + 1;  // a call inside of this one ended so too
        if (std::uncaught_exceptions() > exceptions_) {
            if (!goes_on) machine_.ended = {machine_.line, machine_.module, machine_.calls};
            machine_.ended.calls = machine_.calls;
        }
        --machine_.calls;
        machine_.line = line_;
        machine_.module = module_;
    }
    Called(const Called&) = delete;
    Called& operator=(const Called&) = delete;

  private:
    Machine& machine_;
    int exceptions_;
    int line_;
    Scope* module_;
};

/// The method that runs, for super().
class Running {
  public:
    Running(Machine& machine, const Function& function, const Arguments& arguments)
        : machine_(machine), owner_(machine.owner), self_(machine.self) {
        machine.owner = function.owner;
        machine.self = arguments.positional.empty() ? none() : arguments.positional.front();
    }
    ~Running() {
        machine_.owner = owner_;
        machine_.self = self_;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    Machine& machine_;
    const Object* owner_;
    Value self_;
};

/// What a function gives when the run ends there: its result where that is known, else an instance of the class that
/// its annotation names.
std::optional<Value> annotated_result(Machine& machine, const Function& function, Scope& scope) {
    Value result = unknown(machine, "the result of " + function.name + " is not followed");
    try {
        if (execute(machine, scope, *function.body) == Flow::returned) result = scope.result;
    } catch (const Raised&) {
    } catch (const NotKnown&) {
    }
    if (!is_unknown(result) && !as<Named>(result)) return result;
    const Value type = settled(machine, evaluate(machine, *function.closure, *function.returns));
    if (!object<ClassObject>(type)) return result;
    return keep(machine.heap, InstanceObject{as<Object>(type), {}});
}

/// @compiles(...) of SQLAlchemy, by whatever name the module has it.
bool is_compiles(Machine& machine, Scope& scope, const python::Expression& decorator, const std::string& name) {
    const auto* call = decorator.as<python::Call>();
    return call && name.ends_with("compiles") &&
           path_of(decorator_value(machine, scope, *call->callee)) == "sqlalchemy.ext.compiler.compiles";
}

}  // namespace

Value decorator_value(Machine& machine, Scope& scope, const python::Expression& decorator) {
    try {
        return settled(machine, evaluate(machine, scope, decorator));
    } catch (const Raised& raised) {
        return unknown(machine, display(machine, raised.exception));
    } catch (const NotKnown&) {
        return unknown(machine, "a decorator depends on what only the real run knows");
    }
}

Value make_function(Machine& machine, Scope& scope, const python::FunctionDef& definition) {
    auto made = std::make_shared<Function>();
    made->name = definition.name;
    made->parameters = &definition.parameters;
    made->body = &definition.body;
    made->closure = &scope;
    made->module = machine.module;
    made->is_async = definition.is_async;
    for (const python::Parameter& parameter : definition.parameters) {
        made->defaults.push_back(
            parameter.default_value ? std::optional(evaluate(machine, scope, *parameter.default_value)) : std::nullopt);
    }
    made->returns = definition.returns ? &*definition.returns : nullptr;
    std::vector<const python::Expression*> followed;
    for (const python::Expression& decorator : definition.decorators) {
        std::string name = decorator_name(decorator);
        const bool compiles = is_compiles(machine, scope, decorator, name);
        if (!compiles && !is_harmless_decorator(name)) made->decorated = name;
        if (decorator.as<python::Call>() && (compiles || machine.loading > 0)) followed.push_back(&decorator);
        made->decorators.push_back(std::move(name));
    }
    const Value value{machine.heap.keep(std::move(made))};
    for (const python::Expression* decorator : followed) {
        const Value decorating = decorator_value(machine, scope, *decorator);  // the host may keep the function
        if (as<Object>(decorating)) machine.host.call_object(machine, decorating, {{value}, {}, nullptr, {}, false});
    }
    return value;
}

Value call_function(Machine& machine, const Function& function, const Arguments& arguments) {
    machine.step();
    Called called(machine, function.module);
    Nested nested(machine);
    if (!function.decorated.empty()) {
        machine.host.note(machine, "the decorator " + function.decorated + " of " + function.name + " is not followed");
    }
    auto made = std::make_shared<Scope>();
    made->outer = function.closure;
    made->result = none();
    Scope& scope = *machine.heap.keep(made);
    bind_arguments(machine, function, arguments, scope);
    const Running running(machine, function, arguments);
    if (function.expression) return evaluate(machine, scope, *function.expression);
    if (machine.follows_annotations && function.returns) {
        if (auto told = annotated_result(machine, function, scope)) return *told;
    }
    const auto flow = machine.loading > 0 ? execute_loading(machine, scope, *function.body)
                                          : std::optional(execute(machine, scope, *function.body));
    if (!flow) return unknown(machine, "what " + function.name + "() gives depends on what only the real run knows");
    if (scope.generator) return keep(machine.heap, IteratorObject{std::move(scope.yielded), 0});
    return flow == Flow::returned ? scope.result : none();
}
}  // namespace migrate::interpreter
