#include "intent/new_column.h"

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/column_doubts.h"
#include "intent/column_sql.h"
#include "intent/vocabulary.h"
#include "schema/naming.h"
#include "schema/postgres_types.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kShortCapitals = 4;  ///< VAT and IBAN are abbreviations, CANCELLED is a value

std::optional<Refusal> refusal(tl::unexpected<Refusal> unexpected) {
    return unexpected.value();
}
std::optional<Refusal> refused_words(const Context& context, const Node& node) {
    return refusal(not_understood(words_of(context, node)));
}

std::optional<Refusal> set_type(const Context& context, const Node& modifier, Reading& reading, Draft& draft) {
    const auto* node = find_part(modifier, "type");
    auto type = read_type_node(context, *node, draft);
    if (!type) return type.error();
    const bool named = has_mark(modifier, "type") || has_mark(modifier, "as");
    const bool colon = node->begin > 0 && context.tokens.list[node->begin - 1].text == ":";
    const auto typed = source_text(context, *node);
    const bool capitals = !context.shouted && base::upper(typed) == typed;
    const bool bare = !capitals && type_words()[node->kind].strength != TypeStrength::strong &&
                      node->end == node->begin + 1 && !named && !colon;
    const bool follows_plain = reading.name != nullptr && reading.name->end == node->begin &&
                               context.tokens.list[reading.name->begin].kind == TokenKind::word &&
                               source_text(context, *reading.name).find('_') == std::string::npos;
    reading.weak_type = reading.weak_type || (bare && follows_plain);
    reading.typed = reading.typed || !(bare && follows_plain);
    return set_once(reading.column.type, std::move(*type)) ? std::nullopt : refused_words(context, modifier);
}

std::optional<Refusal> set_reference(const Context& context, const Node& modifier, Reading& reading, const Place& place,
                                     Draft& draft) {
    if (reading.column.references) return refused_words(context, modifier);
    if (const auto* target = find_part(modifier, "target")) {
        auto reference = read_target(context, *target, draft);
        if (!reference) return reference.error();
        reading.column.references = std::move(*reference);
        return std::nullopt;
    }
    const auto behind = table_behind(context.schema, reading.column.name);
    if (!behind)
        return refusal(refuse("no_such_table", "no table answers to the name " + reading.column.name,
                              "say which: " + reading.column.name + " fk <table>"));
    if (place.table == *behind && !place.is_new) {
        return refusal(refuse(
            "ambiguous", reading.column.name + " can be a column of " + to_string(place.table) + ", or refer to it",
            "say both tables: add foreign key on <table>." + reading.column.name + " to " + to_string(place.table)));
    }
    reading.column.references = Reference{*behind, {}, {}, {}, {}};
    draft.assumptions.push_back(reading.column.name + " refers to table " + to_string(*behind) + ", by its name");
    return std::nullopt;
}

// "fk projects cascade"
std::optional<Refusal> set_cascade(const Context& context, const Node& modifier, Reading& reading, Draft& draft) {
    const bool fits = reading.column.references && reading.column.references->on_delete.empty();
    if (!fits) return refused_words(context, modifier);
    reading.column.references->on_delete = "CASCADE";
    draft.assumptions.push_back("cascade is read as on delete cascade");
    return std::nullopt;
}

std::optional<Refusal> set_action(const Context& context, const Node& modifier, Reading& reading) {
    const bool fits =
        reading.column.references && add_action(*find_part(modifier, "action"), *reading.column.references);
    return fits ? std::nullopt : refused_words(context, modifier);
}

std::optional<Refusal> set_identity(const Context& context, const Node& modifier, Reading& reading) {
    const auto word = context.tokens.list[modifier.begin].lower;
    if (const auto counts = serial_kind(word)) {
        if (!set_once(reading.column.type, Type{.kind = *counts})) return refused_words(context, modifier);
    }
    const auto kind = word == "identity" ? IdentityKind::by_default : IdentityKind::serial;
    return set_once(reading.column.identity, kind) ? std::nullopt : refused_words(context, modifier);
}

std::optional<Refusal> set_values(const Context& context, const Node& modifier, Reading& reading) {
    auto values = read_values(context, *find_part(modifier, "values"));
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    if (!reading.column.in.empty() || twice) return refused_words(context, modifier);
    reading.column.in = std::move(values);
    return std::nullopt;
}

