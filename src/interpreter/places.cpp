// Where values stand: assignment to names, items and attributes; indexing, slicing and iteration.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "interpreter/reader.h"

namespace migrate::interpreter {

namespace {

void assign_name(Machine& machine, Scope& scope, const std::string& name, const Value& value) {
    machine.heap.charge(64);
    if (as<Object>(value)) machine.host.named(machine, name, value, scope.class_body);
    if (scope.globals.contains(name) && machine.module) {
        machine.module->names.insert_or_assign(name, value);
        return;
    }
    if (scope.nonlocals.contains(name)) {
        for (Scope* at = scope.outer; at; at = at->outer) {
            if (auto found = at->names.find(name); found != at->names.end()) {
                found->second = value;
                return;
            }
        }
    }
    scope.names.insert_or_assign(name, value);
}

void assign_many(Machine& machine, Scope& scope, const std::vector<python::Expression>& targets, const Value& value) {
    auto items = iterate(machine, value);
    if (!items) {
        const auto* source = unknown_in(value);
        for (const python::Expression& target : targets) {
            Value part =
                source ? unknown_from(machine, *source) : unknown(machine, "what is unpacked here is not known");
            assign(machine, scope, target, part);
        }
        return;
    }
    std::size_t starred = targets.size();
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].as<python::Starred>()) starred = i;
    }
    const bool has_star = starred < targets.size();
    if (has_star ? items->size() + 1 < targets.size() : items->size() != targets.size()) {
        raise(machine, "builtins.ValueError", "the number of values to unpack does not fit");
    }
    const std::size_t extra = items->size() - (targets.size() - (has_star ? 1 : 0));
    std::size_t next = 0;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (i != starred) {
            assign(machine, scope, targets[i], (*items)[next++]);
            continue;
        }
        auto begin = items->begin() + static_cast<std::ptrdiff_t>(next);
        assign(machine, scope, *targets[i].as<python::Starred>()->operand,
               machine.heap.list(Items(begin, begin + static_cast<std::ptrdiff_t>(extra))));
        next += extra;
    }
}

void assign_item(Machine& machine, const Value& holder, const Value& key, const Value& value) {
    machine.heap.charge(96);
    if (auto* dict = as<Dict>(holder)) {
        if (!put(*dict, key, value)) raise(machine, "builtins.TypeError", "unhashable key");
    } else if (auto* list = as<List>(holder)) {
        auto place = int_of(key);
        if (!place) return;
        std::int64_t at = *place < 0 ? *place + static_cast<std::int64_t>(list->items.size()) : *place;
        if (at < 0 || at >= static_cast<std::int64_t>(list->items.size()))
            raise(machine, "builtins.IndexError", "list index out of range");
        list->items[static_cast<std::size_t>(at)] = value;
    } else {
        machine.host.note(machine, "an assignment to an item of an object is not followed");
    }
}

/// [begin, end) with step as Python's slices mean it, for a sequence of `size`.
std::vector<std::size_t> places_of_slice(std::int64_t size, const Value& lower, const Value& upper, std::int64_t step) {
    auto bounded = [&](const Value& bound, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
        auto at = int_of(bound);
        if (!at) return otherwise;
        return std::clamp(*at < 0 ? *at + size : *at, low, high);
    };
    std::vector<std::size_t> places;
    if (step > 0) {
        std::int64_t stop = bounded(upper, size, 0, size);
        for (std::int64_t i = bounded(lower, 0, 0, size); i < stop; i += std::min(step, size + 1))
            places.push_back(static_cast<std::size_t>(i));
    } else {
        std::int64_t stop = bounded(upper, -1, -1, size - 1);
        std::int64_t by = std::max(step, -size - 1);
        for (std::int64_t i = bounded(lower, size - 1, -1, size - 1); i > stop; i += by)
            places.push_back(static_cast<std::size_t>(i));
    }
    return places;
}

/// The item of what is likely; nullopt when nothing is, or when it has no such item.
std::optional<Value> likely_item(Machine& machine, const Unknown& source, const Value& index) {
    if (!source.likely || is_unknown(*source.likely) || is_unknown(index)) return std::nullopt;
    try {
        return subscript(machine, *source.likely, index);
    } catch (const Raised&) {
        return std::nullopt;
    }
}

Value item_at(Machine& machine, const Items& items, const Value& index) {
    auto place = int_of(index);
    if (!place) raise(machine, "builtins.TypeError", "indices must be integers");
    std::int64_t at = *place < 0 ? *place + static_cast<std::int64_t>(items.size()) : *place;
    if (at < 0 || at >= static_cast<std::int64_t>(items.size()))
        raise(machine, "builtins.IndexError", "index out of range");
    return items[static_cast<std::size_t>(at)];
}

Value row_item(Machine& machine, const RowObject& row, const Value& index) {
    if (auto place = int_of(index)) {
        auto at = *place < 0 ? *place + static_cast<std::int64_t>(row.items.size()) : *place;
        if (at >= 0 && at < static_cast<std::int64_t>(row.items.size())) return row.items[static_cast<std::size_t>(at)];
        raise(machine, "builtins.IndexError", "row index out of range");
    }
    auto name = text_in(machine, index);
    for (std::size_t i = 0; name && i < row.columns.size() && i < row.items.size(); ++i) {
        if (row.columns[i] == *name) return row.items[i];
    }
    return unknown(machine, "a column of a row that is not followed");
}

}  // namespace

