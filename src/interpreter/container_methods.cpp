// The methods of list, tuple, dict and set.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "interpreter/methods.h"

namespace migrate::interpreter {

namespace {

using Answer = std::optional<Value>;

Answer first(const Arguments& arguments) {
    return arguments.positional.empty() ? std::nullopt : Answer(arguments.positional[0]);
}

/// The place of an equal item, its absence as items.size(); nullopt when that is not known.
std::optional<std::size_t> place_of(Machine& machine, const Items& items, const Value& value) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        machine.step();
        auto same = equal(items[i], value);
        if (!same) return std::nullopt;
        if (*same) return i;
    }
    return items.size();
}

std::size_t bounded_place(std::int64_t place, std::size_t size) {
    auto whole = static_cast<std::int64_t>(size);
    if (place < 0) place += whole;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(place, 0, whole));
}

Answer pop_item(Machine& machine, List& self, const Arguments& arguments) {
    auto given = first(arguments);
    auto place = given ? int_of(*given) : std::optional<std::int64_t>(-1);
    if (!place) return std::nullopt;
    std::int64_t at = *place < 0 ? *place + static_cast<std::int64_t>(self.items.size()) : *place;
    if (at < 0 || at >= static_cast<std::int64_t>(self.items.size()))
        raise(machine, "IndexError", "pop index out of range");
    Value value = self.items[static_cast<std::size_t>(at)];
    self.items.erase(self.items.begin() + at);
    return value;
}

void extend(Machine& machine, Items& items, const Value& more) {
    auto added = iterate(machine, more);
    if (!added) {
        items.push_back(unknown(machine, "what is added to this list is not known"));
        return;
    }
    machine.heap.charge(added->size() * sizeof(Value));
    items.insert(items.end(), added->begin(), added->end());
}

Value pairs_of(Machine& machine, const Dict& dict, std::string_view name) {
    Items items;
    for (const auto& [key, value] : dict.items) {
        machine.step();
        items.push_back(name == "keys" ? key : name == "values" ? value : machine.heap.tuple({key, value}));
    }
    return machine.heap.list(std::move(items));
}

void update_dict(Machine& machine, Dict& self, const Arguments& arguments) {
    if (auto given = first(arguments)) {
        if (const auto* other = as<Dict>(*given)) {
            for (const auto& [key, value] : other->items) put(self, key, value);
        } else if (auto items = iterate(machine, *given)) {
            for (const Value& item : *items) {
                auto pair = items_of(machine.heap, item);
                if (pair && pair->size() == 2) put(self, (*pair)[0], (*pair)[1]);
            }
        }
    }
    for (const auto& [name, value] : arguments.named) put(machine.heap, self, name, value);
    machine.heap.charge(self.items.size() * 64);
}

/// Union, intersection, difference, symmetric_difference.
Answer combine_sets(Machine& machine, const Set& self, std::string_view name, const Arguments& arguments) {
    auto other = first(arguments);
    auto items = other ? iterate(machine, *other) : std::optional<Items>(Items{});
    if (!items) return std::nullopt;
    Set theirs;
    for (const Value& item : *items) {
        if (!put(theirs.keys, item, none())) return std::nullopt;
    }
    Set made;
    const bool keep_common = name == "intersection" || name == "intersection_update";
    for (const auto& [key, ignored] : self.keys.items) {
        machine.step();
        const bool common = find(theirs.keys, key) != nullptr;
        if (name == "union" || name == "update" || common == keep_common) put(made.keys, key, none());
    }
    for (const auto& [key, ignored] : theirs.keys.items) {
        const bool mine = find(self.keys, key) != nullptr;
        if (name == "union" || name == "update" || (name == "symmetric_difference" && !mine))
            put(made.keys, key, none());
    }
    machine.heap.charge(made.keys.items.size() * 96);
    return Value{machine.heap.make<Set>(std::move(made))};
}

