#include "intent/column_doubts.h"

#include <algorithm>
#include <array>

#include "intent/vocabulary.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

std::string two_readings(const std::string& first, const std::string& second) {
    return "write " + first + ", or " + second;
}

// Columns that hold one of a few values.
bool is_kind_of_row(std::string_view word) {
    constexpr std::array kKinds = {"status",   "state", "type",   "kind",   "role",   "level",
                                   "category", "mode",  "method", "option", "scope",  "permission",
                                   "stage",    "phase", "event",  "action", "reason", "source"};
    return std::find(kKinds.begin(), kKinds.end(), word) != kKinds.end();
}

/// What is said of a text, a number or an id rather than a name of its own.
bool is_adjective(std::string_view word) {
    constexpr std::array kWords = {"full",   "raw",   "external", "internal", "public", "private",
                                   "plain",  "short", "long",     "other",    "new",    "old",
                                   "global", "local", "unique",   "main",     "rich",   "default"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// One row of the one table: "employee", where the tables called so are employees alone.
bool is_row_of(const std::vector<TableName>& tables, std::string_view word) {
    return tables.size() == 1 && singularize(word) == word;
}

}  // namespace

bool is_marked(const Node& item) {
    return has_mark(item, "COLUMN");
}

Settled check_structure_words(const Context& context, const Node& name, const Node& item) {
    constexpr std::array kNouns = {"type",  "name",   "order",    "id",    "value", "key",  "count", "label",
                                   "width", "number", "position", "title", "set",   "list", "path",  "index"};
    const auto before = find_parts(item, "before");
    const auto says = [&](std::string_view word) {
        return std::any_of(before.begin(), before.end(), [&](const Node* part) {
            const auto* trait = find_part(*part, "null_trait");
            return has_mark(*part, word) || (trait != nullptr && has_mark(*trait, word));
        });
    };
    const auto& first = context.tokens.list[name.begin].lower;
    const bool lone = name.end == name.begin + 1;
    if (lone && (first == "key" || first == "keys") && says("unique")) return not_understood(words_of(context, name));
    if (context.tokens.spelling != Spelling::joined) return std::monostate{};
    const auto ambiguous = [&](const std::string& one, const std::string& other) {
        return refuse("ambiguous", "this can mean column " + one + ", or column " + other,
                      "write it in words, as `add column " + one + " to …`");
    };
    const auto joined = spoken_name(context, name);
    const bool noun = lone && std::find(kNouns.begin(), kNouns.end(), first) != kNouns.end();
    if (noun && name.begin > 0 && in_class("COLUMN", context.tokens.list[name.begin - 1].lower))
        return ambiguous(context.tokens.list[name.begin - 1].lower + "_" + joined, joined);
    if (says("null")) return ambiguous("null_" + joined, joined);
    const auto& last = context.tokens.list[name.end - 1].lower;
    const auto& types = type_words();
    const bool typed = !lone && std::any_of(types.begin(), types.end(), [&](const auto& type) {
        return type.spelling == last && type.strength == TypeStrength::strong;
    });
    if (typed) return ambiguous(joined, joined.substr(0, joined.size() - last.size() - 1) + " of type " + last);
    return std::monostate{};
}

Settled check_first_word(const Context& context, const Node& name, const Table* owner, const Node& item) {
    constexpr std::array kParts = {"id",   "code",   "name",    "date",  "time",  "at",    "by",      "on",
                                   "type", "reason", "message", "count", "label", "title", "comment", "note"};
    const bool several =
        owner != nullptr && name.end > name.begin + 1 && !is_marked(item) && context.tokens.spelling == Spelling::prose;
    if (!several) return std::monostate{};
    const auto& first = context.tokens.list[name.begin].lower;
    const auto& last = context.tokens.list[name.end - 1].lower;
    const bool part = std::find(kParts.begin(), kParts.end(), last) != kParts.end();
    if (part || !is_kind_of_row(first) || find_column(*owner, first) == nullptr) return std::monostate{};
    const auto joined = spoken_name(context, name);
    return refuse(
        "ambiguous",
        "\"" + source_text(context, name) + "\" can be a column " + joined + ", or a value of column " + first,
        "write " + joined + " for the column");
}

Settled settle_bare_name(const Context& context, const Reading& reading, const Table* owner) {
    const auto& name = reading.column.name;
    const bool bare = !reading.column.type && !reading.column.references && !reading.modified &&
                      !reading.several_words && context.tokens.list[reading.name->begin].kind == TokenKind::word;
    if (owner == nullptr || !bare) return std::monostate{};
    const bool announced = std::any_of(reading.item->marks.begin(), reading.item->marks.end(), [&](const Mark& mark) {
        return mark.word == "COLUMN" && mark.token < reading.name->begin;
    });
    if (!is_marked(*reading.item) && find_column(*owner, name + "_id") != nullptr) {
        return refuse("ambiguous", "\"" + name + "\" can be a column of its own, or " + name + "_id, which is there",
                      "write column " + name + " with its type");
    }
    const auto& types = type_words();
    const bool type = std::any_of(types.begin(), types.end(), [&](const auto& word) { return word.spelling == name; });
    if (type && is_marked(*reading.item) && !announced) {
        return refuse("ambiguous",
                      "\"" + name + " column\" can be a column called " + name + ", or one of that type without a name",
                      "write `add column " + name + " to " + to_string(owner->name) + "`, or name it: <name> " + name);
    }
    return std::monostate{};
}

Settled check_last_word(const Context& context, const Node& name, const Table* owner, const Node& item) {
    const auto& end = context.tokens.list[name.end - 1].text;
    if (name.end > name.begin + 1 && context.schema.enums.contains(TableName{"", end})) {
        return refuse("ambiguous",
                      "\"" + source_text(context, name) + "\" can be a column " + spoken_name(context, name) +
                          ", or one of the type " + end,
                      "write " + spoken_name(context, name) + " for the column, or <name>: " + end + " for the type");
    }
    if (owner == nullptr || name.end == name.begin + 1 || is_marked(item)) return std::monostate{};
    const bool joined_name = context.tokens.spelling == Spelling::joined;
    const auto& last = context.tokens.list[name.end - 1].lower;
    const auto phrase = source_text(context, name), joined = spoken_name(context, name);
    constexpr std::array kAlwaysValues = {"role", "permission", "event", "value", "option"};
    if (!joined_name && std::find(kAlwaysValues.begin(), kAlwaysValues.end(), last) != kAlwaysValues.end()) {
        return refuse("ambiguous", "\"" + phrase + "\" can be a column " + joined + ", or a new " + last,
                      "write " + joined + " for the column");
    }
    if (is_kind_of_row(last) && find_column(*owner, last) != nullptr) {
        return refuse("ambiguous", "\"" + phrase + "\" can be a column " + joined + ", or a value of column " + last,
                      "write " + joined + " for the column");
    }
    const bool plain = !joined_name && find_part(item, "after") == nullptr && find_part(item, "before") == nullptr;
    const auto tables = tables_called(context.schema, last);
    if (plain && !tables.empty() && !is_row_of(tables, last)) {
        return refuse("ambiguous",
                      "\"" + phrase + "\" can be a plain column, or a reference to table " + to_string(tables.front()),
                      "write " + joined + ", or " + joined + "_id fk " + to_string(tables.front()));
    }
    return std::monostate{};
}

Settled settle_loose_type(const Context& context, const Reading& reading, bool others_typed, Draft& draft) {
    const auto phrase = source_text(context, *reading.item);
    const bool loose = reading.weak_type && !reading.modified && !others_typed;
    if (loose && find_parts(*reading.item, "before").empty()) {
        const auto type = write_type(*reading.column.type);
        if (context.tokens.spelling == Spelling::joined || is_adjective(reading.column.name)) {
            const auto one = reading.column.name + "_" + context.tokens.list[reading.name->end].lower;
            return refuse("ambiguous",
                          "\"" + phrase + "\" can be a column " + one + ", or a column " + reading.column.name +
                              " of type " + type,
                          two_readings(one, reading.column.name + ": " + type));
        }
        draft.assumptions.push_back("\"" + phrase + "\" is read as a column " + reading.column.name + " of type " +
                                    type);
        return std::monostate{};
    }
    const auto last = reading.several_words ? context.tokens.list[reading.name->end - 1].lower : std::string();
    const bool tail =
        (last == "date" || last == "time") && context.tokens.spelling == Spelling::prose && !reading.column.type;
    if (reading.several_words && others_typed && !tail && !reading.column.type &&
        context.tokens.spelling == Spelling::prose) {
        return refuse("ambiguous", "\"" + phrase + "\" can be one name, or a name and a type",
                      "write " + reading.column.name + ", or name: type");
    }
    const auto& types = type_words();
    const bool doubtful = reading.several_words && !reading.column.type && !is_marked(*reading.item) &&
                          std::any_of(types.begin(), types.end(), [&](const TypeWord& type) {
                              return type.spelling == last && type.strength == TypeStrength::doubtful;
                          });
    if (doubtful || (tail && (others_typed || reading.modified))) {
        const auto shorter = reading.column.name.substr(0, reading.column.name.size() - last.size() - 1);
        return refuse("ambiguous",
                      "\"" + phrase + "\" can be a column " + reading.column.name + ", or a column " + shorter +
                          " of type " + last,
                      two_readings(reading.column.name, shorter + ": " + last));
    }
    return std::monostate{};
}

/// The column of the table that is there; nullptr for a new one.
static const Column* find_column_of(const Context& context, const Place& place, const std::string& name) {
    return place.is_new ? nullptr : find_column(context.schema, place.table, name);
}

Settled settle_table_name(const Context& context, Reading& reading, const Place& place, Draft& draft) {
    auto& column = reading.column;
    const bool plain = !column.type && !column.references && column.in.empty() && !reading.default_value &&
                       context.tokens.list[reading.name->begin].kind == TokenKind::word && !is_marked(*reading.item);
    if (!plain) return std::monostate{};
    auto found = tables_called(context.schema, column.name);
    const auto& last = context.tokens.list[reading.name->end - 1].lower;
    const bool spoken = reading.several_words && context.tokens.spelling == Spelling::prose && !reading.modified;
    std::erase(found, place.table);
    if (found.empty() && spoken && singularize(last) == last) found = tables_called(context.schema, last);
    if (found.empty()) return std::monostate{};
    const auto name = column.name, table = to_string(found.front());
    const bool singular = singularize(name) == name;
    if (found.size() == 1 && singular && find_column_of(context, place, name + "_id") == nullptr) {
        column.name = name + "_id";
        column.references = Reference{found.front(), {}, {}, {}, {}};
        draft.assumptions.push_back(name + " is read as a reference to table " + table + ": column " + column.name);
        return std::monostate{};
    }
    const auto other = singular ? "a reference to table " + table : "many rows of table " + table;
    return refuse("ambiguous", "\"" + name + "\" can be a plain column, or " + other,
                  singular ? two_readings(name + "_id fk " + table, "column " + name)
                           : "write column " + name + " with its type, or add a join table between two tables");
}

Settled settle_plural(const Context& context, const Reading& reading, const Place& place) {
    constexpr std::array kPluralColumns = {
        "notes",   "settings", "params",  "parameters",  "options",  "attempts", "retries", "details",
        "extras",  "credits",  "points",  "preferences", "args",     "kwargs",   "headers", "contents",
        "hours",   "minutes",  "seconds", "days",        "views",    "likes",    "clicks",  "instructions",
        "remarks", "bytes",    "pixels",  "coordinates", "initials", "grams",    "meters",  "cents"};
    const auto& name = reading.column.name;
    const bool bare = !reading.typed && !reading.weak_type && !reading.modified && !is_marked(*reading.item) &&
                      !reading.several_words && context.tokens.list[reading.name->begin].kind == TokenKind::word &&
                      find_part(*reading.item, "before") == nullptr;
    const bool plural = singularize(name) != name && name.find('_') == std::string::npos &&
                        std::find(kPluralColumns.begin(), kPluralColumns.end(), name) == kPluralColumns.end();
    if (place.is_new || !bare || !plural) return std::monostate{};
    return refuse("ambiguous", "\"" + name + "\" can be a column, or a table of " + name,
                  two_readings("column " + name, "add " + name + " table"));
}

Settled settle_default_name(const Reading& reading, const Table* owner) {
    const auto& name = reading.column.name;
    const bool of_column =
        owner != nullptr && name.starts_with("default_") && find_column(*owner, name.substr(8)) != nullptr;
    if (!of_column) return std::monostate{};
    return refuse("ambiguous", "a column " + name + ", or the default of column " + name.substr(8),
                  "write `add column " + name + " to …`, or `set default of … to …`");
}

}  // namespace migrate::intent