void assign(Machine& machine, Scope& scope, const python::Expression& target, const Value& value) {
    machine.step();
    if (const auto* name = target.as<python::Name>()) {
        assign_name(machine, scope, name->id, value);
    } else if (const auto* tuple = target.as<python::Tuple>()) {
        assign_many(machine, scope, tuple->items, value);
    } else if (const auto* list = target.as<python::List>()) {
        assign_many(machine, scope, list->items, value);
    } else if (const auto* item = target.as<python::Subscript>()) {
        Value holder = evaluate(machine, scope, *item->object);
        if (item->index->as<python::Slice>()) {
            machine.host.note(machine, "an assignment to a slice is not followed");
        } else {
            assign_item(machine, holder, evaluate(machine, scope, *item->index), value);
        }
    } else if (const auto* field = target.as<python::Attribute>()) {
        set_attribute(machine, evaluate(machine, scope, *field->object), field->name, value);
    }
}

void set_attribute(Machine& machine, const Value& holder, const std::string& name, const Value& value) {
    if (auto* instance = object<InstanceObject>(holder)) put(machine.heap, instance->attributes, name, value);
    if (auto* type = object<ClassObject>(holder)) {
        if (as<Object>(value)) machine.host.named(machine, name, value, true);
        put(machine.heap, type->attributes, name, value);
        if (!owns(*type, name)) {
            type->own.push_back(name);
            type->places.emplace_back(name, machine.where());
        }
    }
    machine.host.set_attribute(machine, holder, name, value);
}

std::optional<Items> iterate(Machine& machine, const Value& value) {
    if (auto* iterator = object<IteratorObject>(value)) {
        Items rest(iterator->items.begin() + static_cast<std::ptrdiff_t>(iterator->next), iterator->items.end());
        iterator->next = iterator->items.size();
        return rest;
    }
    if (const auto* row = object<RowObject>(value)) return row->items;
    if (const auto* type = object<ClassObject>(value); type && type->enumeration) {
        Items members;
        for (const auto& [name, member] : type->attributes.items) {
            if (object<InstanceObject>(member)) members.push_back(member);
        }
        return members;
    }
    if (is_none(value) || number_of(value)) {
        raise(machine, "builtins.TypeError", "'" + std::string(type_name(value)) + "' object is not iterable");
    }
    if (auto items = as<Object>(value) ? machine.host.items(machine, value) : std::nullopt) return items;
    return items_of(machine.heap, value);
}

Value subscript(Machine& machine, const Value& value, const Value& index) {
    machine.step();
    if (const auto* source = as<Unknown>(value))
        return unknown_from(machine, *source, likely_item(machine, *source, index));
    const bool generic = as<Named>(value) && path_of(value) != "os.environ";
    if (const auto* source = generic ? nullptr : as<Unknown>(index)) return unknown_from(machine, *source);
    if (const auto* dict = as<Dict>(value)) {
        if (const Value* found = find(*dict, index)) return *found;
        raise(machine, "builtins.KeyError", represent(machine, index));
    }
    if (const auto* row = object<RowObject>(value)) return row_item(machine, *row, index);
    if (const auto* type = object<ClassObject>(value); type && type->enumeration) {
        if (const Value* member = find(type->attributes, index)) return *member;
        raise(machine, "builtins.KeyError", represent(machine, index));
    }
    if (const auto* list = as<List>(value)) return item_at(machine, list->items, index);
    if (const auto* tuple = as<Tuple>(value)) return item_at(machine, tuple->items, index);
    if (text_of(value) || as<Range>(value)) return item_at(machine, *items_of(machine.heap, value), index);
    if (path_of(value) == "os.environ")
        return unknown(machine, "the setting " + display(machine, index) + " of the environment");
    if (as<Named>(value) || object<GenericObject>(value) || object<ClassObject>(value)) {  // list[str], Generic[T]
        const auto* several = as<Tuple>(index);
        return keep(machine.heap, GenericObject{value, several ? several->items : Items{index}});
    }
    if (auto item = as<Object>(value) ? machine.host.item(machine, value, index) : std::nullopt) return *item;
    if (is_none(value) || number_of(value)) raise(machine, "builtins.TypeError", "object is not subscriptable");
    return unknown(machine, "an item of an object that is not followed");
}

Value slice(Machine& machine, const Value& value, const Value& lower, const Value& upper, const Value& step) {
    if (const auto* source = as<Unknown>(value)) return unknown_from(machine, *source, source->likely);
    if (is_unknown(lower) || is_unknown(upper) || is_unknown(step))
        return unknown(machine, "a slice with bounds that are not known");
    auto by = is_none(step) ? std::optional<std::int64_t>(1) : int_of(step);
    auto items = text_of(value) || as<List>(value) || as<Tuple>(value) || as<Range>(value)
                     ? items_of(machine.heap, value)
                     : std::nullopt;
    if (!items || !by || *by == 0) return unknown(machine, "a slice that is not followed");
    Items made;
    std::string text;
    for (std::size_t place : places_of_slice(static_cast<std::int64_t>(items->size()), lower, upper, *by)) {
        machine.step();
        if (text_of(value)) text += *text_of((*items)[place]);
        made.push_back((*items)[place]);
    }
    if (text_of(value)) return machine.heap.text(std::move(text));
    return as<Tuple>(value) ? machine.heap.tuple(std::move(made)) : machine.heap.list(std::move(made));
}

}  // namespace migrate::interpreter
