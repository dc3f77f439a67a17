#include "intent/builtin_rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "intent/rule_input.h"
#include "intent/vocabulary.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_quoted_name(const Token& token) {
    return token.kind == TokenKind::quoted && is_plain_name(token.text);
}

Ends read_word(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool word = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower);
    return word || is_quoted_name(token) ? Ends{in.at + 1} : Ends{};
}

// A name for an index or a constraint that nothing else announces: it has an underscore.
Ends read_ident(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool compound =
        token.kind != TokenKind::symbol && is_plain_name(token.text) && token.text.find('_') != std::string::npos;
    return compound ? Ends{in.at + 1} : Ends{};
}

Ends read_opclass(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    return token.kind == TokenKind::word && is_plain_name(token.text) && token.lower.ends_with("_ops") ? Ends{in.at + 1}
                                                                                                       : Ends{};
}

Ends read_function(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool named = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower);
    return named && !in_class("METHOD", token.lower) && in.is_symbol(in.at + 1, "(") ? Ends{in.at + 1} : Ends{};
}

bool is_value_word(const Token& token) {
    if (token.kind != TokenKind::word) return false;
    const bool free =
        !is_never_in_name(token.lower) || is_small_word(token.lower) || is_one_of(token.lower, {"null", "none"});
    const bool noun = is_one_of(token.lower, {"value", "values"});  // "add default value to" names none
    return is_plain_name(token.text) && free && !noun;
}

Ends read_value(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    if (token.kind == TokenKind::quoted && token.quote != '`') return {in.at + 1};
    if (token.kind == TokenKind::number) return {in.at + 1};
    if (in.is_symbol(in.at, "-") && in.is_number(in.at + 1) && in.tokens.list[in.at + 1].glued) return {in.at + 2};
    const bool empty_braces = (in.is_symbol(in.at, "{") && in.is_symbol(in.at + 1, "}")) ||
                              (in.is_symbol(in.at, "[") && in.is_symbol(in.at + 1, "]"));
    if (empty_braces) return {in.at + 2};
    if (!is_value_word(token)) return {};
    if (in.is_symbol(in.at + 1, "(") && in.is_symbol(in.at + 2, ")")) return {in.at + 3};
    return {in.at + 1};
}

bool is_list_value(const Input& in, std::size_t i) {
    const auto* token = in.token(i);
    if (token == nullptr || token->kind == TokenKind::symbol) return false;
    return token->kind != TokenKind::word || is_plain_name(token->text);
}

// "enum ticket_kind ('bug', 'task')", "enum (ticket_kind, 'bug', 'task')": where its values end, and the type as
// operations spell it.
std::optional<std::pair<std::size_t, std::string>> read_listed_enum(const Input& in, std::size_t at) {
    if (!in.is_word(at) || in.tokens.list[at].lower != "enum") return std::nullopt;
    const bool outside = in.is_word(at + 1);
    std::size_t i = at + (outside ? 1 : 2);
    if ((!outside && !in.is_symbol(at + 1, "(")) || !in.is_word(i)) return std::nullopt;
    std::string text = "enum(" + in.tokens.list[i].text;
    if (in.is_symbol(i + 1, ".") && in.is_word(i + 2)) text += "." + in.tokens.list[(i += 2)].text;
    std::size_t count = 0;
    for (++i; in.is_symbol(i, outside && count == 0 ? "(" : ","); i += 2, ++count) {
        const auto* value = in.token(i + 1);
        const bool bare = value != nullptr && (value->kind == TokenKind::word || value->kind == TokenKind::number);
        if (value == nullptr || (value->kind != TokenKind::quoted && !(outside && bare))) return std::nullopt;
        text += "," + quote_text(value->text);
    }
    if (count == 0 || !in.is_symbol(i, ")")) return std::nullopt;
    return std::pair(i + 1, text + ")");
}

