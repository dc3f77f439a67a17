#include "project/house_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "base/text.h"

namespace migrate::project {
namespace {

constexpr int kMinLineLength = 40;
constexpr int kMaxLineLength = 320;

/// What a key's value was wrong in; nothing when it was taken.
using Refusal = std::optional<std::string>;

struct Place {
    const TomlFile& file;
    std::string key;
};

template <typename T>
Refusal take_word(T& target, const Place& at, const std::map<std::string, T>& words) {
    const auto text = text_at(at.file, at.key);
    const auto found = text ? words.find(base::replace_all(*text, "_", "-")) : words.end();
    if (found != words.end()) {
        target = found->second;
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : words) names.push_back(fmt::format("\"{}\"", name));
    return "one of " + base::join(names, ", ");
}

Refusal take_flag(bool& target, const Place& at) {
    const auto flag = flag_at(at.file, at.key);
    if (!flag) return "true or false";
    target = *flag;
    return std::nullopt;
}

/// A name's pattern: identifier characters, and fields of which {table} must be one.
Refusal take_pattern(std::string& target, const Place& at) {
    const auto text = text_at(at.file, at.key);
    std::string rest = text.value_or("");
    const bool has_table_field = rest.find("{table}") != std::string::npos;
    for (const std::string_view field : {"{table}", "{columns}", "{target}"}) rest = base::replace_all(rest, field, "");
    const bool plain =
        rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
    if (!text || !has_table_field || !plain) {
        return "a pattern of letters, digits, _ and {table}, {columns}, {target}, with {table} in it";
    }
    target = *text;
    return std::nullopt;
}

Refusal take_identifier(std::string& target, const Place& at) {
    const auto text = text_at(at.file, at.key);
    if (!text || text->empty() || text->size() > 63 ||
        text->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
        return "a column name in lower case";
    }
    target = *text;
    return std::nullopt;
}

Refusal take_length(int& target, const Place& at) {
    const auto number = number_at(at.file, at.key);
    if (!number || *number < kMinLineLength || *number > kMaxLineLength) {
        return fmt::format("a number from {} to {}", kMinLineLength, kMaxLineLength);
    }
    target = static_cast<int>(*number);
    return std::nullopt;
}

using Taker = std::function<Refusal(HouseRules&, const Place&)>;

std::map<std::string, Taker> takers() {
    const std::map<std::string, RevisionStyle> styles = {{"dated-number", RevisionStyle::dated_number},
                                                         {"hex", RevisionStyle::hex}};
    const std::map<std::string, KeyType> key_types = {{"uuid", KeyType::uuid},
                                                      {"string36", KeyType::string36},
                                                      {"integer", KeyType::integer},
                                                      {"bigint", KeyType::bigint}};
    const std::map<std::string, QuoteStyle> quotes = {{"double", QuoteStyle::double_quotes},
                                                      {"single", QuoteStyle::single_quotes}};
    return {
        {"revision-style",
         [=](HouseRules& rules, const Place& at) { return take_word(rules.revision_style, at, styles); }},
        {"key-type", [=](HouseRules& rules, const Place& at) { return take_word(rules.key_type, at, key_types); }},
        {"quote-style", [=](HouseRules& rules, const Place& at) { return take_word(rules.quotes, at, quotes); }},
        {"index-name", [](HouseRules& rules, const Place& at) { return take_pattern(rules.index_name, at); }},
        {"unique-index-name",
         [](HouseRules& rules, const Place& at) { return take_pattern(rules.unique_index_name, at); }},
        {"unique-name", [](HouseRules& rules, const Place& at) { return take_pattern(rules.unique_name, at); }},
        {"check-name", [](HouseRules& rules, const Place& at) { return take_pattern(rules.check_name, at); }},
        {"foreign-key-name",
         [](HouseRules& rules, const Place& at) { return take_pattern(rules.foreign_key_name, at); }},
        {"created-at", [](HouseRules& rules, const Place& at) { return take_flag(rules.created_at, at); }},
        {"created-at-name",
         [](HouseRules& rules, const Place& at) { return take_identifier(rules.created_at_name, at); }},
        {"index-foreign-keys",
         [](HouseRules& rules, const Place& at) { return take_flag(rules.index_foreign_keys, at); }},
        {"if-exists", [](HouseRules& rules, const Place& at) { return take_flag(rules.if_exists, at); }},
        {"line-length", [](HouseRules& rules, const Place& at) { return take_length(rules.line_length, at); }},
    };
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
    const std::map<std::string, Taker> known = takers();
    bool has_reminders = false;
    for (const std::string& key : keys_below(file, table)) {
        const std::string name = base::replace_all(key, "_", "-");
        if (belongs_to(name, also_allowed)) continue;
        has_reminders = has_reminders || is_reminder_key(key);
        if (is_reminder_key(key)) continue;
        const auto taker = known.find(name);
        if (taker == known.end()) {
            std::vector<std::string> names = also_allowed;
            for (const auto& [known_name, value] : known) names.push_back(known_name);
            return unknown_key(file, table, key, std::move(names));
        }
        const Refusal refusal = taker->second(rules, {file, full_key(table, key)});
        if (refusal) {
            return fail("bad_config", fmt::format("The value of {} is not {}.", key, *refusal), "Correct the value.",
                        place_of(file, full_key(table, key)));
        }
    }
    if (has_reminders) rules.reminders = read_reminders(file, table);
    return rules;
}

}  // namespace migrate::project
