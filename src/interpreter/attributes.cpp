// value.name, and value.name(...)
#include <algorithm>
#include <set>

#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/methods.h"

namespace migrate::interpreter {

namespace {

Value method(Machine& machine, const Value& self, const std::string& name) {
    return {machine.heap.make<Method>(self, name)};
}

Value row_attribute(Machine& machine, const Value& self, std::string_view name) {
    const auto& row = *object<RowObject>(self);
    for (std::size_t i = 0; i < row.columns.size() && i < row.items.size(); ++i) {
        if (row.columns[i] == name) return row.items[i];
    }
    if (name == "_mapping") return self;
    return {machine.heap.make<Method>(self, std::string(name))};
}

/// The first class above the one that has the name, and nothing of it itself.
std::optional<Value> attribute_above(const Object* below, const std::string& name) {
    const auto* type = std::any_cast<ClassObject>(&below->data);
    for (std::size_t i = 0; type && i < type->parents.size(); ++i) {
        const auto* parent = object<ClassObject>(type->parents[i]);
        const Value* found = parent ? find(parent->attributes, name) : nullptr;
        if (found) return *found;
    }
    return std::nullopt;
}

Value super_attribute(Machine& machine, const Value& self, const SuperObject& above, const std::string& name) {
    const auto found = attribute_above(above.below, name);
    if (!found) return method(machine, self, name);
    return as<Function>(*found) ? keep(machine.heap, PartialObject{*found, {above.self}, {}}) : *found;
}

/// super().__init__(...) of a class from outside: it takes the arguments. Other methods from there give nothing.
Value super_method(Machine& machine, const SuperObject& above, const std::string& name, const Arguments& arguments) {
    if (auto* instance = object<InstanceObject>(above.self); instance && name == "__init__")
        keep_arguments(machine, instance->attributes, arguments);
    return name.starts_with("__") ? none() : unknown(machine, "super()." + name + "() is not followed");
}

/// A class method, told by its first parameter.
bool takes_class(const Value& value) {
    const auto* function = as<Function>(value);
    return function && !function->parameters->empty() && function->parameters->front().name == "cls";
}

/// A class that is not followed, or one of the application, which other code may give more than its body says.
bool may_have_more(const ClassObject& type) {
    return !type.known || !type.path.empty();
}

/// The module of a class by its path; that of the running file for a class of its own.
std::string module_of(const Machine& machine, const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return dot != std::string::npos       ? path.substr(0, dot)
           : machine.module->file.empty() ? "migration"
                                          : machine.module->file;
}

std::optional<Value> class_attribute(Machine& machine, const Value& self, const ClassObject& type,
                                     const std::string& name) {
    if (name == "__name__" || name == "__qualname__") return machine.heap.text(type.name);  // whatever its body says
    const Value* found = find(type.attributes, name);
    if (found && takes_class(*found)) return method(machine, self, name);
    if (found) return *found;
    if (name == "__module__") return machine.heap.text(module_of(machine, type.path));
    if (name == "__members__" && type.enumeration) return Value{machine.heap.make<Dict>(type.attributes)};
    return std::nullopt;
}

Value instance_attribute(Machine& machine, const Value& self, const InstanceObject& instance, const std::string& name) {
    if (const Value* found = find(instance.attributes, name)) return *found;
    const auto* type = class_of(instance);
    if (name == "__class__" && instance.type) return Value{const_cast<Object*>(instance.type)};
    if (type) {
        const Value* found = find(type->attributes, name);
        if (const auto* function = found ? as<Function>(*found) : nullptr) {
            const auto& names = function->decorators;
            const bool computed = std::ranges::any_of(
                names, [](const std::string& one) { return one == "property" || one.ends_with("cached_property"); });
            return computed ? call(machine, *found, {{self}, {}, nullptr, {}, false}) : method(machine, self, name);
        }
        if (found && !type->known && !type->enumeration && !type->path.empty())
            return unknown(machine, "what an instance of " + type->name + " has for " + name, *found);
        if (found) return *found;
        const Value* text = type->enumeration ? find(instance.attributes, "value") : nullptr;
        if (text && text_of(*text)) return method(machine, *text, name);
        const bool answers = may_have_more(*type) || find(type->attributes, "__getattr__") != nullptr;
        if (answers) return unknown(machine, "the attribute " + name + " of " + type->name + " is not followed");
    }
    if (find(instance.attributes, kGroups)) return method(machine, self, name);
    raise(machine, "builtins.AttributeError", name);
}

Value object_attribute(Machine& machine, const Value& self, const std::string& name) {
    if (object<RowObject>(self)) return row_attribute(machine, self, name);
    if (const auto* instance = object<InstanceObject>(self)) return instance_attribute(machine, self, *instance, name);
    if (const auto* type = object<ClassObject>(self)) {
        if (auto value = class_attribute(machine, self, *type, name)) return *value;
        if (auto value = machine.host.attribute(machine, self, name)) return *value;
        if (!may_have_more(*type) && !type->enumeration) raise(machine, "builtins.AttributeError", name);
        return unknown(machine, "the attribute " + name + " of " + type->name + " is not followed");
    }
    if (const auto* above = object<SuperObject>(self)) return super_attribute(machine, self, *above, name);
    if (const auto* error = object<ExceptionObject>(self)) {
        if (name == "args") return machine.heap.tuple(error->arguments);
        return unknown(machine, "the attribute " + name + " of an exception is not followed");
    }
    if (auto value = machine.host.attribute(machine, self, name)) return *value;
    return method(machine, self, name);
}

/// The methods of plain Python values have fixed names: others raise AttributeError.
bool has_method(const Value& self, std::string_view name) {
    static const std::set<std::string_view> list = {"append",  "extend", "insert", "pop",   "remove", "clear",
                                                    "reverse", "copy",   "sort",   "index", "count"};
    static const std::set<std::string_view> dict = {"items",  "keys", "values", "get",     "pop",     "setdefault",
                                                    "update", "copy", "clear",  "popitem", "fromkeys"};
    if (as<List>(self)) return list.contains(name);
    if (as<Dict>(self)) return dict.contains(name);
    return !is_none(self) && !as<Tuple>(self) ? true : name == "index" || name == "count";
}

}  // namespace

Value attribute(Machine& machine, const Value& value, const std::string& name) {
    machine.step();
    if (as<Named>(value) || as<Unknown>(value)) {
        if (auto made = machine.host.attribute(machine, value, name)) return *made;
    }
    if (const auto* named = as<Named>(value)) {
        if (named->path.size() > 500) throw Stopped{"a name with more than 500 characters"};
        return machine.heap.named(named->path + "." + name);
    }
    if (const auto* source = as<Unknown>(value)) {
        if (!source->shape.empty() && name == "startswith") return method(machine, value, name);
        const auto* row = source->likely ? object<RowObject>(*source->likely) : nullptr;
        Value made = unknown_from(machine, *source,
                                  row ? std::optional(row_attribute(machine, *source->likely, name)) : std::nullopt);
        as<Unknown>(made)->shape = source->shape;
        return made;
    }
    if (as<Object>(value)) return object_attribute(machine, value, name);
    if (const auto* function = as<Function>(value)) {
        if (name == "__name__" || name == "__qualname__") return machine.heap.text(function->name);
        if (name == "__module__" && function->module)
            return machine.heap.text(module_of(machine, function->module->file + "."));
        return unknown(machine, "the attribute " + name + " of a function is not followed");
    }
    if (is_none(value) || !has_method(value, name)) {
        raise(machine, "builtins.AttributeError",
              "'" + std::string(type_name(value)) + "' object has no attribute '" + name + "'");
    }
    return method(machine, value, name);
}

namespace {

/// Whether a text of which only the beginning is known starts with `start`; nullopt when that is too short.
std::optional<bool> shape_starts_with(const std::string& shape, const std::string& start) {
    const std::string known = shape.substr(0, shape.find(kHole));
    if (known.starts_with(start)) return true;
    if (start.starts_with(known)) return std::nullopt;
    return false;
}

std::optional<Value> shape_method(const Unknown& source, std::string_view name, const Arguments& arguments) {
    if (source.shape.empty() || name != "startswith" || arguments.positional.size() != 1) return std::nullopt;
    const auto* tuple = as<Tuple>(arguments.positional[0]);
    bool certain = true;
    for (const Value& start : tuple ? tuple->items : arguments.positional) {
        auto answer = text_of(start) ? shape_starts_with(source.shape, *text_of(start)) : std::nullopt;
        if (answer && *answer) return boolean(true);
        certain = certain && answer;
    }
    return certain ? std::optional(boolean(false)) : std::nullopt;
}

std::optional<Value> plain_method(Machine& machine, const Value& self, const std::string& name,
                                  const Arguments& arguments) {
    if (const auto* text = text_of(self)) return text_method(machine, *text, name, arguments);
    if (auto* list = as<List>(self)) return list_method(machine, *list, name, arguments);
    if (auto* tuple = as<Tuple>(self)) return tuple_method(machine, tuple->items, name, arguments);
    if (auto* dict = as<Dict>(self)) return dict_method(machine, *dict, name, arguments);
    if (auto* set = as<Set>(self)) return set_method(machine, *set, name, arguments);
    if (const auto* source = as<Unknown>(self)) return shape_method(*source, name, arguments);
    if (const auto* bytes = as<Bytes>(self); bytes && name == "decode") return machine.heap.text(bytes->data);
    return std::nullopt;
}

/// A method of a class of the module, with `self` before its arguments.
Value call_own_method(Machine& machine, const Value& self, const InstanceObject& instance, const std::string& name,
                      Arguments arguments) {
    const auto* type = class_of(instance);
    const Value* found = type ? find(type->attributes, name) : nullptr;
    if (const Value* groups = find(instance.attributes, kGroups); groups && name == "group")
        return subscript(machine, *groups, arguments.positional.empty() ? integer(0) : arguments.positional[0]);
    const auto* function = found ? as<Function>(*found) : nullptr;
    if (!function) return unknown(machine, "the method " + name + " is not followed");
    arguments.positional.insert(arguments.positional.begin(), self);
    return call_function(machine, *function, arguments);
}

Value row_method(Machine& machine, const RowObject& row, const std::string& name) {
    if (name == "_asdict" || name == "items" || name == "keys") {
        Value dict = machine.heap.dict();
        for (std::size_t i = 0; i < row.columns.size() && i < row.items.size(); ++i)
            put(machine.heap, *as<Dict>(dict), row.columns[i], row.items[i]);
        return name == "_asdict" ? dict : *dict_method(machine, *as<Dict>(dict), name, {});
    }
    return unknown(machine, "the method " + name + " of a row is not followed");
}

}  // namespace

Value call_method(Machine& machine, const Value& self, const std::string& name, Arguments arguments) {
    if (auto made = plain_method(machine, self, name, arguments)) return *made;
    if (const auto* row = object<RowObject>(self)) return row_method(machine, *row, name);
    if (const auto* instance = object<InstanceObject>(self))
        return call_own_method(machine, self, *instance, name, std::move(arguments));
    if (const auto* type = object<ClassObject>(self)) {
        const Value* found = find(type->attributes, name);
        if (const auto* function = found ? as<Function>(*found) : nullptr) {
            arguments.positional.insert(arguments.positional.begin(), self);
            return call_function(machine, *function, arguments);
        }
    }
    if (object<PatternObject>(self)) {
        arguments.positional.insert(arguments.positional.begin(), self);
        return call_named(machine, "re." + name, arguments);
    }
    if (auto made = as<Object>(self) ? machine.host.call_method(machine, self, name, arguments) : std::nullopt)
        return *made;
    if (const auto* above = object<SuperObject>(self)) return super_method(machine, *above, name, arguments);
    const auto* source = unknown_in(self);
    return source ? unknown_from(machine, *source) : unknown(machine, "the method " + name + " is not followed");
}

}  // namespace migrate::interpreter
