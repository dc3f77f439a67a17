// Listeners of mappers: code that gives a class columns as it is mapped; and the tables that it appends them to.
#include <algorithm>
#include <set>

#include "interpreter/reader.h"
#include "models/machine.h"

namespace migrate::models {

namespace {

bool is_above(const Object* above, const Value& type, int depth = 0) {
    const auto* own = object<ClassObject>(type);
    return own && depth < 16 &&
           std::ranges::any_of(
               own->parents,
               [&](const Value& parent) { return as<Object>(parent) == above || is_above(above, parent, depth + 1); });
}

/// True for a place that its own module comes to only after the other one.
bool is_later(const std::string& where, const std::string& other) {
    const std::size_t colon = where.rfind(':');
    if (colon == std::string::npos || other.substr(0, other.rfind(':')) != where.substr(0, colon)) return false;
    return std::stol("0" + where.substr(colon + 1)) > std::stol("0" + other.substr(colon + 1));
}

bool listens_to(const Listener& listener, const Value& type) {
    const std::string_view path = path_of(listener.target);
    if (path.starts_with("sqlalchemy.")) return path.ends_with(".mapper") || path.ends_with(".Mapper");
    const auto* target = as<Object>(listener.target);
    return target && (target == as<Object>(type) || (listener.propagate && is_above(target, type)));
}

}  // namespace

Value listener_from(Machine& machine, const Arguments& arguments) {
    // All others are about rows and sessions.
    static const std::set<std::string_view> events = {"instrument_class", "mapper_configured",
                                                      "before_mapper_configured", "after_mapper_constructed"};
    Reader reader(machine, arguments);
    const Value target = reader.value("target", 0).value_or(none());
    const std::string event = reader.text("identifier", 1).value_or("");
    if (!events.contains(event)) return keep(machine.heap, NoColumnObject{});
    const Value function = reader.value("fn", 2).value_or(none());
    Listener made{target, function, reader.flag("propagate"), ""};
    if (event == "instrument_class" || event == "after_mapper_constructed") made.where = machine.where();
    if (is_none(function)) return keep(machine.heap, ListensForObject{std::move(made)});
    machine.listeners.push_back(std::move(made));
    return none();
}

Value table_of(Machine& machine, Mapped& mapped) {
    const auto* type = mapped.type ? std::any_cast<ClassObject>(&mapped.type->data) : nullptr;
    if (const Value* own = type ? find(type->attributes, "__table__") : nullptr) return *own;
    if (!mapped.added) {
        TableObject table;
        table.name = mapped.name;
        mapped.added = as<Object>(keep(machine.heap, std::move(table)));
    }
    return {mapped.added};
}

void run_listeners(Machine& machine, Mapped& mapped) {
    const Value type = mapped.type ? Value{mapped.type} : none();
    for (std::size_t i = 0; mapped.type && i < machine.listeners.size(); ++i) {
        const Listener listener = machine.listeners[i];
        if (!listens_to(listener, type) || is_later(listener.where, mapped.made_at)) continue;
        ClassObject mapper;
        mapper.name = "Mapper";
        put(machine.heap, mapper.attributes, "class_", type);
        for (const char* name : {"local_table", "mapped_table", "persist_selectable"})
            put(machine.heap, mapper.attributes, name, table_of(machine, mapped));
        std::string reason;
        try {
            const Value given = keep(machine.heap, std::move(mapper));
            const Value made = call(machine, listener.function, {{given, type}, {}, nullptr, {}, false});
            if (const auto* source = as<Unknown>(made)) reason = source->reason;
        } catch (const Raised& raised) {
            reason = display(machine, raised.exception);
        } catch (const NotKnown&) {
            reason = "it depends on what only the real run knows";
        }
        if (!reason.empty())
            mapped.doubts.push_back({"table " + to_string(mapped.name),
                                     "what a listener of its mapper does is not followed: " + reason, mapped.where});
    }
}

}  // namespace migrate::models
