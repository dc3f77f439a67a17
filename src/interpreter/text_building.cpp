// str(), repr(), "%" and .format(): how values become text.
#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "interpreter/format.h"

namespace migrate::interpreter {

namespace {

constexpr int kMaxShown = 20;

std::string quoted(const std::string& text) {
    const char quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
    std::string made(1, quote);
    for (char c : text) {
        if (c == quote || c == '\\') made += '\\';
        if (c == '\n') {
            made += "\\n";
        } else if (c == '\t') {
            made += "\\t";
        } else {
            made += c;
        }
    }
    return made + quote;
}

std::string represent_items(Machine& machine, const Items& items, int depth) {
    std::string made;
    for (const Value& item : items) {
        machine.step();
        if (!made.empty()) made += ", ";
        made += represent(machine, item, depth + 1);
    }
    return made;
}

std::string represent_dict(Machine& machine, const Dict& dict, int depth) {
    std::string made;
    for (const auto& [key, value] : dict.items) {
        machine.step();
        if (!made.empty()) made += ", ";
        made += represent(machine, key, depth + 1) + ": " + represent(machine, value, depth + 1);
    }
    return "{" + made + "}";
}

std::string represent_object(Machine& machine, const Value& value) {
    if (auto* row = object<RowObject>(value)) return "(" + represent_items(machine, row->items, 1) + ")";
    if (auto* error = object<ExceptionObject>(value)) {
        return error->arguments.empty() ? "" : display(machine, error->arguments.front());
    }
    if (auto* instance = object<InstanceObject>(value)) {
        const auto* type = instance->type ? std::any_cast<ClassObject>(&instance->type->data) : nullptr;
        const Value* member = find(instance->attributes, "value");
        if (type && type->enumeration && member) {
            const Value* name = find(instance->attributes, "name");
            return name && text_of(*name) ? type->name + "." + *text_of(*name) : display(machine, *member);
        }
    }
    if (auto* type = object<ClassObject>(value)) return "<class '" + type->name + "'>";
    return machine.host.text(machine, value).value_or(std::string(1, kHole));
}

std::string real_text(double value) {
    if (std::floor(value) == value && std::fabs(value) < 1e16) return fmt::format("{:.1f}", value);
    return fmt::format("{}", value);
}

/// The value at the field name of a replacement field: "0.name[key]".
std::optional<Value> find_field(Machine& machine, std::string_view field, const Arguments& arguments,
                                std::size_t& next) {
    std::size_t end = field.find_first_of(".[");
    std::string_view first = field.substr(0, end);
    std::optional<Value> value;
    const bool digits =
        !first.empty() && first.find_first_not_of("0123456789") == std::string_view::npos && first.size() < 6;
    std::size_t place = first.empty() ? next++ : digits ? std::stoul(std::string(first)) : arguments.positional.size();
    if ((first.empty() || digits) && place < arguments.positional.size()) value = arguments.positional[place];
    for (const auto& [name, given] : arguments.named) {
        if (!first.empty() && name == first) value = given;
    }
    while (value && end != std::string_view::npos && end < field.size()) {
        const bool dot = field[end] == '.';
        std::size_t stop = dot ? field.find_first_of(".[", end + 1) : field.find(']', end);
        std::string key(field.substr(end + 1, stop == std::string_view::npos ? stop : stop - end - 1));
        if (dot) {
            value = attribute(machine, *value, key);
        } else if (auto* dict = as<Dict>(*value)) {
            const Value* found = find(*dict, key);
            value = found ? std::optional<Value>(*found) : std::nullopt;
        } else {
            return std::nullopt;
        }
        end = stop == std::string_view::npos || dot ? stop : stop + 1;
    }
    return value;
}

const Unknown* unknown_in_arguments(const Arguments& arguments) {
    if (arguments.rest) return arguments.rest;
    for (const Value& value : arguments.positional) {
        if (const auto* found = unknown_in(value)) return found;
    }
    for (const auto& [name, value] : arguments.named) {
        if (const auto* found = unknown_in(value)) return found;
    }
    return nullptr;
}

/// One "%..." of a pattern: where it ends, what it names and its spec in the form of format().
struct PercentField {
    std::size_t end = 0;
    std::optional<std::string> key;
    std::string spec;
    char type = 's';
};

std::optional<PercentField> read_percent_field(const std::string& pattern, std::size_t at) {
    PercentField field;
    if (at < pattern.size() && pattern[at] == '(') {
        std::size_t close = pattern.find(')', at);
        if (close == std::string::npos) return std::nullopt;
        field.key = pattern.substr(at + 1, close - at - 1);
        at = close + 1;
    }
    std::string flags;
    while (at < pattern.size() && std::string_view("-+ #0").find(pattern[at]) != std::string_view::npos)
        flags += pattern[at++];
    while (at < pattern.size() && (std::isdigit(static_cast<unsigned char>(pattern[at])) || pattern[at] == '.')) {
        field.spec += pattern[at++];
    }
    if (at >= pattern.size()) return std::nullopt;
    field.type = pattern[at];
    if (flags.find('0') != std::string::npos) field.spec = "0" + field.spec;
    if (flags.find('-') != std::string::npos)
        field.spec = "<" + field.spec;
    else if (field.type == 's' && !field.spec.empty())
        field.spec = ">" + field.spec;
    if (flags.find('+') != std::string::npos) field.spec = "+" + field.spec;
    field.end = at + 1;
    return field;
}

std::optional<std::string> percent_value(Machine& machine, const Value& value, const PercentField& field) {
    if (is_unknown(value)) return std::string(1, kHole);
    if (field.type == 's') return format_value(machine, machine.heap.text(display(machine, value)), field.spec);
    if (field.type == 'r' || field.type == 'a')
        return format_value(machine, machine.heap.text(represent(machine, value)), field.spec);
    char type = field.type == 'i' || field.type == 'u' ? 'd' : field.type;
    auto real = number_of(value);
    if (type == 'd' && real && !int_of(value))
        return format_value(machine, integer(static_cast<std::int64_t>(*real)), field.spec + "d");
    return format_value(machine, value, field.spec + type);
}

}  // namespace

std::string display(Machine& machine, const Value& value) {
    if (const auto* text = text_of(value)) return *text;
    const auto* unknown = as<Unknown>(value);
    if (unknown && !unknown->shape.empty()) return unknown->shape;
    return represent(machine, value, 0);
}

std::string represent(Machine& machine, const Value& value, int depth) {
    if (depth > kMaxShown) return "...";
    machine.heap.charge(16);
    if (is_none(value)) return "None";
    if (const bool* truth = bool_of(value)) return *truth ? "True" : "False";
    if (auto whole = int_of(value)) return std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value.data)) return real_text(*real);
    if (const auto* text = text_of(value)) return quoted(*text);
    if (const auto* list = as<List>(value)) return "[" + represent_items(machine, list->items, depth) + "]";
    if (const auto* tuple = as<Tuple>(value)) {
        return "(" + represent_items(machine, tuple->items, depth) + (tuple->items.size() == 1 ? ",)" : ")");
    }
    if (const auto* dict = as<Dict>(value)) return represent_dict(machine, *dict, depth);
    if (const auto* set = as<Set>(value)) {
        Items keys;
        for (const auto& [key, ignored] : set->keys.items) keys.push_back(key);
        const std::string items = keys.empty() ? "" : "{" + represent_items(machine, keys, depth) + "}";
        if (set->frozen) return "frozenset(" + items + ")";
        return keys.empty() ? "set()" : items;
    }
    if (const auto* bytes = as<Bytes>(value)) return "b" + quoted(bytes->data);
    if (as<Object>(value)) return represent_object(machine, value);
    return std::string(1, kHole);
}