/// One after the other: a.union(b, c).
Answer combine_with_all(Machine& machine, const Set& self, std::string_view name, const Arguments& arguments) {
    Answer made = combine_sets(machine, self, name, arguments);
    for (std::size_t i = 1; made && i < arguments.positional.size(); ++i)
        made = combine_sets(machine, *as<Set>(*made), name, {{arguments.positional[i]}, {}, nullptr, {}, false});
    return made;
}

Answer compare_sets(Machine& machine, const Set& self, std::string_view name, const Arguments& arguments) {
    auto other = first(arguments);
    auto items = other ? iterate(machine, *other) : std::nullopt;
    if (!items) return std::nullopt;
    Set theirs;
    for (const Value& item : *items) put(theirs.keys, item, none());
    const Set& inner = name == "issuperset" ? theirs : self;
    const Set& outer = name == "issuperset" ? self : theirs;
    auto held = std::ranges::count_if(inner.keys.items,
                                      [&](const auto& pair) { return find(outer.keys, pair.first) != nullptr; });
    if (name == "isdisjoint") return boolean(held == 0);
    return boolean(static_cast<std::size_t>(held) == inner.keys.items.size());
}

}  // namespace

std::optional<bool> less(Machine& machine, const Value& left, const Value& right, int depth) {
    machine.step();
    if (is_unknown(left) || is_unknown(right) || depth > 20) return std::nullopt;
    if (auto a = number_of(left), b = number_of(right); a && b) return *a < *b;
    if (const auto *a = text_of(left), *b = text_of(right); a && b) return *a < *b;
    if (as<Object>(left) || as<Object>(right) || as<Named>(left) || as<Named>(right)) return std::nullopt;
    auto a = items_of(machine.heap, left);
    auto b = items_of(machine.heap, right);
    if (!a || !b || left.data.index() != right.data.index()) raise(machine, "TypeError", "these values have no order");
    for (std::size_t i = 0; i < std::min(a->size(), b->size()); ++i) {
        auto same = equal((*a)[i], (*b)[i]);
        if (!same) return std::nullopt;
        if (!*same) return less(machine, (*a)[i], (*b)[i], depth + 1);
    }
    return a->size() < b->size();
}

std::optional<Items> sorted_items(Machine& machine, Items items, const Arguments& arguments) {
    std::optional<Value> key;
    bool reverse = false;
    for (const auto& [name, value] : arguments.named) {
        if (name == "key" && !is_none(value)) key = value;
        if (name == "reverse") reverse = truth(machine, value);
    }
    std::vector<std::pair<Value, Value>> keyed;
    for (const Value& item : items) {
        Value by = key ? call(machine, *key, {{item}, {}, nullptr, {}, false}) : item;
        if (unknown_in(by)) return std::nullopt;
        keyed.emplace_back(by, item);
    }
    bool known = true;
    auto before = [&](const auto& a, const auto& b) {
        auto answer = reverse ? less(machine, b.first, a.first) : less(machine, a.first, b.first);
        if (!answer) known = false;
        return answer.value_or(false);
    };
    std::stable_sort(keyed.begin(), keyed.end(), before);
    if (!known) return std::nullopt;
    for (std::size_t i = 0; i < keyed.size(); ++i) items[i] = keyed[i].second;
    return items;
}

std::optional<Value> list_method(Machine& machine, List& self, std::string_view name, const Arguments& arguments) {
    auto given = first(arguments);
    if (name == "append" && given) {
        machine.heap.charge(sizeof(Value));
        self.items.push_back(*given);
        return none();
    }
    if (name == "extend" && given) return extend(machine, self.items, *given), none();
    if (name == "insert" && arguments.positional.size() == 2) {
        auto place = bounded_place(int_of(*given).value_or(0), self.items.size());
        machine.heap.charge(sizeof(Value));
        self.items.insert(self.items.begin() + static_cast<std::ptrdiff_t>(place), arguments.positional[1]);
        return none();
    }
    if (name == "pop") return pop_item(machine, self, arguments);
    if (name == "remove" && given) {
        auto place = place_of(machine, self.items, *given);
        if (!place) return std::nullopt;
        if (*place == self.items.size()) raise(machine, "ValueError", "list.remove(x): x not in list");
        self.items.erase(self.items.begin() + static_cast<std::ptrdiff_t>(*place));
        return none();
    }
    if (name == "clear") return self.items.clear(), none();
    if (name == "reverse") return std::ranges::reverse(self.items), none();
    if (name == "copy") return machine.heap.list(self.items);
    if (name == "sort") {
        auto made = sorted_items(machine, self.items, arguments);
        if (!made) return std::nullopt;
        self.items = std::move(*made);
        return none();
    }
    return tuple_method(machine, self.items, name, arguments);
}