bool set_nullability(const Node& trait, std::optional<bool>& nullable) {
    return set_once(nullable, find_part(trait, "not_null") == nullptr);
}

std::optional<Refusal> set_bare_check(const Context& context, const Node& sql, Reading& reading, const Place& place,
                                      Draft& draft) {
    if (!reading.column.check.empty()) return refused_words(context, sql);
    auto text = read_column_check(context, sql, reading.column.name, place, draft);
    if (!text) return text.error();
    reading.column.check = *text;
    return std::nullopt;
}

std::optional<Refusal> set_computed(const Context& context, const Node& sql, Reading& reading, const Place& place,
                                    Draft& draft) {
    auto text = read_computed(context, sql, place, draft);
    if (!text) return text.error();
    return set_once(reading.column.computed, *text) ? std::nullopt : refused_words(context, sql);
}

// "backfill with 0": what the rows that are there get.
std::optional<Refusal> set_backfill(const Context& context, const Node& value, Reading& reading) {
    auto read = read_default(context, value, reading.column.type ? &*reading.column.type : nullptr);
    if (!read) return read.error();
    const bool plain = *read && !(*read)->on_sqlite;
    return plain && set_once(reading.column.backfill, (*read)->sql) ? std::nullopt : refused_words(context, value);
}

std::optional<Refusal> set_text(const Context& context, const Node& modifier, Reading& reading) {
    if (const auto* sql = find_part(modifier, "sql")) {
        if (!reading.column.check.empty()) return refused_words(context, modifier);
        reading.column.check = source_text(context, *sql);
        return std::nullopt;
    }
    if (!reading.column.comment.empty()) return refused_words(context, modifier);
    reading.column.comment = context.tokens.list[find_part(modifier, "string")->begin].text;
    return std::nullopt;
}

std::optional<Refusal> modify(const Context& context, const Node& modifier, Reading& reading, const Place& place,
                              Draft& draft) {
    if (find_part(modifier, "type") != nullptr) return set_type(context, modifier, reading, draft);
    reading.modified = true;
    if (find_part(modifier, "target") != nullptr || find_part(modifier, "own_fk") != nullptr) {
        return set_reference(context, modifier, reading, place, draft);
    }
    if (find_part(modifier, "action") != nullptr) return set_action(context, modifier, reading);
    if (has_mark(modifier, "cascade")) return set_cascade(context, modifier, reading, draft);
    if (find_part(modifier, "values") != nullptr) return set_values(context, modifier, reading);
    if (const auto* sql = find_part(modifier, "bare_sql")) return set_bare_check(context, *sql, reading, place, draft);
    if (const auto* sql = find_part(modifier, "computed")) return set_computed(context, *sql, reading, place, draft);
    if (const auto* value = find_part(modifier, "filled")) return set_backfill(context, *value, reading);
    if (find_part(modifier, "sql") != nullptr || find_part(modifier, "string") != nullptr)
        return set_text(context, modifier, reading);
    if (const auto* value = find_part(modifier, "value")) {
        const bool again = reading.default_value != nullptr;
        reading.default_value = value;
        return again ? refused_words(context, modifier) : std::nullopt;
    }
    bool fresh = false;
    if (const auto* trait = find_part(modifier, "null_trait")) {
        fresh = set_nullability(*trait, reading.column.nullable);
    } else if (has_mark(modifier, "unique")) {
        fresh = set_once(reading.column.unique);
    } else if (has_mark(modifier, "indexed") || has_mark(modifier, "index")) {
        fresh = set_once(reading.column.index);
    } else if (has_mark(modifier, "primary") || has_mark(modifier, "pk")) {
        fresh = set_once(reading.column.primary_key);
    } else {
        return set_identity(context, modifier, reading);
    }
    return fresh ? std::nullopt : refused_words(context, modifier);
}

// "composite", "gin" and "uuid" say what kind of index or key it is.
bool is_kind_of_key(std::string_view word) {
    constexpr std::string_view kKinds = " partial surrogate natural artificial own custom simple single auto numeric ";
    const auto& types = type_words();
    return in_class("INDEXKIND", word) || in_class("METHOD", word) ||
           kKinds.find(" " + std::string(word) + " ") != std::string_view::npos ||
           std::any_of(types.begin(), types.end(), [&](const auto& type) { return type.spelling == word; });
}

