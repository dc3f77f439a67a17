#include "replay/host.h"

#include <algorithm>

#include "interpreter/library.h"
#include "replay/alembic.h"
#include "replay/create_all.h"
#include "replay/database_handles.h"
#include "replay/foreign_calls.h"
#include "replay/making.h"
#include "replay/results.h"
#include "replay/table_calls.h"
#include "sqlalchemy/calls.h"

namespace migrate::replay {

namespace {

using Base = interpreter::Machine;

Machine& own(Base& machine) {
    return static_cast<Machine&>(machine);
}

/// True for what lets foreign code change the schema: op, a bind, a session, a batch.
bool opens_database(const Value& value) {
    const auto* handle = object<DoorObject>(value);
    if (handle) {
        return handle->handle != DatabaseHandle::inspector && handle->handle != DatabaseHandle::elsewhere_inspector;
    }
    return object<BatchObject>(value) || path_of(value) == "alembic.op";
}

bool hands_over_database(const Arguments& arguments) {
    const bool named =
        std::ranges::any_of(arguments.named, [](const auto& pair) { return opens_database(pair.second); });
    return named || std::ranges::any_of(arguments.positional, opens_database);
}

Value call_context(Machine& machine, std::string_view name) {
    if (name == "is_offline_mode") return boolean(false);
    if (name == "get_context") return make_handle(machine, DatabaseHandle::context);
    if (name == "get_bind") return make_handle(machine, DatabaseHandle::bind);
    if (name == "get_x_argument")
        return unknown(machine, "an -x argument of the alembic command", machine.heap.dict(), "get_x_argument");
    return unknown(machine, "context." + std::string(name) + " is not followed");
}

/// Connections, sessions, inspectors: names of SQLAlchemy that open a database.
std::optional<Value> call_handle(Machine& machine, std::string_view name, const Arguments& arguments) {
    const Value first = arguments.positional.empty() ? none() : arguments.positional[0];
    if (name == "inspect" || name == "Inspector" || name.ends_with("from_engine")) {
        if (is_unknown(first)) return unknown_from(machine, *as<Unknown>(first));
        const auto* handle = object<DoorObject>(first);
        if (handle && handle->handle == DatabaseHandle::elsewhere)
            return make_handle(machine, DatabaseHandle::elsewhere_inspector);
        const bool database = handle || !arguments.named.empty();
        return database ? make_handle(machine, DatabaseHandle::inspector)
                        : unknown(machine, "what is inspected here is not followed");
    }
    if (name == "Session" || name == "scoped_session" || name == "AsyncSession")
        return make_handle(machine, DatabaseHandle::session);
    if (name == "sessionmaker") return machine.heap.named("sqlalchemy.Session");
    if (name == "create_engine" || name == "engine_from_config") return make_handle(machine, DatabaseHandle::elsewhere);
    return std::nullopt;
}

std::optional<Value> call_name(Base& base, std::string_view given, const Arguments& arguments) {
    Machine& machine = own(base);
    const std::string path = canonical_path(given);
    const std::string_view view = path;
    if (view.starts_with("alembic.op.")) return call_operation(machine, view.substr(11), arguments);
    if (view.starts_with("alembic.context.")) return call_context(machine, view.substr(16));
    const std::string_view module = view.substr(0, view.find('.'));
    const bool sqlalchemy = module == "sqlalchemy" || module == "postgresql" || module == "sqlmodel" ||
                            module == "sqlite" || module == "mysql";
    const std::string_view name = view.substr(view.rfind('.') + 1);
    if (sqlalchemy) {
        if (auto made = call_handle(machine, name, arguments)) return *made;
    }
    if (auto made = call_canonical(machine, view, arguments)) {
        models::note_made(machine, view, *made);
        return made;
    }
    const bool listens = name == "listen" || name == "listens_for";  // to a table that is made here, too
    if (auto made = listens ? std::nullopt : models::call_declarative(machine, view, arguments)) return made;
    if (sqlalchemy) return unknown(machine, std::string(given) + " is not followed");
    if (opens_session(view) && hands_over_database(arguments)) return make_handle(machine, DatabaseHandle::session);
    return std::nullopt;
}

std::optional<Value> call_object(Base& machine, const Value& callee, const Arguments& arguments) {
    if (const auto* compiles = object<CompilesObject>(callee)) doubt_compiled(own(machine), *compiles);
    return object<DoorObject>(callee) ? std::optional(callee) : models::kHost.call_object(machine, callee, arguments);
}

/// What SQLAlchemy's declarative layer keeps.
bool is_declarative(const Value& value) {
    return object<ClassObject>(value) || object<RegistryObject>(value) || object<models::NoColumnObject>(value);
}

std::optional<Value> get_attribute(Base& base, const Value& self, const std::string& name) {
    Machine& machine = own(base);
    if (const auto* handle = object<DoorObject>(self)) return handle_attribute(machine, handle->handle, name);
    if (auto* result = object<ResultObject>(self); result && (name == "rowcount" || name == "returns_rows"))
        return result_attribute(machine, *result, name);
    if (object<MetadataObject>(self) && (name == "tables" || name == "sorted_tables")) run_imported(machine);
    return is_declarative(self) ? models::kHost.attribute(base, self, name) : attribute_of(machine, self, name);
}

std::optional<Value> call_method(Base& base, const Value& self, const std::string& name, const Arguments& arguments) {
    Machine& machine = own(base);
    if (const auto* handle = object<DoorObject>(self)) return handle_method(machine, handle->handle, name, arguments);
    if (object<DialectObject>(self) && name == "has_table")
        return handle_method(machine, DatabaseHandle::bind, name, arguments);
    if (const auto* batch = object<BatchObject>(self)) return batch_method(machine, *batch, name, arguments);
    if (auto* result = object<ResultObject>(self)) return result_method(machine, *result, name, arguments);
    if (auto made = call_schema_method(machine, self, name, arguments)) return made;
    if (is_declarative(self)) return models::kHost.call_method(base, self, name, arguments);
    return call_method_of(machine, self, name, arguments);
}

std::optional<Items> get_items(Base& base, const Value& self) {
    if (auto* result = object<ResultObject>(self)) return iterate_result(own(base), *result);
    return items_in(own(base), self);
}

bool enter(Base& base, const Value& context, std::string_view method) {
    Machine& machine = own(base);
    if (auto* batch = object<BatchObject>(context)) {
        machine.batches.push_back(batch);
        machine.naming_around.push_back({&batch->naming, &batch->naming_doubt});
        return true;
    }
    if (method != "autocommit_block") return false;
    ++machine.autocommits;
    return true;
}

void leave(Base& base, const Value& context, bool finished) {
    Machine& machine = own(base);
    if (auto* batch = object<BatchObject>(context)) {
        if (finished) finish_batch(machine, *batch);
        machine.naming_around.pop_back();
        machine.batches.pop_back();
    } else {
        --machine.autocommits;
    }
}

void unseen(Base& base, Unseen kind, const std::string& what, const Arguments& arguments) {
    Machine& machine = own(base);
    const bool given = hands_over_database(arguments);
    if (given && kind == Unseen::a_value) {
        emit_opaque(machine, arguments.source, "code that is not followed is given the database: " + what,
                    named_tables(machine, arguments));
    } else if (given) {
        emit_opaque(machine, arguments.source, what + " is given the database and is not followed",
                    named_tables(machine, arguments));
    } else if (kind == Unseen::a_name && arguments.result_unused && !only_speaks(what) && !asks_session(what)) {
        emit_opaque(machine, arguments.source, what + " is called and not followed: it may change the schema",
                    named_tables(machine, arguments));
    }
}

void caught(Base& base, bool simulated) {
    if (simulated && own(base).can().aborts) {
        remark(own(base), Remark::Kind::note, "an error caught here may already have aborted PostgreSQL's transaction");
    }
}

}  // namespace

const Host kHost = {
    .call_name = call_name,
    .call_object = call_object,
    .attribute = get_attribute,
    .set_attribute = models::kHost.set_attribute,
    .call_method = call_method,
    .operation = [](Base& machine, std::string_view op, const Value& left,
                    const Value& right) { return operation_on(own(machine), op, left, right); },
    .item = [](Base& machine, const Value& self, const Value& index) { return item_of(own(machine), self, index); },
    .items = get_items,
    .text = [](Base& machine, const Value& self) { return shown(own(machine), self); },
    .name = name_in,
    .is_instance = [](Base& machine, const Value& self,
                      std::string_view path) { return is_instance_of(own(machine), self, path); },
    .enter = enter,
    .leave = leave,
    .unseen = unseen,
    .unseen_statement = [](Base& machine, const std::string& source,
                           const std::string& reason) { emit_opaque(own(machine), source, reason); },
    .caught = caught,
    .class_made = [](Base& machine, const Value& type) { models::class_made(own(machine), type); },
    .named = models::kHost.named,
    .note = [](Base& machine, const std::string& text) { remark(own(machine), Remark::Kind::note, text); },
};

}  // namespace migrate::replay