std::optional<Value> tuple_method(Machine& machine, const Items& self, std::string_view name,
                                  const Arguments& arguments) {
    auto given = first(arguments);
    if (name == "index" && given) {
        auto place = place_of(machine, self, *given);
        if (place && *place == self.size()) raise(machine, "ValueError", "the value is not in the list");
        return place ? Answer(integer(static_cast<std::int64_t>(*place))) : std::nullopt;
    }
    if (name == "count" && given) {
        std::int64_t count = 0;
        for (const Value& item : self) count += equal(item, *given).value_or(false) ? 1 : 0;
        return integer(count);
    }
    return std::nullopt;
}

std::optional<Value> dict_method(Machine& machine, Dict& self, std::string_view name, const Arguments& arguments) {
    auto given = first(arguments);
    if (name == "items" || name == "keys" || name == "values") return pairs_of(machine, self, name);
    Value otherwise = arguments.positional.size() > 1 ? arguments.positional[1] : none();
    if (given && is_unknown(*given)) return unknown_from(machine, *as<Unknown>(*given));
    if (name == "get" && given) {
        const Value* found = find(self, *given);
        return found ? *found : otherwise;
    }
    if (name == "pop" && given) {
        const Value* found = find(self, *given);
        if (!found && arguments.positional.size() < 2) raise(machine, "KeyError", display(machine, *given));
        Value value = found ? *found : otherwise;
        erase(self, *given);
        return value;
    }
    if (name == "setdefault" && given) {
        if (const Value* found = find(self, *given)) return *found;
        put(self, *given, otherwise);
        machine.heap.charge(96);
        return otherwise;
    }
    if (name == "update") return update_dict(machine, self, arguments), none();
    if (name == "copy") return Value{machine.heap.make<Dict>(self)};
    if (name == "clear") return self = Dict{}, none();
    if (name == "popitem") {
        if (self.items.empty()) raise(machine, "KeyError", "popitem(): dictionary is empty");
        auto [key, value] = self.items.back();
        erase(self, key);
        return machine.heap.tuple({key, value});
    }
    return std::nullopt;
}

std::optional<Value> set_method(Machine& machine, Set& self, std::string_view name, const Arguments& arguments) {
    auto given = first(arguments);
    const bool combines =
        name == "union" || name == "intersection" || name == "difference" || name == "symmetric_difference";
    if (combines) {
        auto made = combine_with_all(machine, self, name, arguments);
        if (auto* set = made ? as<Set>(*made) : nullptr) set->frozen = self.frozen;
        return made;
    }
    if (name == "copy") return Value{machine.heap.make<Set>(self)};
    if (name == "issubset" || name == "issuperset" || name == "isdisjoint")
        return compare_sets(machine, self, name, arguments);
    if (self.frozen) return std::nullopt;
    if (name == "add" && given) {
        machine.heap.charge(96);
        return put(self.keys, *given, none()) ? Answer(none()) : std::nullopt;
    }
    if ((name == "discard" || name == "remove") && given) {
        if (!erase(self.keys, *given) && name == "remove") raise(machine, "KeyError", display(machine, *given));
        return none();
    }
    if (name == "clear") return self = Set{}, none();
    if (name.ends_with("update")) {
        auto made = combine_with_all(machine, self, name, arguments);
        if (!made) return std::nullopt;
        self = *as<Set>(*made);
        return none();
    }
    return std::nullopt;
}

}  // namespace migrate::interpreter
