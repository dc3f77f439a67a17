#include "project/house_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "base/text.h"

namespace migrate::project {
namespace {

constexpr int kMinLineLength = 40;
constexpr int kMaxLineLength = 320;

/// What a key's value was wrong in; nothing when it was taken.
using Refusal = std::optional<std::string>;

/// A house rule that can be said in a config, learnt from a chain and shown.
struct HouseKey {
    enum class Kind { text, flag, number };
    std::string name;
    Kind kind = Kind::text;
    std::function<Refusal(HouseRules&, const std::string&)> take;
    std::function<std::string(const HouseRules&)> show;
};

/// "one of "a", "b"", where the text is none of the words.
Refusal none_of(const std::vector<std::string>& words) {
    std::vector<std::string> quoted;
    for (const std::string& word : words) quoted.push_back(fmt::format("\"{}\"", word));
    return "one of " + base::join(quoted, ", ");
}

template <class T>
HouseKey word_key(std::string name, T HouseRules::* field, std::vector<std::pair<std::string, T>> words) {
    const auto take = [field, words](HouseRules& rules, const std::string& text) -> Refusal {
        std::vector<std::string> names;
        for (const auto& [word, value] : words) {
            names.push_back(word);
            if (word != base::replace_all(text, "_", "-")) continue;
            rules.*field = value;
            return std::nullopt;
        }
        return none_of(names);
    };
    const auto show = [field, words](const HouseRules& rules) {
        for (const auto& [word, value] : words) {
            if (value == rules.*field) return word;
        }
        return std::string();
    };
    return {std::move(name), HouseKey::Kind::text, take, show};
}

/// `at` gives the field of the rules.
template <class At>
HouseKey flag_key(std::string name, At at) {
    const auto take = [at](HouseRules& rules, const std::string& text) -> Refusal {
        at(rules) = text == "true";
        return std::nullopt;
    };
    const auto show = [at](HouseRules rules) { return std::string(at(rules) ? "true" : "false"); };
    return {std::move(name), HouseKey::Kind::flag, take, show};
}

HouseKey house_flag(std::string name, bool HouseRules::* field) {
    return flag_key(std::move(name), [field](HouseRules& rules) -> bool& { return rules.*field; });
}

HouseKey form_flag(std::string name, bool Form::* field) {
    return flag_key(std::move(name), [field](HouseRules& rules) -> bool& { return rules.form.*field; });
}

HouseKey form_words(std::string name, std::string Form::* field, std::vector<std::string> words) {
    const auto take = [field, words](HouseRules& rules, const std::string& text) -> Refusal {
        if (std::find(words.begin(), words.end(), text) == words.end()) return none_of(words);
        rules.form.*field = text;
        return std::nullopt;
    };
    const auto show = [field](const HouseRules& rules) { return rules.form.*field; };
    return {std::move(name), HouseKey::Kind::text, take, show};
}

/// A name's pattern: identifier characters, and fields of which {table} must be one.
HouseKey pattern_key(std::string name, std::string HouseRules::* field) {
    const auto take = [field](HouseRules& rules, const std::string& text) -> Refusal {
        std::string rest = text;
        const bool has_table_field = rest.find("{table}") != std::string::npos;
        for (const std::string_view part : {"{table}", "{columns}", "{target}"})
            rest = base::replace_all(rest, part, "");
        const bool plain = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                           std::string::npos;
        if (!has_table_field || !plain)
            return "a pattern of letters, digits, _ and {table}, {columns}, {target}, with {table} in it";
        rules.*field = text;
        return std::nullopt;
    };
    return {std::move(name), HouseKey::Kind::text, take, [field](const HouseRules& rules) { return rules.*field; }};
}

HouseKey name_key(std::string name, std::string HouseRules::* field) {
    const auto take = [field](HouseRules& rules, const std::string& text) -> Refusal {
        if (text.empty() || text.size() > 63 ||
            text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
            return "a column name in lower case";
        }
        rules.*field = text;
        return std::nullopt;
    };
    return {std::move(name), HouseKey::Kind::text, take, [field](const HouseRules& rules) { return rules.*field; }};
}

Refusal take_text_type(HouseRules& rules, const std::string& text) {
    const Result<Type> type = read_type(text);
    if (!type || (type->kind != TypeKind::string && type->kind != TypeKind::text)) return "text or string(LENGTH)";
    rules.text_type = text;
    return std::nullopt;
}

Refusal take_length(HouseRules& rules, const std::string& text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (number < kMinLineLength || number > kMaxLineLength) {
        return fmt::format("a number from {} to {}", kMinLineLength, kMaxLineLength);
    }
    rules.line_length = number;
    return std::nullopt;
}

std::vector<HouseKey> form_keys() {
    return {
        form_flag("op-f", &Form::op_f),
        form_flag("op-f-all", &Form::op_f_all),
        form_flag("op-f-constraints", &Form::op_f_constraints),
        form_flag("key-in-column", &Form::key_in_column),
        form_flag("foreign-key-in-column", &Form::foreign_key_in_column),
        form_flag("unique-in-column", &Form::unique_in_column),
        form_flag("index-in-column", &Form::index_in_column),
        form_flag("database-names", &Form::database_names),
        form_flag("key-named", &Form::key_named),
        form_flag("autoincrement-true", &Form::autoincrement_true),
        form_words("constraint-order", &Form::constraint_order, {"key-first", "by-kind", "by-text"}),
        form_flag("length-keyword", &Form::length_keyword),
        form_flag("type-parentheses", &Form::type_parentheses),
        form_flag("default-first", &Form::default_first),
        form_flag("nullable-true", &Form::nullable_true),
        form_flag("unique-false", &Form::unique_false),
        form_flag("plain-defaults", &Form::plain_defaults),
        form_flag("batch-always", &Form::batch_always),
        form_flag("batch-add-column", &Form::batch_add_column),
        form_flag("batch-indexes", &Form::batch_indexes),
        form_flag("batch-new-indexes", &Form::batch_new_indexes),
        form_flag("direct-imports", &Form::direct_imports),
        form_flag("own-types", &Form::own_types),
        form_flag("batch-schema", &Form::batch_schema),
        form_flag("reflected-types", &Form::reflected_types),
        form_flag("boolean-words", &Form::boolean_words),
        form_words("enum", &Form::enumeration, {"postgresql.ENUM", "sa.Enum"}),
        form_words("alter-column", &Form::alter, {"full", "generated", "short", "bare"}),
        form_words("drop-index", &Form::drop_index, {"keyword", "positional", "none"}),
        form_words("string", &Form::string, {"sa.String", "sqlmodel.sql.sqltypes.AutoString"}),
        form_words("now", &Form::now,
                   {"sa.func.now()", "sa.text(\"now()\")", "sa.text(\"NOW()\")", "sa.text(\"CURRENT_TIMESTAMP\")",
                    "sa.func.current_timestamp()"}),
        form_words("uuid", &Form::uuid,
                   {"postgresql.UUID(as_uuid=True)", "postgresql.UUID()", "sa.UUID()", "sa.Uuid()",
                    "sa.UUID(as_uuid=True)", "sa.Uuid(as_uuid=True)"}),
        form_words("jsonb", &Form::jsonb,
                   {"postgresql.JSONB()", "postgresql.JSONB(astext_type=sa.Text())", "postgresql.JSONB"}),
        form_flag("pgvector", &Form::pgvector),
        form_flag("geoalchemy2", &Form::geoalchemy2),
        form_words("timestamp", &Form::timestamp, {"sa.DateTime", "sa.TIMESTAMP", "postgresql.TIMESTAMP"}),
    };
}

std::vector<HouseKey> house_keys() {
    std::vector<HouseKey> keys = {
        word_key<RevisionStyle>("revision-style", &HouseRules::revision_style,
                                {{"dated-number", RevisionStyle::dated_number}, {"hex", RevisionStyle::hex}}),
        pattern_key("index-name", &HouseRules::index_name),
        pattern_key("unique-index-name", &HouseRules::unique_index_name),
        pattern_key("unique-name", &HouseRules::unique_name),
        pattern_key("check-name", &HouseRules::check_name),
        pattern_key("foreign-key-name", &HouseRules::foreign_key_name),
        word_key<KeyType>("key-type", &HouseRules::key_type,
                          {{"uuid", KeyType::uuid},
                           {"string36", KeyType::string36},
                           {"integer", KeyType::integer},
                           {"bigint", KeyType::bigint}}),
        house_flag("created-at", &HouseRules::created_at),
        name_key("created-at-name", &HouseRules::created_at_name),
        house_flag("created-at-default", &HouseRules::created_at_default),
        house_flag("created-at-nullable", &HouseRules::created_at_nullable),
        house_flag("updated-at", &HouseRules::updated_at),
        name_key("updated-at-name", &HouseRules::updated_at_name),
        house_flag("updated-at-default", &HouseRules::updated_at_default),
        house_flag("updated-at-nullable", &HouseRules::updated_at_nullable),
        house_flag("time-zone", &HouseRules::time_zone),
        house_flag("key-default", &HouseRules::key_default),
        {"text-type", HouseKey::Kind::text, take_text_type, [](const HouseRules& rules) { return rules.text_type; }},
        house_flag("schema-types", &HouseRules::schema_types),
        house_flag("index-foreign-keys", &HouseRules::index_foreign_keys),
        house_flag("if-exists", &HouseRules::if_exists),
        {"line-length", HouseKey::Kind::number, take_length,
         [](const HouseRules& rules) { return std::to_string(rules.line_length); }},
        word_key<QuoteStyle>("quote-style", &HouseRules::quotes,
                             {{"double", QuoteStyle::double_quotes}, {"single", QuoteStyle::single_quotes}}),
    };
    for (HouseKey& key : form_keys()) keys.push_back(std::move(key));
    return keys;
}

/// The value of a key as text, where it is of the kind that the rule takes.
std::optional<std::string> value_at(const TomlFile& file, const std::string& key, HouseKey::Kind kind) {
    if (kind == HouseKey::Kind::text) return text_at(file, key).value_or("");
    if (kind == HouseKey::Kind::number) return std::to_string(number_at(file, key).value_or(0));
    const auto flag = flag_at(file, key);
    return flag ? std::optional(std::string(*flag ? "true" : "false")) : std::nullopt;
}

std::string full_key(const std::string& table, const std::string& key) {
    return table.empty() ? key : fmt::format("{}.{}", table, key);
}

/// reminders.0.text, reminders.0.command, reminders.1.text ... in their order.
std::vector<Reminder> read_reminders(const TomlFile& file, const std::string& table) {
    std::vector<Reminder> reminders;
    for (int i = 0;; ++i) {
        const std::string entry = full_key(table, fmt::format("reminders.{}", i));
        const auto text = text_at(file, entry + ".text");
        if (!text) return reminders;
        reminders.push_back({*text, text_at(file, entry + ".command").value_or("")});
    }
}

bool is_reminder_key(std::string_view key) {
    if (key == "reminders") return true;
    return key.starts_with("reminders.") && (key.ends_with(".text") || key.ends_with(".command"));
}

/// True for one of the keys, and for what stands in a table of that name.
bool belongs_to(const std::string& key, const std::vector<std::string>& keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& one) { return key == one || key.starts_with(one + "."); });
}