// (a, b) or a/b or a|b
Ends read_values(const Input& in) {
    if (in.at > 0 && read_listed_enum(in, in.at - 1)) return {};
    const bool bracketed = in.is_symbol(in.at, "(") || in.is_symbol(in.at, "[");
    auto i = in.at + (bracketed ? 1 : 0);
    std::size_t count = 0;
    while (is_list_value(in, i)) {
        ++i;
        ++count;
        const bool comma = bracketed && in.is_symbol(i, ",");
        if (!comma && !in.is_symbol(i, "/") && !in.is_symbol(i, "|")) break;
        ++i;
    }
    if (bracketed) return count >= 1 && (in.is_symbol(i, ")") || in.is_symbol(i, "]")) ? Ends{i + 1} : Ends{};
    return count >= 2 ? Ends{i} : Ends{};
}

// Tokens that may be one SQL expression: parentheses pair, and no new statement begins inside.
Ends read_sql(const Input& in) {
    Ends ends;
    int depth = 0;
    for (auto i = in.at; i < in.size(); ++i) {
        const auto& token = in.tokens.list[i];
        if (in.is_symbol(i, ";") || in.is_symbol(i, "\n")) break;
        const bool joint = in.is_symbol(i, ",") || (in.is_word(i) && token.lower == "and");
        if (depth == 0 && joint && in.is_word(i + 1) && is_verb(in.tokens.list[i + 1].lower)) break;
        const bool stored = in.is_word(i) && is_one_of(token.lower, {"stored", "persisted", "backfill"});
        if (depth == 0 && stored && i > in.at) break;  // a word of the column, behind its expression
        depth += in.is_symbol(i, "(") ? 1 : in.is_symbol(i, ")") ? -1 : 0;
        if (depth < 0) break;
        if (depth == 0) ends.push_back(i + 1);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

Ends read_number(const Input& in) {
    return in.is_number(in.at) ? Ends{in.at + 1} : Ends{};
}

Ends read_string(const Input& in) {
    return in.tokens.list[in.at].kind == TokenKind::quoted ? Ends{in.at + 1} : Ends{};
}

Ends read_own(const Input& in) {
    return in.is_symbol(in.at, "'s") || in.is_symbol(in.at, "'") ? Ends{in.at + 1} : Ends{};
}

struct TypeMatch {
    std::size_t end;
    std::string text;
    std::size_t kind;
};

// "(32)", "(12, 2)", "{32}" or a bare 32 after the type's word.
void read_type_numbers(const Input& in, int max_numbers, TypeMatch& match) {
    if (max_numbers == 0) return;
    const bool of_time = match.text.starts_with("date") || match.text.starts_with("time") || match.text == "interval";
    if (in.is_number(match.end) && !of_time) {
        match.text += "(" + in.tokens.list[match.end].text + ")";
        ++match.end;
        return;
    }
    const bool open = in.is_symbol(match.end, "(") || in.is_symbol(match.end, "{");
    const bool word = max_numbers == kWordsToo && in.is_word(match.end + 1);
    if (!open || !(word || in.is_number(match.end + 1))) return;
    auto i = match.end + 1;
    std::string numbers = in.tokens.list[i++].text;
    if (max_numbers > 1 && in.is_symbol(i, ",") && in.is_number(i + 1)) {
        numbers += "," + in.tokens.list[i + 1].text;
        i += 2;
    }
    if (!in.is_symbol(i, ")") && !in.is_symbol(i, "}")) return;
    match.text += "(" + numbers + ")";
    match.end = i + 1;
}

// "timestamp(3) with time zone", "time without timezone"
void read_zone(const Input& in, std::string_view spelling, TypeMatch& match) {
    const auto is = [&](std::size_t i, std::string_view word) {
        return in.is_word(i) && in.tokens.list[i].lower == word;
    };
    const std::size_t at = match.end;
    const bool with = is(at, "with"), zone = is(at + 1, "time") && is(at + 2, "zone");
    if ((spelling != "time" && spelling != "timestamp") || !(with || is(at, "without"))) return;
    if (!zone && !is(at + 1, "timezone")) return;
    const std::size_t open = match.text.find('(');
    match.text = std::string(spelling) + (open == std::string::npos ? "" : match.text.substr(open)) +
                 (with ? " with time zone" : " without time zone");
    match.end = at + (zone ? 3 : 2);
}

// "interval day to second(3)"
void read_interval_fields(const Input& in, TypeMatch& match) {
    constexpr std::string_view kFields = " year month day hour minute second ";
    const auto is_field = [&](std::size_t i) {
        return in.is_word(i) && kFields.find(" " + in.tokens.list[i].lower + " ") != std::string_view::npos;
    };
    if (match.text != "interval" || !is_field(match.end)) return;
    match.text += " " + in.tokens.list[match.end++].lower;
    const bool range = in.is_word(match.end) && in.tokens.list[match.end].lower == "to" && is_field(match.end + 1);
    if (range) match.text += " to " + in.tokens.list[match.end + 1].lower;
    if (range) match.end += 2;
    if (match.text.ends_with("second")) read_type_numbers(in, 1, match);
}

// "sql(any type)"
std::optional<TypeMatch> read_sql_form(const Input& in, std::size_t at) {
    if (!in.is_word(at) || in.tokens.list[at].lower != "sql" || !in.is_symbol(at + 1, "(")) return std::nullopt;
    int depth = 0;
    for (std::size_t i = at + 1; i < in.size(); ++i) {
        depth += in.is_symbol(i, "(") ? 1 : in.is_symbol(i, ")") ? -1 : 0;
        if (depth > 0) continue;
        const std::size_t begin = in.tokens.list[at].begin;
        return TypeMatch{i + 1, in.tokens.text.substr(begin, in.tokens.list[i].end - begin), 0};
    }
    return std::nullopt;
}

// "spot: point", "of type name": the words before say that it is a type.
bool is_announced(const Input& in, std::size_t at) {
    return at > 0 && (in.is_symbol(at - 1, ":") ||
                      (in.is_word(at - 1) && is_one_of(in.tokens.list[at - 1].lower, {"type", "as"})));
}

// "to mood", "to enum mood": after these stands a type, or what no statement with a type reads.
bool follows_change(const Input& in, std::size_t at) {
    return at > 0 && in.is_word(at - 1) && is_one_of(in.tokens.list[at - 1].lower, {"to", "into", "enum"});
}

// "ticket_state", "billing.invoice_state", "enum mood": an enum type of the schema. One of a single word is a name like
// any other unless the words before say that it is a type.
std::optional<TypeMatch> read_enum_type(const Input& in, std::size_t at) {
    if (!in.is_word(at)) return std::nullopt;
    const auto& all = type_words();
    const auto kind = static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(), [](const TypeWord& word) { return word.spelling == kEnumType; }) -
        all.begin());
    if (auto listed = read_listed_enum(in, at)) return TypeMatch{listed->first, listed->second, kind};
    if (in.tokens.list[at].lower == "enum" && in.is_word(at + 1)) ++at;
    const bool dotted = in.is_symbol(at + 1, ".") && in.is_word(at + 2);
    const std::string& first = in.tokens.list[at].text;
    const std::string text = dotted ? first + "." + in.tokens.list[at + 2].text : first;
    const bool clear = dotted || is_announced(in, at) || follows_change(in, at) || first.find('_') != std::string::npos;
    if (!clear || !in.names.is_enum(text)) return std::nullopt;
    return TypeMatch{at + (dotted ? 3 : 1), "enum(" + text + ")", kind};
}

