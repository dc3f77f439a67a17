// Calls by what is called.
#include <algorithm>

#include "base/text.h"
#include "replay/alembic.h"
#include "replay/clauses.h"
#include "replay/column_types.h"
#include "replay/definitions.h"
#include "replay/doors.h"
#include "replay/interpreter.h"
#include "replay/library.h"
#include "replay/reader.h"

namespace migrate::replay {

Value call_method(Machine& machine, const Value& self, const std::string& name, Arguments arguments);

namespace {

/// True for what lets foreign code change the schema: op, a bind, a session, a batch.
bool opens_database(const Value& value) {
    const auto* door = object<DoorObject>(value);
    if (door) {
        return door->door != Door::inspector && door->door != Door::dialect && door->door != Door::elsewhere_inspector;
    }
    return object<BatchObject>(value) || path_of(value) == "alembic.op";
}

bool hands_over_database(const Arguments& arguments) {
    const bool named =
        std::ranges::any_of(arguments.named, [](const auto& pair) { return opens_database(pair.second); });
    return named || std::ranges::any_of(arguments.positional, opens_database);
}

bool is_exception_name(std::string_view path) {
    std::string_view name = path.substr(path.rfind('.') + 1);
    return name.ends_with("Error") || name.ends_with("Exception") || name == "SystemExit" || name == "StopIteration" ||
           name == "KeyboardInterrupt";
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
    if (!type.known && hands_over_database(arguments)) {
        emit_opaque(machine, arguments.source, type.name + " is given the database and is not followed");
    }
    Value made = keep(machine.heap, InstanceObject{as<Object>(callee), {}});
    const Value* start = find(type.attributes, "__init__");
    if (const auto* function = start ? as<Function>(*start) : nullptr) {
        arguments.positional.insert(arguments.positional.begin(), made);
        call_function(machine, *function, arguments);
    } else {
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
    if (hands_over_database(arguments)) {
        emit_opaque(machine, arguments.source, "code that is not followed is given the database: " + callee.reason);
    }
    return unknown_from(machine, callee);
}

/// The names of sqlalchemy that are neither types nor clauses nor parts of a table.
std::optional<Value> call_sqlalchemy(Machine& machine, std::string_view name, const Arguments& arguments) {
    const Value first = arguments.positional.empty() ? none() : arguments.positional[0];
    if (name == "inspect" || name == "Inspector" || name.ends_with("from_engine")) {
        if (is_unknown(first)) return unknown_from(machine, *as<Unknown>(first));
        const auto* door = object<DoorObject>(first);
        if (door && door->door == Door::elsewhere) return make_door(machine, Door::elsewhere_inspector);
        const bool database = door || !arguments.named.empty();
        return database ? make_door(machine, Door::inspector)
                        : unknown(machine, "what is inspected here is not followed");
    }
    if (name == "Table") return make_table(machine, arguments, false);
    if (name == "table") return make_table(machine, arguments, true);
    if (name == "Session" || name == "scoped_session" || name == "AsyncSession")
        return make_door(machine, Door::session);
    if (name == "sessionmaker") return machine.heap.named("sqlalchemy.Session");
    if (name == "create_engine" || name == "engine_from_config") return make_door(machine, Door::elsewhere);
    if (name == "DDL" || name.starts_with("Create") || name.starts_with("Drop") || name == "AddConstraint") {
        if (auto made = call_clause(machine, name, arguments)) return made;
        Clause clause{.kind = Clause::Kind::ddl, .sql = std::string(), .known = false};
        if (const auto* sequence = object<SequenceObject>(first)) {
            const bool makes = name == "CreateSequence";
            clause.sql = (makes ? "CREATE SEQUENCE " : "DROP SEQUENCE ") + to_string(sequence->name) +
                         (makes ? " " + sequence->options : "");
            clause.known = true;
        }
        if (name.ends_with("Schema") && text_of(first)) {
            clause.sql =
                (name == "CreateSchema" ? "CREATE SCHEMA " : "DROP SCHEMA ") + quote_identifier(*text_of(first));
            clause.known = true;
        }
        return keep(machine.heap, std::move(clause));
    }
    return std::nullopt;
}

Value call_context(Machine& machine, std::string_view name) {
    if (name == "is_offline_mode") return boolean(false);
    if (name == "get_context") return make_door(machine, Door::context);
    if (name == "get_bind") return make_door(machine, Door::bind);
    if (name == "get_x_argument")
        return unknown(machine, "an -x argument of the alembic command", machine.heap.dict(), "get_x_argument");
    return unknown(machine, "context." + std::string(name) + " is not followed");
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
    if (hands_over_database(arguments)) {
        emit_opaque(machine, arguments.source, name + " is given the database and is not followed");
    } else if (arguments.result_unused) {
        emit_opaque(machine, arguments.source, name + " is called and not followed: it may change the schema");
    }
    Value made = unknown(machine, name + "() is not followed");
    as<Unknown>(made)->python = made_by_class(machine, path, arguments);
    return made;
}

}  // namespace

std::string canonical_path(std::string_view path) {
    constexpr std::string_view dialects = "sqlalchemy.dialects.";
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (path.starts_with(dialects)) {
        std::string_view rest = path.substr(dialects.size());
        std::size_t dot = rest.find('.');
        return dot == std::string_view::npos ? std::string(path)
                                             : std::string(rest.substr(0, dot)) + "." + std::string(name);
    }
    if (!path.starts_with("sqlalchemy.")) return std::string(path);
    std::size_t function = path.find(".func.");
    if (function != std::string_view::npos) return "sqlalchemy.func." + std::string(path.substr(function + 6));
    if (path.ends_with(".Inspector.from_engine")) return "sqlalchemy.from_engine";
    return "sqlalchemy." + std::string(name);
}

Value call_named(Machine& machine, std::string_view given, const Arguments& arguments) {
    machine.step();
    std::string path = canonical_path(given);
    std::string_view view = path;
    std::string_view name = view.substr(view.rfind('.') + 1);
    if (is_exception_name(view)) return keep(machine.heap, ExceptionObject{path, arguments.positional});
    if (view.starts_with("builtins.")) return call_builtin(machine, view.substr(9), arguments);
    if (view.starts_with("alembic.op.")) return call_operation(machine, view.substr(11), arguments);
    if (view.starts_with("alembic.context.")) return call_context(machine, view.substr(16));
    if (view.starts_with("sqlalchemy.func.")) return call_sql_function(machine, view.substr(16), arguments);
    if (auto type = call_type(machine, view, arguments)) return *type;
    const bool sqlalchemy = view.starts_with("sqlalchemy.") || view.starts_with("postgresql.") ||
                            view.starts_with("sqlmodel.") || view.starts_with("sqlite.") || view.starts_with("mysql.");
    if (sqlalchemy) {
        if (auto made = call_sqlalchemy(machine, name, arguments)) return *made;
        if (auto made = call_definition(machine, name, arguments)) return *made;
        if (auto made = call_clause(machine, name, arguments)) return *made;
        return unknown(machine, std::string(given) + " is not followed");
    }
    if (auto made = call_standard(machine, view, arguments)) return *made;
    return call_foreign(machine, view, arguments);
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
    if (object<DoorObject>(callee)) return callee;
    if (!as<Object>(callee))
        raise(machine, "builtins.TypeError", "'" + std::string(type_name(callee)) + "' object is not callable");
    return unknown(machine, "a call of an object that is not followed");
}

}  // namespace migrate::replay
