// Classes of the module: how they are made.
#include <algorithm>

#include "base/text.h"
#include "interpreter/bound_names.h"
#include "interpreter/decorators.h"
#include "interpreter/interpreter.h"
#include "interpreter/modules.h"

namespace migrate::interpreter {

namespace {

bool is_exception_path(std::string_view path) {
    return path.ends_with("Exception") || path.ends_with("Error") || path.ends_with("Warning");
}

/// What a base class says about the class: enumeration, exception, another class of the module, or something
/// unknown.
void inherit(Machine& machine, ClassObject& made, const Value& base) {
    made.parents.push_back(base);
    if (const auto* generic = object<GenericObject>(base)) {
        const Value origin = generic->origin;
        made.parents.pop_back();
        return inherit(machine, made, origin);
    }
    std::string_view path = path_of(base);
    if (!path.empty()) made.bases.emplace_back(path);
    if (path.starts_with("enum.")) {
        made.enumeration = true;
    } else if (is_exception_path(path)) {
        made.exception = true;
    } else if (const auto* parent = object<ClassObject>(base)) {
        made.enumeration = made.enumeration || parent->enumeration;
        made.exception = made.exception || parent->exception;
        made.known = made.known && parent->known;
        made.bases.push_back(parent->name);
        made.bases.insert(made.bases.end(), parent->bases.begin(), parent->bases.end());
        for (const auto& [key, value] : parent->attributes.items) {
            if (!find(made.attributes, key)) put(made.attributes, key, value);
        }
    } else if (!path.starts_with("builtins.") && path != "typing.NamedTuple" && path != "abc.ABC") {
        made.known = false;
    }
    machine.step();
}

/// Members of an enumeration, in order, in place of their plain values.
void make_members(Machine& machine, ClassObject& made, const Object* type) {
    const bool texts = std::ranges::find(made.bases, "enum.StrEnum") != made.bases.end();
    std::int64_t count = 0;
    for (auto& [key, value] : made.attributes.items) {
        const auto* name = text_of(key);
        if (!name || name->starts_with("_") || as<Function>(value) || object<InstanceObject>(value)) continue;
        ++count;
        if (path_of(value) == "enum.auto") value = texts ? machine.heap.text(base::lower(*name)) : integer(count);
        InstanceObject member{type, {}};
        put(machine.heap, member.attributes, "name", key);
        put(machine.heap, member.attributes, "value", value);
        value = keep(machine.heap, std::move(member));
    }
}

bool has_fields(const python::ClassDef& definition, const ClassObject& made) {
    const bool named_tuple = std::ranges::find(made.bases, "typing.NamedTuple") != made.bases.end();
    return named_tuple || find(made.attributes, kFields) ||
           std::ranges::any_of(definition.decorators, [](const python::Expression& decorator) {
               return decorator_name(decorator).ends_with("dataclass");
           });
}

/// The names that a dataclass takes by place: its bases' and its own annotated ones.
void put_fields(Machine& machine, ClassObject& made, const python::Body& body) {
    const Value* inherited = find(made.attributes, kFields);
    Items fields = inherited ? as<List>(*inherited)->items : Items{};
    for (const python::Statement& statement : body) {
        const auto* assigned = statement.as<python::Assign>();
        const auto* name = assigned && assigned->annotation ? assigned->targets.front().as<python::Name>() : nullptr;
        if (name) fields.push_back(machine.heap.text(name->id));
    }
    put(machine.heap, made.attributes, kFields, machine.heap.list(std::move(fields)));
}

/// One statement of a class body. In a module that is only read, one that cannot run leaves its names unknown.
void run_class_statement(Machine& machine, Scope& inner, const python::Statement& statement, ClassObject& made) {
    std::set<std::string> bound;
    add_bound_names(statement, bound);
    std::string reason;
    try {
        execute(machine, inner, statement);
    } catch (const Raised& raised) {
        if (machine.loading == 0) throw;
        reason = display(machine, raised.exception);
    } catch (const NotKnown&) {
        reason = "it depends on what only the real run knows";
    }
    const std::string where = machine.where();
    if (!reason.empty()) {
        if (bound.empty()) made.gaps.push_back({where, reason});
        for (const std::string& name : bound) inner.names.insert_or_assign(name, unknown(machine, reason));
    }
    if (const auto* assigned = statement.as<python::Assign>(); assigned && assigned->annotation) {
        const auto* name = assigned->targets.front().as<python::Name>();
        if (name) made.annotations.push_back({name->id, &*assigned->annotation, &inner});
    }
    for (const std::string& name : bound) {
        if (name == "*") made.gaps.push_back({where, "a statement that Python's grammar here does not know"});
        if (name == "*" || owns(made, name)) continue;
        made.own.push_back(name);
        made.places.emplace_back(name, where);
    }
}

/// What the bodies of its bases ask for, the members of an enumeration, and the host's part.
Value finish_class(Machine& machine, ClassObject made) {
    machine.heap.charge(256 + made.own.size() * 64);
    Value value = keep(machine.heap, std::move(made));
    auto& type = *object<ClassObject>(value);
    for (const std::string& name : type.own) {
        const Value* found = find(type.attributes, name);
        if (auto* function = found ? as<Function>(*found) : nullptr) function->owner = as<Object>(value);
    }
    if (type.enumeration) make_members(machine, type, as<Object>(value));
    const Value* hook = owns(type, "__init_subclass__") ? nullptr : find(type.attributes, "__init_subclass__");
    if (hook && as<Function>(*hook)) {
        Arguments arguments{{value}, type.keywords, nullptr, {}, false};
        try {
            call(machine, *hook, std::move(arguments));
        } catch (const Raised& raised) {
            if (machine.loading == 0) throw;
            type.gaps.push_back({type.where, display(machine, raised.exception)});
        } catch (const NotKnown&) {
            type.gaps.push_back({type.where, "__init_subclass__ depends on what only the real run knows"});
        }
    }
    machine.host.class_made(machine, value);
    return value;
}

/// The class as the project's own decorators leave it.
Value decorated(Machine& machine, Value made) {
    const Items decorating = object<ClassObject>(made)->decorating;
    for (auto one = decorating.rbegin(); one != decorating.rend(); ++one) {
        auto& type = *object<ClassObject>(made);
        if (is_unknown(*one)) type.gaps.push_back({type.where, "a decorator: " + as<Unknown>(*one)->reason});
        if (!as<Function>(*one)) continue;
        try {
            const Value given = call(machine, *one, {{made}, {}, nullptr, {}, false});
            if (object<ClassObject>(given)) made = given;
            if (is_unknown(given)) type.gaps.push_back({type.where, "a decorator: " + as<Unknown>(given)->reason});
        } catch (const Raised& raised) {
            type.gaps.push_back({type.where, "a decorator: " + display(machine, raised.exception)});
        } catch (const NotKnown&) {
            type.gaps.push_back({type.where, "a decorator depends on what only the real run knows"});
        }
    }
    return made;
}

}  // namespace

Value make_class(Machine& machine, Scope& scope, const python::ClassDef& definition) {
    auto body = std::make_shared<Scope>();
    body->outer = &scope;
    body->class_body = true;
    Scope& inner = *machine.heap.keep(body);
    ClassObject made;
    made.name = definition.name;
    made.where = machine.where();
    if (machine.module && !machine.module->file.empty()) made.path = machine.module->file + "." + made.name;
    for (const python::Expression& base : definition.bases) inherit(machine, made, evaluate(machine, scope, base));
    for (const python::Keyword& keyword : definition.keywords) {
        if (keyword.name != "metaclass")
            made.keywords.emplace_back(keyword.name, evaluate(machine, scope, keyword.value));
    }
    for (const python::Expression& decorator : definition.decorators) {
        made.decorators.push_back(decorator_name(decorator));
        if (!is_harmless_decorator(made.decorators.back())) made.known = false;
        if (machine.loading > 0) made.decorating.push_back(decorator_value(machine, scope, decorator));
    }
    for (const python::Statement& statement : definition.body) run_class_statement(machine, inner, statement, made);
    for (const std::string& name : made.own) {
        auto found = inner.names.find(name);
        if (found != inner.names.end()) put(machine.heap, made.attributes, name, found->second);
    }
    if (has_fields(definition, made)) put_fields(machine, made, definition.body);
    return decorated(machine, finish_class(machine, std::move(made)));
}

Value make_class(Machine& machine, const Arguments& arguments) {
    ClassObject made;
    const auto* name = text_of(arguments.positional[0]);
    const auto bases = iterate(machine, arguments.positional[1]);
    const auto* body = as<Dict>(arguments.positional[2]);
    if (!name || !bases || !body) return unknown(machine, "a class made by type() is not followed");
    made.name = *name;
    made.where = machine.where();
    for (const Value& base : *bases) inherit(machine, made, base);
    for (const auto& [key, value] : body->items) {
        if (!text_of(key)) continue;
        made.own.push_back(*text_of(key));
        put(made.attributes, key, value);
        if (as<Object>(value)) machine.host.named(machine, *text_of(key), value, true);
    }
    return finish_class(machine, std::move(made));
}

}  // namespace migrate::interpreter
