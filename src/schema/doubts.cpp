#include "schema/doubts.h"

#include <algorithm>

namespace migrate {
namespace {

template <class Touches>
const Doubt* find_where(const Schema& schema, const Touches& touches) {
    const auto found = std::find_if(schema.doubts.begin(), schema.doubts.end(),
                                    [&](const Doubt& doubt) { return !is_possible(doubt) && touches(doubt.object); });
    return found == schema.doubts.end() ? nullptr : &*found;
}

struct Words {
    std::string_view one;   ///< before the name of one part
    std::string_view some;  ///< before the name of a table of which some are in doubt
};

Words words_of(Part part) {
    switch (part) {
        case Part::columns:
            return {"column ", "columns "};
        case Part::constraints:
            return {"constraint ", "constraints "};
        case Part::indexes:
            return {"index ", "indexes "};
    }
    return {};
}

bool is_index_of(const Table* table, std::string_view object) {
    constexpr std::string_view word = "index ";
    return table != nullptr && object.starts_with(word) && find_index(*table, object.substr(word.size())) != nullptr;
}

/// True when the object is the table, one of these parts of it, or some of them.
bool is_of(const std::string& table, const Table* there, Part part, std::string_view object) {
    const Words words = words_of(part);
    object = without_name_word(object);
    if (object == "table " + table || object == std::string(words.some) + table) return true;
    if (part == Part::indexes) return is_index_of(there, object);
    return object.starts_with(std::string(words.one) + table + ".");
}

bool is_of_any(const std::string& table, const Table* there, std::string_view object) {
    return is_of(table, there, Part::columns, object) || is_of(table, there, Part::constraints, object) ||
           is_of(table, there, Part::indexes, object);
}

template <class Change>
void change_doubts(Schema& schema, const Change& change) {
    const auto stays_as_it_is = [&](const Doubt& doubt) {
        std::string object = doubt.object;
        return change(object) && object == doubt.object;
    };
    if (std::ranges::all_of(schema.doubts, stays_as_it_is)) return;
    SharedSet<Doubt> changed;
    for (Doubt doubt : schema.doubts) {
        if (change(doubt.object)) changed.insert(std::move(doubt));
    }
    schema.doubts = std::move(changed);
}

}  // namespace

bool is_possible(const Doubt& doubt) {
    return doubt.object == "*";
}

const Doubt* find_possible_doubt(const Schema& schema) {
    return find_doubt_about(schema, "*");
}

std::string all_names(const std::string& convention_key) {
    return "names " + convention_key;
}

const Doubt* find_named_doubt(const Schema& schema, const TableName& table, std::string_view column) {
    const std::string name = to_string(table);
    const Doubt* doubt =
        column.empty() ? nullptr : find_doubt_about(schema, "column " + name + "." + std::string(column));
    return doubt != nullptr ? doubt : find_doubt_about(schema, "table " + name);
}

const Doubt* find_named_doubt_of(const Schema& schema, std::string_view object) {
    const std::string named(object);
    const Doubt* doubt = find_doubt_about(schema, named);
    return doubt != nullptr ? doubt : find_doubt_about(schema, "name " + named);
}

std::string some_of(const TableName& table, Part part) {
    return std::string(words_of(part).some) + to_string(table);
}

const Doubt* find_part_doubt(const Schema& schema, const TableName& table, Part part) {
    const std::string name = to_string(table);
    const Table* there = find_table(schema, table);
    return find_where(schema, [&](std::string_view object) { return is_of(name, there, part, object); });
}

const Doubt* find_doubt_within(const Schema& schema, const TableName& table) {
    const std::string name = to_string(table);
    const Table* there = find_table(schema, table);
    return find_where(schema, [&](std::string_view object) {
        return without_name_word(object) == object && is_of_any(name, there, object);
    });
}

const Doubt* find_name_doubt_within(const Schema& schema, const TableName& table) {
    const std::string name = to_string(table);
    const Table* there = find_table(schema, table);
    return find_where(schema, [&](std::string_view object) {
        return without_name_word(object) != object && is_of_any(name, there, object);
    });
}

std::string_view without_name_word(std::string_view object) {
    constexpr std::string_view word = "name ";
    return object.starts_with(word) ? object.substr(word.size()) : object;
}

void rename_table_in_doubts(Schema& schema, const TableName& from, const TableName& to) {
    const std::string old_name = to_string(from), new_name = to_string(to);
    change_doubts(schema, [&](std::string& object) {
        const std::string prefix = object.substr(0, object.size() - without_name_word(object).size());
        const std::size_t space = object.find(' ', prefix.size());
        if (space == std::string::npos) return true;
        const std::string kind = object.substr(prefix.size(), space + 1 - prefix.size());
        const std::string name = object.substr(space + 1);
        const bool whole = kind == "table " || kind == "columns " || kind == "constraints " || kind == "indexes ";
        const bool part = (kind == "column " || kind == "constraint ") && name.starts_with(old_name + ".");
        if (whole && name == old_name) object = prefix + kind + new_name;
        if (part) object = prefix + kind + new_name + name.substr(old_name.size());
        return true;
    });
}

void rename_in_doubts(Schema& schema, const std::string& from, const std::string& to) {
    change_doubts(schema, [&](std::string& object) {
        if (without_name_word(object) == from) object = object.substr(0, object.size() - from.size()) + to;
        return true;
    });
}

void forget_doubts_of(Schema& schema, const TableName& table) {
    const std::string name = to_string(table);
    change_doubts(schema, [&](const std::string& object) { return !is_of_any(name, nullptr, object); });
}

void forget_doubt_of(Schema& schema, std::string_view object) {
    change_doubts(schema, [&](const std::string& other) { return without_name_word(other) != object; });
}

}  // namespace migrate