// How many words the spelling of a type has, if these stand here; otherwise 0.
std::size_t count_words_of(const Input& in, std::size_t at, std::string_view spelling) {
    for (std::size_t i = at; in.is_word(i); ++i) {
        const std::string_view word = in.tokens.list[i].lower;
        if (!spelling.starts_with(word)) return 0;
        spelling.remove_prefix(word.size());
        if (spelling.empty()) return i + 1 - at;
        if (spelling.front() != ' ') return 0;
        spelling.remove_prefix(1);
    }
    return 0;
}

std::optional<TypeMatch> read_plain_type(const Input& in, std::size_t at) {
    if (auto match = read_enum_type(in, at)) return match;
    if (auto match = read_sql_form(in, at)) return match;
    const auto& all = type_words();
    for (std::size_t kind = 0; kind < all.size(); ++kind) {
        const std::size_t count = count_words_of(in, at, all[kind].spelling);
        if (count == 0) continue;
        const bool english = all[kind].spelling != "date" && all[kind].spelling != "time" &&
                             all[kind].spelling != "real" &&
                             (all[kind].strength == TypeStrength::tail || all[kind].strength == TypeStrength::doubtful);
        if (english && !is_announced(in, at) && !in.is_symbol(at + count, "(")) continue;
        TypeMatch match{at + count, std::string(all[kind].canonical), kind};
        read_type_numbers(in, all[kind].max_numbers, match);
        read_zone(in, all[kind].spelling, match);
        read_interval_fields(in, match);
        return match;
    }
    return std::nullopt;
}