Value percent_format(Machine& machine, const std::string& pattern, const Value& value) {
    Items values;
    if (auto* tuple = as<Tuple>(value)) {
        values = tuple->items;
    } else {
        values = {value};
    }
    const auto* dict = as<Dict>(value);
    std::string made;
    std::size_t next = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        machine.step();
        if (pattern[at] != '%') {
            made += pattern[at++];
            continue;
        }
        auto field = read_percent_field(pattern, at + 1);
        if (!field) raise(machine, "ValueError", "incomplete format");
        at = field->end;
        if (field->type == '%') {
            made += '%';
            continue;
        }
        const Value* given = field->key             ? (dict ? find(*dict, *field->key) : nullptr)
                             : next < values.size() ? &values[next]
                                                    : nullptr;
        next += field->key ? 0 : 1;
        if (!given && is_unknown(value)) given = &value;
        if (!given) raise(machine, field->key ? "KeyError" : "TypeError", "not enough arguments for format string");
        auto text = percent_value(machine, *given, *field);
        if (!text) return unknown(machine, "the format of this text is not followed");
        made += *text;
    }
    return text_or_unknown(machine, std::move(made), unknown_in(value));
}

Value brace_format(Machine& machine, const std::string& pattern, const Arguments& arguments) {
    std::string made;
    std::size_t next = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        machine.step();
        const char c = pattern[at];
        const bool doubled = at + 1 < pattern.size() && pattern[at + 1] == c;
        if ((c != '{' && c != '}') || doubled) {
            made += c;
            at += (c == '{' || c == '}') ? 2 : 1;
            continue;
        }
        std::size_t close = pattern.find('}', at);
        if (c == '}' || close == std::string::npos) raise(machine, "ValueError", "unmatched brace in format string");
        std::string_view field = std::string_view(pattern).substr(at + 1, close - at - 1);
        at = close + 1;
        std::size_t colon = field.find(':');
        std::string_view spec = colon == std::string_view::npos ? "" : field.substr(colon + 1);
        std::string_view name = field.substr(0, std::min(colon, field.find('!')));
        auto value = find_field(machine, name, arguments, next);
        if (!value && arguments.rest) value = Value{const_cast<Unknown*>(arguments.rest)};
        if (!value) raise(machine, "KeyError", std::string(name));
        const bool as_repr = name.size() + 2 <= field.size() && field.substr(name.size(), 2) == "!r";
        if (as_repr) value = machine.heap.text(represent(machine, *value));
        auto text = is_unknown(*value) ? std::optional<std::string>(display(machine, *value))
                                       : format_value(machine, *value, spec);
        if (!text) return unknown(machine, "the format of this text is not followed");
        made += *text;
    }
    const bool holes = made.find(kHole) != std::string::npos;
    return text_or_unknown(machine, std::move(made), holes ? unknown_in_arguments(arguments) : nullptr);
}

}  // namespace migrate::interpreter
