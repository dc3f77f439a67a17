#include "replay/database_handles.h"

#include <set>

#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "replay/alembic.h"
#include "replay/results.h"

namespace migrate::replay {

namespace {

std::optional<Value> context_attribute(Machine& machine, std::string_view name) {
    if (name == "bind" || name == "connection") return make_handle(machine, DatabaseHandle::bind);
    if (name == "dialect") return keep(machine.heap, DialectObject{});
    if (name == "impl") return make_handle(machine, DatabaseHandle::impl);
    if (name == "as_sql") return boolean(false);
    if (name == "config" || name == "environment_context" || name == "migration_context") {
        return name == "config" ? unknown(machine, "Alembic's configuration")
                                : make_handle(machine, DatabaseHandle::context);
    }
    if (name == "version_table_schema" && machine.version_table_schema.empty()) {
        remark(machine, Remark::Kind::note, "Alembic's version table is taken to have no schema of its own");
        return none();
    }
    if (name == "version_table_schema") return machine.heap.text(machine.version_table_schema);
    if (name == "version_table")
        return unknown(machine, "the name of Alembic's version table", machine.heap.text("alembic_version"));
    if (name == "opts" || name == "script") return unknown(machine, "Alembic's configuration");
    return std::nullopt;
}

Value has_table(Machine& machine, const Arguments& arguments) {
    Arguments inner = arguments;
    // dialect.has_table(connection, "t"): the connection comes first
    if (!inner.positional.empty() && object<DoorObject>(inner.positional[0]))
        inner.positional.erase(inner.positional.begin());
    return inspector_method(machine, "has_table", inner);
}

Value execute_many(Machine& machine, const Arguments& arguments, bool wants_result) {
    Reader reader(machine, arguments);
    Value statement = reader.value("statement", 0).value_or(none());
    Value parameters = reader.value("parameters", 1).value_or(reader.value("params").value_or(none()));
    if (arguments.positional.size() < 2 && !arguments.named.empty() && is_none(parameters)) {
        parameters = machine.heap.dict();
        for (const auto& [name, value] : arguments.named) put(machine.heap, *as<Dict>(parameters), name, value);
    }
    return execute_sql(machine, statement, parameters, wants_result);
}

Value session_data(Machine& machine, std::string_view name) {
    return data_result(machine, "session." + std::string(name));
}

/// True when a session is given a statement of the application's models, not text: what it is about are rows.
bool asks_for_rows(const Arguments& arguments) {
    const auto* source = arguments.positional.empty() ? nullptr : as<Unknown>(arguments.positional.front());
    return source != nullptr && source->shape.empty();
}

/// What another connection sees of the database: not what this transaction has made. So what is not there is not
/// there, and what is there may not be seen.
Value elsewhere_answer(Machine& machine, std::string_view name, const Arguments& arguments) {
    Value answer = inspector_method(machine, name, arguments);
    const bool* there = bool_of(answer);
    if (is_unknown(answer) || (there && !*there)) return answer;
    if (const auto* list = as<List>(answer); list && list->items.empty()) return answer;
    return unknown(machine, "what another connection sees of the database", answer);
}

Value elsewhere_method(Machine& machine, std::string_view name, const Arguments& arguments) {
    static const std::set<std::string_view> same = {"connect", "begin", "__enter__", "execution_options"};
    if (same.contains(name)) return make_handle(machine, DatabaseHandle::elsewhere);
    if (name == "has_table" || name == "table_names") return elsewhere_answer(machine, name, arguments);
    const bool runs = name == "execute" || name == "exec_driver_sql";
    if (runs && arguments.result_unused)
        emit_opaque(machine, arguments.source, "SQL on another connection than the one that is migrated");
    return unknown(machine, "another connection than the one that is migrated");
}

}  // namespace

Value make_handle(Machine& machine, DatabaseHandle handle) {
    return keep(machine.heap, DoorObject{handle});
}

std::optional<Value> handle_attribute(Machine& machine, DatabaseHandle handle, std::string_view name) {
    if (handle == DatabaseHandle::context) return context_attribute(machine, name);
    if (handle == DatabaseHandle::elsewhere && name != "dialect" && name != "name") return std::nullopt;
    if (name == "dialect") return keep(machine.heap, DialectObject{});
    if (name == "engine") return make_handle(machine, DatabaseHandle::engine);
    if (name == "bind" || name == "connection") return make_handle(machine, DatabaseHandle::bind);
    if (name == "name") return machine.heap.text(std::string(name_of(machine.dialect())));
    if (name == "url") {
        Value url = unknown(machine, "the connection's url");
        as<Unknown>(url)->shape = std::string(name_of(machine.dialect())) + kHole;
        return url;
    }
    if (name == "info" || name == "driver") return unknown(machine, "the connection's " + std::string(name));
    if (name == "default_schema_name")
        return attribute(machine, keep(machine.heap, DialectObject{}), std::string(name));
    return std::nullopt;
}

Value handle_method(Machine& machine, DatabaseHandle handle, std::string_view name, const Arguments& arguments) {
    static const std::set<std::string_view> same = {"connect",          "begin",
                                                    "begin_nested",     "execution_options",
                                                    "__enter__",        "contextual_connect",
                                                    "autocommit_block", "begin_transaction",
                                                    "connection",       "get_bind"};
    static const std::set<std::string_view> nothing = {"commit",
                                                       "rollback",
                                                       "close",
                                                       "flush",
                                                       "add",
                                                       "add_all",
                                                       "bulk_save_objects",
                                                       "bulk_insert_mappings",
                                                       "bulk_update_mappings",
                                                       "invalidate",
                                                       "dispose",
                                                       "expire_all",
                                                       "refresh",
                                                       "merge",
                                                       "delete",
                                                       "__exit__",
                                                       "clear_cache",
                                                       "expunge_all",
                                                       "static_output"};
    if (handle == DatabaseHandle::inspector) return inspector_method(machine, name, arguments);
    if (handle == DatabaseHandle::elsewhere_inspector) return elsewhere_answer(machine, name, arguments);
    if (handle == DatabaseHandle::elsewhere) return elsewhere_method(machine, name, arguments);
    if (nothing.contains(name)) return none();
    if (handle == DatabaseHandle::session && asks_for_rows(arguments)) return session_data(machine, name);
    if (name == "exec_driver_sql")
        return execute_driver_sql(machine, Reader(machine, arguments).value("statement", 0).value_or(none()),
                                  !arguments.result_unused);
    if (name == "execute" || name == "exec") return execute_many(machine, arguments, !arguments.result_unused);
    if (name == "scalar" || name == "scalars") {
        Value result = execute_many(machine, arguments, true);
        auto* found = object<ResultObject>(result);
        return found ? result_method(machine, *found, name, {}) : result;
    }
    if (name == "has_table") return has_table(machine, arguments);
    if (name == "table_names" || name == "get_table_names")
        return inspector_method(machine, "get_table_names", arguments);
    if (name == "in_transaction") return boolean(true);
    if (name == "is_offline_mode") return boolean(false);
    if (handle == DatabaseHandle::session && (name == "query" || name == "get")) return session_data(machine, name);
    if (same.contains(name))
        return make_handle(machine, handle == DatabaseHandle::session ? DatabaseHandle::session : DatabaseHandle::bind);
    if (name == "get_context") return make_handle(machine, DatabaseHandle::context);
    if (handle == DatabaseHandle::impl)
        emit_opaque(machine, arguments.source, "a call of Alembic's inner implementation is not followed");
    return unknown(machine, "the method " + std::string(name) + " of the connection is not followed");
}

}  // namespace migrate::replay