// text, text[], array of text, array(text)
std::optional<TypeMatch> read_type_match(const Input& in) {
    const bool array = in.is_word(in.at) && in.tokens.list[in.at].lower == "array";
    const bool bracket = array && in.is_symbol(in.at + 1, "(");
    if (array && !bracket && !(in.is_word(in.at + 1) && in.tokens.list[in.at + 1].lower == "of")) return std::nullopt;
    auto match = read_plain_type(in, in.at + (array ? 2 : 0));
    if (!match) return std::nullopt;
    if (bracket && !in.is_symbol(match->end++, ")")) return std::nullopt;
    const bool suffix = in.is_symbol(match->end, "[") && in.is_symbol(match->end + 1, "]");
    const bool word = in.is_word(match->end) && in.tokens.list[match->end].lower == "array";
    if (!array && (suffix || word)) match->end += suffix ? 2 : 1;
    if (array || suffix || word) match->text = "array(" + match->text + ")";
    return match;
}

using Reader = Ends (*)(const Input&);
struct Builtin {
    std::string_view rule;
    Reader read;
};
constexpr std::array kBuiltins = {
    Builtin{"name", read_name},
    Builtin{"table", read_table},
    Builtin{"known_table", read_known_table},
    Builtin{"new_table", read_new_table},
    Builtin{"class_name", read_class_name},
    Builtin{"column", read_column},
    Builtin{"word", read_word},
    Builtin{"value", read_value},
    Builtin{"values", read_values},
    Builtin{"sql", read_sql},
    Builtin{"number", read_number},
    Builtin{"string", read_string},
    Builtin{"own", read_own},
    Builtin{"ident", read_ident},
    Builtin{"opclass", read_opclass},
    Builtin{"function", read_function},
};

}  // namespace

bool is_builtin_rule(std::string_view rule) {
    return rule == "type" ||
           std::any_of(kBuiltins.begin(), kBuiltins.end(), [&](const auto& b) { return b.rule == rule; });
}

std::vector<NodePtr> read_builtin(std::string_view rule, const Tokens& tokens, std::size_t at, const Names& names) {
    std::vector<NodePtr> nodes;
    if (at >= tokens.list.size()) return nodes;
    const Input input{tokens, at, names};
    if (rule == "type") {
        if (auto match = read_type_match(input)) {
            nodes.push_back(std::make_shared<Node>(Node{nullptr, at, match->end, {}, {}, match->text, match->kind}));
        }
        return nodes;
    }
    const auto found = std::find_if(kBuiltins.begin(), kBuiltins.end(), [&](const auto& b) { return b.rule == rule; });
    if (found == kBuiltins.end()) return nodes;
    for (const auto end : found->read(input)) {
        nodes.push_back(std::make_shared<Node>(Node{nullptr, at, end, {}, {}, {}, 0}));
    }
    return nodes;
}

}  // namespace migrate::intent
