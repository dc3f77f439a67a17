#include "interpreter/reader.h"

#include "interpreter/library.h"

namespace migrate::interpreter {

std::optional<std::string> text_in(Machine& machine, const Value& value) {
    if (const auto* text = text_of(value)) return *text;
    if (const auto* instance = object<InstanceObject>(value)) {
        const Value* inner = find(instance->attributes, "value");
        if (inner && text_of(*inner)) return *text_of(*inner);
    }
    return as<Object>(value) ? machine.host.name(value) : std::nullopt;
}

std::optional<Value> Reader::value(std::string_view name, int position) {
    for (const auto& [given, value] : arguments_.named) {
        if (given == name) return value;
    }
    if (position >= 0 && static_cast<std::size_t>(position) < arguments_.positional.size()) {
        return arguments_.positional[static_cast<std::size_t>(position)];
    }
    if (arguments_.rest) note_unknown(arguments_.rest->reason);
    return std::nullopt;
}

std::optional<std::string> Reader::text(std::string_view name, int position) {
    auto given = value(name, position);
    if (!given || is_none(*given)) return std::nullopt;
    if (auto text = text_in(machine_, *given)) return text;
    if (const auto* unknown = as<Unknown>(*given)) {
        note_unknown(unknown->reason + " (" + unknown->where + ")");
    } else {
        note_unknown("the argument " + std::string(name) + " is not a text that can be followed");
    }
    return std::nullopt;
}

std::optional<std::int64_t> Reader::whole(std::string_view name, int position) {
    auto given = value(name, position);
    if (!given || is_none(*given)) return std::nullopt;
    if (auto number = int_of(*given)) return number;
    note_unknown("the number " + std::string(name) + " is not known");
    return std::nullopt;
}

bool Reader::flag(std::string_view name, int position, bool otherwise) {
    auto given = value(name, position);
    if (!given || is_none(*given)) return otherwise;
    if (is_unknown(*given)) {
        note_unknown(as<Unknown>(*given)->reason);
        return otherwise;
    }
    const auto* named = as<Named>(*given);
    if (named && machine_.loading > 0 && !is_library_name(named->path)) {  // no run of its own to try both
        note_unknown("what " + named->path + " is, only the application knows");
        return otherwise;
    }
    return truth(machine_, *given);
}

std::vector<std::string> Reader::texts(std::string_view name, int position) {
    auto given = value(name, position);
    if (!given || is_none(*given)) return {};
    if (auto one = text_in(machine_, *given)) return {*one};
    auto items = items_of(machine_.heap, *given);
    if (!items) {
        const auto* unknown = as<Unknown>(*given);
        note_unknown(unknown ? unknown->reason
                             : "the argument " + std::string(name) + " is not a list that can be followed");
        return {};
    }
    std::vector<std::string> texts;
    for (const Value& item : *items) {
        if (auto one = text_in(machine_, item)) {
            texts.push_back(*one);
        } else {
            const auto* unknown = as<Unknown>(item);
            note_unknown(unknown ? unknown->reason : "an item of " + std::string(name) + " is not a name");
        }
    }
    return texts;
}

void Reader::note_unknown(const std::string& reason) {
    if (unknown_.empty()) unknown_ = reason;
}

}  // namespace migrate::interpreter