tl::unexpected<Error> unknown_key(const TomlFile& file, const std::string& table, const std::string& key,
                                  std::vector<std::string> known) {
    known.emplace_back("reminders");
    const std::vector<std::string> near = base::nearest(known, key);
    const std::string hint = near.empty() ? fmt::format("The keys are {}.", base::join(known, ", "))
                                          : fmt::format("Did you mean {}?", base::join(near, " or "));
    return fail("bad_config", fmt::format("There is no key {} for house rules.", key), hint,
                place_of(file, full_key(table, key)));
}

}  // namespace

Result<HouseRules> apply_keys(HouseRules rules, const TomlFile& file, const std::string& table,
                              const std::vector<std::string>& also_allowed) {
    const std::vector<HouseKey> known = house_keys();
    bool has_reminders = false;
    for (const std::string& key : keys_below(file, table)) {
        const std::string name = base::replace_all(key, "_", "-");
        if (belongs_to(name, also_allowed)) continue;
        has_reminders = has_reminders || is_reminder_key(key);
        if (is_reminder_key(key)) continue;
        const auto rule =
            std::find_if(known.begin(), known.end(), [&](const HouseKey& one) { return one.name == name; });
        if (rule == known.end()) {
            std::vector<std::string> names = also_allowed;
            for (const HouseKey& one : known) names.push_back(one.name);
            return unknown_key(file, table, key, std::move(names));
        }
        const std::string place = place_of(file, full_key(table, key));
        const auto value = value_at(file, full_key(table, key), rule->kind);
        const Refusal refusal = value ? rule->take(rules, *value) : Refusal("true or false");
        if (refusal) {
            return fail("bad_config", fmt::format("The value of {} is not {}.", key, *refusal), "Correct the value.",
                        place);
        }
        rules.sources[name] = place;
    }
    if (has_reminders) rules.reminders = read_reminders(file, table);
    return rules;
}

HouseRules take_learnt(HouseRules rules, const std::map<std::string, Learnt>& learnt) {
    for (const HouseKey& key : house_keys()) {
        const auto found = learnt.find(key.name);
        if (found == learnt.end() || key.take(rules, found->second.value)) continue;
        rules.sources[key.name] = found->second.where;
    }
    return rules;
}

std::vector<std::pair<std::string, std::string>> shown_keys(const HouseRules& rules) {
    std::vector<std::pair<std::string, std::string>> shown;
    for (const HouseKey& key : house_keys()) shown.emplace_back(key.name, key.show(rules));
    return shown;
}

}  // namespace migrate::project
