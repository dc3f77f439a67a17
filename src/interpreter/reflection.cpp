// isinstance, getattr, hasattr, type: what a value is.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/reader.h"

namespace migrate::interpreter {

namespace {

/// nullopt when it is not known.
std::optional<bool> is_instance(Machine& machine, const Value& value, const Value& type) {
    if (is_unknown(value) || is_unknown(type)) return std::nullopt;
    if (const auto* tuple = as<Tuple>(type)) {
        bool known = true;
        for (const Value& one : tuple->items) {
            auto answer = as<Tuple>(one) ? std::nullopt : is_instance(machine, value, one);
            if (answer && *answer) return true;
            known = known && answer;
        }
        return known ? std::optional<bool>(false) : std::nullopt;
    }
    if (auto answer = as<Object>(value) ? machine.host.is_instance(machine, value, path_of(type)) : std::nullopt)
        return answer;
    if (const auto* wanted = object<ClassObject>(type)) {
        const auto* instance = object<InstanceObject>(value);
        const auto* own = instance && instance->type ? std::any_cast<ClassObject>(&instance->type->data) : nullptr;
        return own && (own == wanted || std::ranges::find(own->bases, wanted->name) != own->bases.end());
    }
    std::string_view path = path_of(type);
    if (!path.starts_with("builtins.") && !path.starts_with("typing.") && !path.starts_with("collections."))
        return std::nullopt;
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (name == "object") return true;
    if (name == "int" && bool_of(value)) return true;
    return type_name(value) == name;
}

Value instance_answer(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.size() != 2) return unknown(machine, "isinstance() with other arguments");
    auto answer = is_instance(machine, arguments.positional[0], arguments.positional[1]);
    if (answer) return boolean(*answer);
    const auto* source = unknown_in(arguments.positional[0]);
    return source ? unknown_from(machine, *source) : unknown(machine, "what an object is is not followed");
}

/// The attribute, or nullopt where the value certainly has none.
std::optional<Value> own_attribute(Machine& machine, const Value& value, const std::string& name) {
    try {
        return attribute(machine, value, name);
    } catch (const Raised& raised) {
        if (object<ExceptionObject>(raised.exception)->type.ends_with("AttributeError")) return std::nullopt;
        throw;
    }
}

Value get_attribute(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.size() < 2) return unknown(machine, "getattr() with other arguments");
    const auto* name = text_of(arguments.positional[1]);
    if (!name) return unknown(machine, "the name of an attribute is not known");
    auto found = own_attribute(machine, arguments.positional[0], *name);
    if (found) return *found;
    if (arguments.positional.size() > 2) return arguments.positional[2];
    raise(machine, "builtins.AttributeError", *name);
}

Value has_attribute(Machine& machine, const Arguments& arguments) {
    const auto* name = arguments.positional.size() == 2 ? text_of(arguments.positional[1]) : nullptr;
    if (!name) return unknown(machine, "hasattr() with other arguments");
    const Value& value = arguments.positional[0];
    std::string path(path_of(value));
    // Which names a version of Alembic or SQLAlchemy has: those of the newest are taken for likely.
    if (!path.empty())
        return unknown(machine, "whether " + path + " has " + *name + " depends on its version", boolean(true),
                       path + " has " + *name);
    return boolean(own_attribute(machine, value, *name).has_value());
}

}  // namespace

std::optional<Value> call_reflection(Machine& machine, std::string_view name, const Arguments& arguments) {
    if (name == "isinstance" || name == "issubclass") return instance_answer(machine, arguments);
    if (name == "getattr") return get_attribute(machine, arguments);
    if (name == "hasattr") return has_attribute(machine, arguments);
    if (name == "setattr" && arguments.positional.size() == 3) {
        const auto key = text_in(machine, arguments.positional[1]);
        if (!key) return unknown(machine, "setattr() with a name that is not known");
        set_attribute(machine, arguments.positional[0], *key, arguments.positional[2]);
        return none();
    }
    if (name == "type" && arguments.positional.size() == 3) return make_class(machine, arguments);
    if (name == "type" && arguments.positional.size() == 1) {
        const Value& value = arguments.positional[0];
        if (const auto* instance = object<InstanceObject>(value)) return Value{const_cast<Object*>(instance->type)};
        if (!as<Object>(value) && !is_unknown(value) && !as<Named>(value))
            return machine.heap.named("builtins." + std::string(type_name(value)));
        return unknown(machine, "the type of an object is not followed");
    }
    if (name == "callable" && arguments.positional.size() == 1) {
        const Value& value = arguments.positional[0];
        return boolean(as<Function>(value) || as<Method>(value) || as<Named>(value));
    }
    if (name == "round" && arguments.positional.size() == 1 && number_of(arguments.positional[0])) {
        return integer(static_cast<std::int64_t>(*number_of(arguments.positional[0]) + 0.5));
    }
    return std::nullopt;
}

}  // namespace migrate::interpreter
