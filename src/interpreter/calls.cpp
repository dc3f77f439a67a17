// Calls by what is called.
#include <algorithm>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/library.h"

namespace migrate::interpreter {

Value call_method(Machine& machine, const Value& self, const std::string& name, Arguments arguments);

void keep_arguments(Machine& machine, Dict& attributes, const Arguments& arguments) {
    Value named = machine.heap.dict();
    for (const auto& [name, value] : arguments.named) put(machine.heap, *as<Dict>(named), name, value);
    put(machine.heap, attributes, kArguments, machine.heap.tuple({machine.heap.tuple(arguments.positional), named}));
}

namespace {

bool is_exception_name(std::string_view path) {
    std::string_view name = path.substr(path.rfind('.') + 1);
    return name.ends_with("Error") || name.ends_with("Exception") || name == "SystemExit" || name == "StopIteration" ||
           name == "KeyboardInterrupt";
}

Value call_partial(Machine& machine, const PartialObject& partial, const Arguments& arguments) {
    Arguments all = arguments;
    all.positional.insert(all.positional.begin(), partial.positional.begin(), partial.positional.end());
    for (const auto& [name, value] : partial.named) {
        const bool given = std::ranges::any_of(arguments.named, [&](const auto& pair) { return pair.first == name; });
        if (!given) all.named.emplace_back(name, value);
    }
    return call(machine, partial.callee, std::move(all));
}

Value call_class(Machine& machine, const Value& callee, const ClassObject& type, Arguments arguments) {
    if (type.exception) return keep(machine.heap, ExceptionObject{type.name, arguments.positional});
    if (type.enumeration) {
        for (const auto& [name, member] : type.attributes.items) {
            const auto* instance = object<InstanceObject>(member);
            const Value* value = instance ? find(instance->attributes, "value") : nullptr;
            if (value && !arguments.positional.empty() && equal(*value, arguments.positional[0]).value_or(false))
                return member;
        }
        raise(machine, "builtins.ValueError", "no such member of " + type.name);
    }
    if (auto made = machine.host.call_object(machine, callee, arguments)) return *made;
    if (!type.known) machine.host.unseen(machine, Unseen::a_class, type.name, arguments);
    Value made = keep(machine.heap, InstanceObject{as<Object>(callee), {}});
    const Value* start = find(type.attributes, "__init__");
    if (const auto* function = start ? as<Function>(*start) : nullptr) {
        arguments.positional.insert(arguments.positional.begin(), made);
        call_function(machine, *function, arguments);
    } else {
        if (!arguments.positional.empty() || !arguments.named.empty())
            keep_arguments(machine, object<InstanceObject>(made)->attributes, arguments);
        const Value* fields = find(type.attributes, kFields);
        Items names = fields ? as<List>(*fields)->items : Items{};
        for (std::size_t i = 0; i < std::min(names.size(), arguments.positional.size()); ++i)
            put(object<InstanceObject>(made)->attributes, names[i], arguments.positional[i]);
        for (const auto& [name, value] : arguments.named)
            put(machine.heap, object<InstanceObject>(made)->attributes, name, value);
    }
    return made;
}

Value call_unknown(Machine& machine, const Unknown& callee, const Arguments& arguments) {
    machine.host.unseen(machine, Unseen::a_value, callee.reason, arguments);
    return unknown_from(machine, callee);
}

std::string python_text(Machine& machine, const Value& value) {
    if (const auto* named = as<Named>(value)) return named->path;
    std::string text = represent(machine, value);
    return text.find(kHole) == std::string::npos ? text : "...";
}

/// "app.types.Money(2, scale=1)" for a call of a class, told by its capital letter; "" for others.
std::string made_by_class(Machine& machine, std::string_view path, const Arguments& arguments) {
    const char first = path[path.rfind('.') == std::string_view::npos ? 0 : path.rfind('.') + 1];
    if (first < 'A' || first > 'Z' || arguments.rest) return "";
    std::string inner;
    for (const Value& value : arguments.positional) inner += (inner.empty() ? "" : ", ") + python_text(machine, value);
    for (const auto& [name, value] : arguments.named)
        inner += (inner.empty() ? "" : ", ") + name + "=" + python_text(machine, value);
    return std::string(path) + "(" + inner + ")";
}

/// Code of the application or of a library that is not known.
Value call_foreign(Machine& machine, std::string_view path, const Arguments& arguments) {
    std::string name(path);
    if (is_harmless_module(path)) return unknown(machine, name + "() gives what only the real run knows");
    machine.host.unseen(machine, Unseen::a_name, name, arguments);
    Value made = unknown(machine, name + "() is not followed");
    as<Unknown>(made)->python = made_by_class(machine, path, arguments);
    return made;
}

}  // namespace

Value call_named(Machine& machine, std::string_view path, const Arguments& arguments) {
    machine.step();
    if (is_exception_name(path)) return keep(machine.heap, ExceptionObject{std::string(path), arguments.positional});
    if (path.starts_with("builtins.")) return call_builtin(machine, path.substr(9), arguments);
    if (auto made = machine.host.call_name(machine, path, arguments)) return *made;
    if (auto made = call_standard(machine, path, arguments)) return *made;
    return call_foreign(machine, path, arguments);
}

Value call(Machine& machine, const Value& callee, Arguments arguments) {
    machine.step();
    Nested nested(machine);
    if (const auto* function = as<Function>(callee)) return call_function(machine, *function, arguments);
    if (const auto* named = as<Named>(callee)) return call_named(machine, named->path, arguments);
    if (const auto* method = as<Method>(callee))
        return call_method(machine, method->self, method->name, std::move(arguments));
    if (const auto* unknown = as<Unknown>(callee)) return call_unknown(machine, *unknown, arguments);
    if (const auto* type = object<ClassObject>(callee)) return call_class(machine, callee, *type, std::move(arguments));
    if (const auto* partial = object<PartialObject>(callee)) return call_partial(machine, *partial, arguments);
    if (const auto* generic = object<GenericObject>(callee))
        return call(machine, generic->origin, std::move(arguments));
    if (!as<Object>(callee))
        raise(machine, "builtins.TypeError", "'" + std::string(type_name(callee)) + "' object is not callable");
    if (auto made = machine.host.call_object(machine, callee, arguments)) return *made;
    return unknown(machine, "a call of an object that is not followed");
}

}  // namespace migrate::interpreter