// "add composite index to users" and "add email index to users" speak of no new column: behind a bare name, the nouns
// index and key are what is to be made.
std::optional<Refusal> check_nouns(const Context& context, const Node& item, const std::vector<const Node*>& modifiers,
                                   const Place& place) {
    const auto* name = find_part(item, "name");
    if (name == nullptr || is_marked(item)) return std::nullopt;
    const bool typed = std::any_of(modifiers.begin(), modifiers.end(),
                                   [](const Node* part) { return find_part(*part, "type") != nullptr; });
    const bool kind = is_kind_of_key(context.tokens.list[name->end - 1].lower) && name->end == name->begin + 1;
    for (const auto* part : modifiers) {
        if (part->begin != name->end) continue;
        const bool noun = (has_mark(*part, "index") && !has_mark(*part, "with")) || has_mark(*part, "primary") ||
                          has_mark(*part, "pk");
        const bool remark = find_part(*part, "string") != nullptr;  // "add helpful comment 'x' to users"
        const bool bare = (noun || remark) && !typed && !place.is_new;
        if (bare || (kind && (noun || has_mark(*part, "unique")))) return refused_words(context, *part);
    }
    return std::nullopt;
}

// A type before the name must not be a word of the name: "string length" is no column `length`.
bool may_lead(const Context& context, const Node& before, const Node& item) {
    const auto* type = find_part(before, "type");
    if (type == nullptr) return true;
    const auto* name = find_part(item, "name");
    if (source_text(context, *name).find('_') != std::string::npos) return true;
    if (before.end < name->begin && has_mark(item, "COLUMN")) return true;
    const auto& spelling = type_words()[type->kind].spelling;
    constexpr std::string_view kAdjectives = " boolean bool integer int bigint smallint varchar jsonb timestamptz ";
    return type->end > type->begin + 1 || kAdjectives.find(" " + std::string(spelling) + " ") != std::string_view::npos;
}

// "column missing" names a column; "missing column" does not.
bool is_announced(const Node& name, const Node& item) {
    return std::any_of(item.marks.begin(), item.marks.end(),
                       [&](const Mark& mark) { return mark.word == "COLUMN" && mark.token < name.begin; });
}

// CANCELLED is a value; VAT, or anything in a description that is all capitals, may be a name.
bool is_value_in_capitals(const Context& context, const Token& token) {
    const bool capitals = token.text.size() > kShortCapitals && base::upper(token.text) == token.text &&
                          base::lower(token.text) != token.text;
    return capitals && !context.shouted && token.kind == TokenKind::word;
}

// A lone vague word, a value in capitals or a quoted value is no column name unless it is said to be one.
// `among`: it stands in the list of a new table's columns, with others.
bool is_plausible(const Context& context, const Node& name, const Node& item, bool among) {
    if (is_announced(name, item)) return true;
    for (auto i = name.begin; i < name.end; ++i) {
        if (is_value_in_capitals(context, context.tokens.list[i])) return false;
    }
    const auto& token = context.tokens.list[name.begin];
    if (name.end > name.begin + 1) return true;
    if (token.kind == TokenKind::quoted) return token.quote != '\'' || is_marked(item);
    if (is_vague_adjective(token.lower)) return false;
    return !is_vague_noun(token.lower) || among || is_marked(item) || find_part(item, "after") != nullptr;
}

/// "total amount numeric(12,2)": two words before a type that is given can be nothing but a name. More of them may be a
/// comma that was forgotten.
void tell_less(const Node& name, const std::vector<const Node*>& modifiers, const Reading& reading, Draft& draft) {
    const bool typed = !modifiers.empty() && find_part(*modifiers.front(), "type") != nullptr &&
                       modifiers.front()->begin == name.end && reading.typed;
    if (!typed || name.end != name.begin + 2) return;
    std::erase_if(draft.assumptions, [&](const std::string& told) {
        return told.ends_with("is read as one name: " + reading.column.name);
    });
}

