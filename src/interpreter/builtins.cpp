#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/methods.h"
#include "interpreter/reader.h"

namespace migrate::interpreter {

namespace {

using Handler = Value (*)(Machine&, const Arguments&);

Value first_of(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) raise(machine, "builtins.TypeError", "an argument is missing");
    return arguments.positional[0];
}

/// The items of the first argument, or the Unknown that the result then is.
struct Input {
    std::optional<Items> items;
    Value otherwise;
};
Input input(Machine& machine, const Arguments& arguments, std::optional<Value> likely = std::nullopt) {
    Value value = first_of(machine, arguments);
    auto items = iterate(machine, value);
    if (items) return {items, none()};
    const auto* source = unknown_in(value);
    return {std::nullopt, source ? unknown_from(machine, *source, likely)
                                 : unknown(machine, "what this goes over is not known", likely)};
}

Value length(Machine& machine, const Arguments& arguments) {
    Value value = first_of(machine, arguments);
    if (const auto* source = as<Unknown>(value)) {
        auto items = source->likely ? items_of(machine.heap, *source->likely) : std::nullopt;
        return unknown_from(machine, *source, integer(items ? static_cast<std::int64_t>(items->size()) : 0));
    }
    if (const auto* bytes = as<Bytes>(value)) return integer(static_cast<std::int64_t>(bytes->data.size()));
    if (object<IteratorObject>(value)) raise(machine, "builtins.TypeError", "object of type 'generator' has no len()");
    auto items = iterate(machine, value);
    return items ? integer(static_cast<std::int64_t>(items->size()))
                 : unknown(machine, "a length that is not known", integer(0));
}

Value any_or_all(Machine& machine, const Arguments& arguments, bool any) {
    Input given = input(machine, arguments, boolean(!any));
    if (!given.items) return given.otherwise;
    const Unknown* open = nullptr;
    for (const Value& item : *given.items) {
        machine.step();
        if (const auto* source = as<Unknown>(item)) {
            open = source;
        } else if (truth(machine, item) == any) {
            return boolean(any);
        }
    }
    return open ? unknown_from(machine, *open, open->likely) : boolean(!any);
}
Value any(Machine& machine, const Arguments& arguments) {
    return any_or_all(machine, arguments, true);
}
Value all(Machine& machine, const Arguments& arguments) {
    return any_or_all(machine, arguments, false);
}

Value to_text(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return machine.heap.text("");
    const Value& value = arguments.positional[0];
    std::string text = display(machine, value);
    if (text.find(kHole) == std::string::npos) return machine.heap.text(std::move(text));
    Value made =
        unknown(machine, unknown_in(value) ? unknown_in(value)->reason : "the text of an object is not followed");
    as<Unknown>(made)->shape = std::move(text);
    return made;
}

Value to_whole(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return integer(0);
    const Value& value = arguments.positional[0];
    if (const auto* source = as<Unknown>(value)) return unknown_from(machine, *source, source->likely);
    if (auto whole = int_of(value)) return integer(*whole);
    if (auto real = number_of(value); real && std::fabs(*real) < 9e18) return integer(static_cast<std::int64_t>(*real));
    const auto* text = text_of(value);
    if (!text || arguments.positional.size() > 1 || text->size() > 18)
        return unknown(machine, "a number that is not followed");
    try {
        std::size_t end = 0;
        std::int64_t whole = std::stoll(*text, &end);
        if (text->find_first_not_of(" \t\n", end) == std::string::npos) return integer(whole);
    } catch (const std::exception&) {
        // not a number: Python's error follows
    }
    raise(machine, "builtins.ValueError", "invalid literal for int()");
}

Value to_real(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return number(0);
    if (auto real = number_of(arguments.positional[0])) return number(*real);
    return unknown(machine, "a number that is not followed");
}

Value to_bool(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return boolean(false);
    const auto* source = as<Unknown>(arguments.positional[0]);
    if (!source) return boolean(truth(machine, arguments.positional[0]));
    Value made = unknown_from(machine, *source, source->likely);
    as<Unknown>(made)->key = source->key;
    as<Unknown>(made)->negated = source->negated;
    return made;
}

Value to_list(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return machine.heap.list();
    Input given = input(machine, arguments, machine.heap.list());
    return given.items ? machine.heap.list(*given.items) : given.otherwise;
}

Value to_tuple(Machine& machine, const Arguments& arguments) {
    if (arguments.positional.empty()) return machine.heap.tuple();
    Input given = input(machine, arguments, machine.heap.tuple());
    return given.items ? machine.heap.tuple(*given.items) : given.otherwise;
}

Value to_set(Machine& machine, const Arguments& arguments) {
    Value made = machine.heap.set();
    if (arguments.positional.empty()) return made;
    Input given = input(machine, arguments, made);
    if (!given.items) return given.otherwise;
    for (const Value& item : *given.items) {
        machine.heap.charge(96);
        if (!put(as<Set>(made)->keys, item, none())) return unknown(machine, "a set of values that cannot be hashed");
    }
    return made;
}

Value to_frozenset(Machine& machine, const Arguments& arguments) {
    Value made = to_set(machine, arguments);
    if (auto* set = as<Set>(made)) set->frozen = true;
    return made;
}

Value to_dict(Machine& machine, const Arguments& arguments) {
    Value made = machine.heap.dict();
    if (!arguments.positional.empty() && is_unknown(arguments.positional[0])) {
        return unknown_from(machine, *as<Unknown>(arguments.positional[0]), made);
    }
    if (const auto* row = arguments.positional.empty() ? nullptr : object<RowObject>(arguments.positional[0])) {
        for (std::size_t i = 0; i < row->columns.size() && i < row->items.size(); ++i) {
            put(machine.heap, *as<Dict>(made), row->columns[i], row->items[i]);
        }
        return made;
    }
    dict_method(machine, *as<Dict>(made), "update", arguments);
    return made;
}

Value make_range(Machine& machine, const Arguments& arguments) {
    std::vector<std::int64_t> bounds;
    for (const Value& value : arguments.positional) {
        if (const auto* source = as<Unknown>(value)) return unknown_from(machine, *source, machine.heap.list());
        bounds.push_back(int_of(value).value_or(0));
    }
    auto* made = machine.heap.make<Range>();
    if (bounds.size() == 1) made->stop = bounds[0];
    if (bounds.size() > 1) made->start = bounds[0], made->stop = bounds[1];
    if (bounds.size() > 2 && bounds[2] != 0) made->step = bounds[2];
    constexpr std::int64_t most = 1LL << 40;
    if (std::abs(made->start) > most || std::abs(made->stop) > most || std::abs(made->step) > most)
        throw Stopped{"a range of more than a million numbers"};
    return {made};
}

Value enumerate(Machine& machine, const Arguments& arguments) {
    Input given = input(machine, arguments, machine.heap.list());
    if (!given.items) return given.otherwise;
    Reader reader(machine, arguments);
    std::int64_t place = reader.whole("start", 1).value_or(0);
    Items pairs;
    for (const Value& item : *given.items) pairs.push_back(machine.heap.tuple({integer(place++), item}));
    return keep(machine.heap, IteratorObject{std::move(pairs), 0});
}

Value zip(Machine& machine, const Arguments& arguments) {
    std::vector<Items> lists;
    std::size_t shortest = arguments.positional.empty() ? 0 : SIZE_MAX;
    for (const Value& value : arguments.positional) {
        auto items = iterate(machine, value);
        if (!items) return unknown(machine, "what zip() goes over is not known", machine.heap.list());
        shortest = std::min(shortest, items->size());
        lists.push_back(std::move(*items));
    }
    Items made;
    for (std::size_t i = 0; i < shortest; ++i) {
        Items one;
        for (const Items& list : lists) one.push_back(list[i]);
        made.push_back(machine.heap.tuple(std::move(one)));
    }
    return keep(machine.heap, IteratorObject{std::move(made), 0});
}

Value map_or_filter(Machine& machine, const Arguments& arguments, bool filters) {
    if (arguments.positional.size() != 2) return unknown(machine, "map() over several lists is not followed");
    auto items = iterate(machine, arguments.positional[1]);
    if (!items) return unknown(machine, "what map() or filter() goes over is not known", machine.heap.list());
    Items made;
    const Value& function = arguments.positional[0];
    for (const Value& item : *items) {
        Value result = is_none(function) ? item : call(machine, function, {{item}, {}, nullptr, {}, false});
        if (!filters) made.push_back(result);
        if (filters && truth(machine, result)) made.push_back(item);
    }
    return keep(machine.heap, IteratorObject{std::move(made), 0});
}
Value map(Machine& machine, const Arguments& arguments) {
    return map_or_filter(machine, arguments, false);
}
Value filter(Machine& machine, const Arguments& arguments) {
    return map_or_filter(machine, arguments, true);
}

Value sorted(Machine& machine, const Arguments& arguments) {
    Input given = input(machine, arguments, machine.heap.list());
    if (!given.items) return given.otherwise;
    auto made = sorted_items(machine, std::move(*given.items), arguments);
    return made ? machine.heap.list(std::move(*made)) : unknown(machine, "the order of these values is not known");
}

Value reversed(Machine& machine, const Arguments& arguments) {
    Input given = input(machine, arguments, machine.heap.list());
    if (!given.items) return given.otherwise;
    std::ranges::reverse(*given.items);
    return machine.heap.list(std::move(*given.items));
}

Value extreme(Machine& machine, const Arguments& arguments, bool most) {
    Items items = arguments.positional;
    if (items.size() == 1) {
        Input given = input(machine, arguments);
        if (!given.items) return given.otherwise;
        items = *given.items;
    }
    Reader reader(machine, arguments);
    if (items.empty()) {
        if (auto otherwise = reader.value("default")) return *otherwise;
        raise(machine, "builtins.ValueError", "the list is empty");
    }
    auto made = sorted_items(machine, std::move(items), arguments);
    if (!made) return unknown(machine, "the order of these values is not known");
    return most ? made->back() : made->front();
}
Value maximum(Machine& machine, const Arguments& arguments) {
    return extreme(machine, arguments, true);
}
Value minimum(Machine& machine, const Arguments& arguments) {
    return extreme(machine, arguments, false);
}

Value sum(Machine& machine, const Arguments& arguments) {
    Input given = input(machine, arguments, integer(0));
    if (!given.items) return given.otherwise;
    Value total = arguments.positional.size() > 1 ? arguments.positional[1] : integer(0);
    for (const Value& item : *given.items) total = binary(machine, python::BinaryOperator::Add, total, item);
    return total;
}

Value next(Machine& machine, const Arguments& arguments) {
    Value value = first_of(machine, arguments);
    auto* iterator = object<IteratorObject>(value);
    if (!iterator) return unknown(machine, "what next() goes over is not known");
    if (iterator->next < iterator->items.size()) return iterator->items[iterator->next++];
    if (arguments.positional.size() > 1) return arguments.positional[1];
    raise(machine, "builtins.StopIteration", "");
}

Value iter(Machine& machine, const Arguments& arguments) {
    Input given = input(machine, arguments, machine.heap.list());
    return given.items ? keep(machine.heap, IteratorObject{std::move(*given.items), 0}) : given.otherwise;
}

Value super_of(Machine& machine, const Arguments&) {
    if (!machine.owner) return unknown(machine, "super() is not followed");
    return keep(machine.heap, SuperObject{machine.self, machine.owner});
}

Value nothing(Machine&, const Arguments&) {
    return none();
}
Value repr(Machine& machine, const Arguments& arguments) {
    return machine.heap.text(represent(machine, first_of(machine, arguments)));
}

Value absolute(Machine& machine, const Arguments& arguments) {
    Value value = first_of(machine, arguments);
    if (auto whole = int_of(value); whole && *whole != INT64_MIN) return integer(std::abs(*whole));
    if (auto real = number_of(value)) return number(std::fabs(*real));
    return unknown(machine, "a number that is not known");
}

const std::map<std::string_view, Handler>& handlers() {
    static const std::map<std::string_view, Handler> table = {
        {"len", length},
        {"any", any},
        {"all", all},
        {"str", to_text},
        {"int", to_whole},
        {"float", to_real},
        {"bool", to_bool},
        {"list", to_list},
        {"tuple", to_tuple},
        {"set", to_set},
        {"frozenset", to_frozenset},
        {"dict", to_dict},
        {"range", make_range},
        {"enumerate", enumerate},
        {"zip", zip},
        {"map", map},
        {"filter", filter},
        {"sorted", sorted},
        {"reversed", reversed},
        {"max", maximum},
        {"min", minimum},
        {"sum", sum},
        {"next", next},
        {"iter", iter},
        {"print", nothing},
        {"repr", repr},
        {"abs", absolute},
        {"super", super_of},
    };
    return table;
}

}  // namespace

bool is_builtin(std::string_view name) {
    static const std::set<std::string_view> others = {
        "isinstance",   "issubclass",  "getattr",        "hasattr",  "setattr", "type",   "callable", "object",
        "id",           "hash",        "open",           "input",    "round",   "divmod", "pow",      "ord",
        "chr",          "bytes",       "bytearray",      "vars",     "globals", "locals", "dir",      "property",
        "staticmethod", "classmethod", "NotImplemented", "Ellipsis", "format",  "hex",    "exec",     "eval"};
    return handlers().contains(name) || others.contains(name) || name.ends_with("Error") ||
           name.ends_with("Exception") || name.ends_with("Warning") || name == "KeyboardInterrupt" ||
           name == "SystemExit" || name == "StopIteration";
}

Value call_builtin(Machine& machine, std::string_view name, const Arguments& arguments) {
    auto found = handlers().find(name);
    if (found != handlers().end()) return found->second(machine, arguments);
    if (auto made = call_reflection(machine, name, arguments)) return *made;
    return unknown(machine, std::string(name) + "() is not followed");
}

}  // namespace migrate::interpreter