Build<Reading> read_item(const Context& context, const Node& item, const std::vector<const Node*>& tail,
                         const Place& place, bool among, Draft& draft) {
    const auto* owner = place.is_new ? nullptr : find_table(context.schema, place.table);
    Reading reading;
    reading.item = &item;
    const auto* name = find_part(item, "name");
    if (!is_plausible(context, *name, item, among)) return not_understood(words_of(context, *name));
    if (auto checked = check_last_word(context, *name, owner, item); !checked) return tl::unexpected(checked.error());
    if (auto checked = check_structure_words(context, *name, item); !checked) return tl::unexpected(checked.error());
    if (auto checked = check_first_word(context, *name, owner, item); !checked) return tl::unexpected(checked.error());
    auto read = TRY(read_new_name(context, *name, owner, draft));
    reading.column.name = read;
    reading.several_words = name->end > name->begin + 1;
    for (const auto* before : find_parts(item, "before")) {
        if (!may_lead(context, *before, item)) return not_understood(words_of(context, *before));
        if (auto fault = modify(context, *before, reading, place, draft)) return tl::unexpected(*fault);
    }
    reading.modified = false;
    reading.name = name;
    auto modifiers = find_parts(item, "after");
    for (const auto* part : tail) {
        for (const auto* after : find_parts(*part, "after")) modifiers.push_back(after);
    }
    for (const auto* after : modifiers) {
        if (auto fault = modify(context, *after, reading, place, draft)) return tl::unexpected(*fault);
    }
    tell_less(*name, modifiers, reading, draft);
    if (auto fault = check_nouns(context, item, modifiers, place)) return tl::unexpected(*fault);
    if (has_mark(item, "?")) {
        if (!set_once(reading.column.nullable, true)) return not_understood({"?"});
    }
    return reading;
}

Build<std::monostate> settle_default(const Context& context, Reading& reading) {
    if (reading.default_value == nullptr) return std::monostate{};
    auto& column = reading.column;
    auto value = read_default(context, *reading.default_value, column.type ? &*column.type : nullptr);
    if (!value) return tl::unexpected(value.error());
    column.server_default = *value;
    if (!*value && !set_once(column.nullable, true) && !*column.nullable)
        return not_understood(words_of(context, *reading.default_value));
    const auto text = context.tokens.list[reading.default_value->begin].text;
    const bool among =
        column.in.empty() || !*value || std::find(column.in.begin(), column.in.end(), text) != column.in.end();
    if (!among) return not_understood({text});
    return std::monostate{};
}

}  // namespace

Build<std::vector<RequestedColumn>> read_new_columns(const Context& context, const std::vector<const Node*>& items,
                                                     const Place& place, const std::vector<const Node*>& tail,
                                                     Draft& draft) {
    const auto* owner = place.is_new ? nullptr : find_table(context.schema, place.table);
    std::vector<Reading> readings;
    const bool computes = std::any_of(items.begin(), items.end(), [](const Node* item) {
        const auto parts = find_parts(*item, "after");
        return std::any_of(parts.begin(), parts.end(), [](const Node* part) { return find_part(*part, "computed"); });
    });
    const Context inside = computes ? with_columns_of(context, items, place) : context;
    for (const auto* item : items) {
        auto reading = TRY(read_item(inside, *item, tail, place, place.is_new && items.size() > 1, draft));
        readings.push_back(std::move(reading));
    }
    std::vector<RequestedColumn> columns;
    for (auto& reading : readings) {
        const bool others_typed = std::any_of(readings.begin(), readings.end(), [&](const Reading& r) {
            return &r != &reading && (r.typed || (r.modified && r.column.in.empty() && tail.empty()));
        });
        if (auto done = settle_default(context, reading); !done) return tl::unexpected(done.error());
        if (auto done = settle_loose_type(context, reading, others_typed, draft); !done)
            return tl::unexpected(done.error());
        if (auto done = settle_table_name(context, reading, place, draft); !done) return tl::unexpected(done.error());
        if (auto done = settle_bare_name(context, reading, owner); !done) return tl::unexpected(done.error());
        if (auto done = settle_plural(context, reading, place); !done) return tl::unexpected(done.error());
        const auto& name = reading.column.name;
        if (auto done = settle_default_name(reading, owner); !done) return tl::unexpected(done.error());
        const bool twice =
            std::any_of(columns.begin(), columns.end(), [&](const auto& other) { return other.name == name; });
        const bool there = owner != nullptr && find_column(*owner, name) != nullptr;
        if (twice || there) {
            return refuse(
                "column_exists",
                "column " + name + (twice ? " is named twice" : " is already in table " + to_string(place.table)));
        }
        columns.push_back(reading.column);
    }
    return columns;
}

}  // namespace migrate::intent
