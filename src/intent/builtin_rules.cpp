#include "intent/builtin_rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxNameWords = 5;

using Ends = std::vector<std::size_t>;

struct Input {
    const Tokens& tokens;
    std::size_t at;
    const Names& names;

    std::size_t size() const { return tokens.list.size(); }
    const Token* token(std::size_t i) const { return i < size() ? &tokens.list[i] : nullptr; }
    bool is_word(std::size_t i) const { return i < size() && tokens.list[i].kind == TokenKind::word; }
    bool is_symbol(std::size_t i, std::string_view text) const {
        return i < size() && tokens.list[i].kind == TokenKind::symbol && tokens.list[i].text == text;
    }
    bool is_number(std::size_t i) const { return i < size() && tokens.list[i].kind == TokenKind::number; }
    bool joined() const { return tokens.spelling == Spelling::joined; }

    std::string joined_words(std::size_t end) const {
        std::string name;
        for (auto i = at; i < end; ++i) name += (i > at ? "_" : "") + tokens.list[i].lower;
        return name;
    }
};

const TypeWord* type_word(std::string_view word) {
    const auto& all = type_words();
    const auto found = std::find_if(all.begin(), all.end(), [&](const TypeWord& type) { return type.spelling == word; });
    return found == all.end() ? nullptr : &*found;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_a_flag(std::string_view word) { return is_one_of(word, {"is", "has", "can", "was", "should"}); }

bool is_quoted_name(const Token& token) { return token.kind == TokenKind::quoted && is_plain_name(token.text); }

// "created by", "last seen at": a participle, then the small word that ends the name.
bool ends_after_participle(const Input& in, std::size_t i) {
    const auto& word = in.tokens.list[i].lower;
    if (!is_one_of(word, {"at", "by"}) || i == in.at) return false;
    const auto& before = in.tokens.list[i - 1].lower;
    return before.ends_with("ed") || before.ends_with("en") || is_one_of(before, {"sent", "paid", "run", "left", "login", "sync", "due", "begun", "done", "sold", "held", "built"});
}

// "number of seats"
bool is_inner_of(const Input& in, std::size_t i) {
    if (in.tokens.list[i].lower != "of" || i != in.at + 1 || !in.is_word(i + 1)) return false;
    return is_one_of(in.tokens.list[in.at].lower, {"number", "date", "time", "place", "amount", "year"});
}

// "primary key" is no name; "primary email" is.
bool is_key_of_structure(const Input& in, std::size_t i) {
    const auto key_at = [&](std::size_t k) { return in.is_word(k) && in.tokens.list[k].lower.starts_with("key"); };
    const auto& word = in.tokens.list[i].lower;
    return (word == "primary" && (key_at(i + 1) || i + 1 == in.size())) || (key_at(i) && i > in.at && in.tokens.list[i - 1].lower == "primary");
}

// Whether the word may stand at place `i` of a name written as several words.
bool may_join(const Input& in, std::size_t i) {
    const auto& token = in.tokens.list[i];
    const auto& word = token.lower;
    if (token.kind != TokenKind::word || !is_plain_name(token.text) || word.find('_') != std::string::npos) return false;
    if (i == in.at && (begins_a_flag(word) || word == "default")) return true;
    if (ends_after_participle(in, i) || is_inner_of(in, i)) return true;
    if (is_never_in_name(word) || is_vague_adjective(word) || (i == in.at && is_verb_not_in_name(word))) return false;
    if (is_key_of_structure(in, i) || (i > in.at && is_foreign_type(word))) return false;
    if (in.joined()) return true;
    const auto* type = type_word(word);
    if (type != nullptr && type->strength != TypeStrength::tail) return false;
    const bool doubled = type != nullptr && i > in.at && type_word(in.tokens.list[i - 1].lower) != nullptr;
    return !doubled && !is_slip_of_structure(word);
}

// Several words as one name, the longest first; never a single word.
Ends phrase_ends(const Input& in, std::size_t max_words = kMaxNameWords) {
    Ends ends;
    for (auto i = in.at; i < in.size() && i < in.at + max_words && may_join(in, i); ++i) {
        const auto& word = in.tokens.list[i].lower;
        const bool may_end = !(i == in.at + 1 && is_inner_of(in, i)) && !is_vague_noun(word);
        const bool tail_first = i == in.at && type_word(word) != nullptr && !in.joined();
        if (tail_first && word != "date" && word != "time") break;
        if (i > in.at && may_end) ends.push_back(i + 1);
        if (ends_after_participle(in, i)) break;
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

// A one-letter name such as `a` is an article unless punctuation follows.
bool is_lone_letter_name(const Input& in) {
    const auto* next = in.token(in.at + 1);
    return in.tokens.list[in.at].lower == "a" && (next == nullptr || next->kind == TokenKind::symbol);
}

bool is_single_name(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    if (is_quoted_name(token)) return true;
    if (token.kind != TokenKind::word || !is_plain_name(token.text)) return false;
    const auto* type = type_word(token.lower);
    if (type != nullptr && type->strength == TypeStrength::strong) return false;
    if (is_lone_letter_name(in)) return true;
    return !is_never_in_name(token.lower) && !is_slip_of_structure(token.lower);
}

Ends read_name(const Input& in) {
    Ends ends = phrase_ends(in);
    if (is_single_name(in)) ends.push_back(in.at + 1);
    return ends;
}

Ends known_phrase_ends(const Input& in, const std::function<bool(std::string_view)>& known) {
    Ends ends;
    for (auto i = in.at; i < in.size() && i < in.at + kMaxNameWords && in.is_word(i); ++i) {
        if (known(in.joined_words(i + 1))) ends.push_back(i + 1);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

// schema.table without blanks.
bool is_qualified(const Input& in) {
    const bool dotted = in.is_symbol(in.at + 1, ".") && in.is_word(in.at) && in.is_word(in.at + 2);
    return dotted && in.tokens.list[in.at + 1].glued && in.tokens.list[in.at + 2].glued;
}

std::string qualified_text(const Input& in) { return in.tokens.list[in.at].text + "." + in.tokens.list[in.at + 2].text; }

Ends read_known_table(const Input& in) {
    Ends ends;
    if (is_qualified(in) && in.names.is_table(qualified_text(in))) ends.push_back(in.at + 3);
    for (const auto end : known_phrase_ends(in, in.names.is_table)) ends.push_back(end);
    const auto& token = in.tokens.list[in.at];
    if (token.kind == TokenKind::quoted && in.names.is_table(token.text)) ends.push_back(in.at + 1);
    if (token.kind == TokenKind::word && in.names.is_table(token.text)) ends.push_back(in.at + 1);
    return ends;
}

Ends read_table(const Input& in) {
    Ends ends = read_known_table(in);
    const auto& token = in.tokens.list[in.at];
    const bool quoted = is_quoted_name(token);
    const bool word = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower) &&
                      !is_vague_adjective(token.lower) && !is_vague_noun(token.lower) && !is_verb_not_in_name(token.lower) && !is_slip_of_structure(token.lower);
    if (quoted || word) ends.push_back(in.at + 1);
    return ends;
}

Ends read_new_table(const Input& in) {
    Ends ends;
    if (is_qualified(in)) ends.push_back(in.at + 3);
    const auto phrases = phrase_ends(in);
    ends.insert(ends.end(), phrases.begin(), phrases.end());
    const auto& token = in.tokens.list[in.at];
    const bool noun = is_one_of(token.lower, {"entries", "records", "policies", "tests", "features", "record", "policy", "feature", "extensions"});
    const bool vague = token.kind == TokenKind::word && (is_vague_adjective(token.lower) || is_vague_noun(token.lower)) && !noun;
    const bool verb = token.kind == TokenKind::word && is_verb_not_in_name(token.lower);
    if (is_single_name(in) && !vague && !verb) ends.push_back(in.at + 1);
    return ends;
}

Ends read_class_name(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    if (token.kind == TokenKind::word && is_class_name(token.text)) return {in.at + 1};
    return {};
}

// A column that should be there: one word, or several that are a column's name.
Ends read_column(const Input& in) {
    const auto joined_is_column = [&](std::string_view name) { return in.names.is_column(name); };
    Ends ends = known_phrase_ends(in, joined_is_column);
    if (is_single_name(in)) ends.push_back(in.at + 1);
    return ends;
}

Ends read_word(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool word = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower);
    return word || is_quoted_name(token) ? Ends{in.at + 1} : Ends{};
}

// A name for an index or a constraint that nothing else announces: it has an underscore.
Ends read_ident(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool compound = token.kind != TokenKind::symbol && is_plain_name(token.text) && token.text.find('_') != std::string::npos;
    return compound ? Ends{in.at + 1} : Ends{};
}

Ends read_opclass(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    return token.kind == TokenKind::word && is_plain_name(token.text) && token.lower.ends_with("_ops") ? Ends{in.at + 1} : Ends{};
}

Ends read_function(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    const bool named = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower);
    return named && !in_class("METHOD", token.lower) && in.is_symbol(in.at + 1, "(") ? Ends{in.at + 1} : Ends{};
}

bool is_value_word(const Token& token) {
    if (token.kind != TokenKind::word) return false;
    const bool free = !is_never_in_name(token.lower) || is_small_word(token.lower) || is_one_of(token.lower, {"null", "none"});
    return is_plain_name(token.text) && free;
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

// (a, b) or a/b or a|b
Ends read_values(const Input& in) {
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
        depth += in.is_symbol(i, "(") ? 1 : in.is_symbol(i, ")") ? -1 : 0;
        if (depth < 0) break;
        if (depth == 0) ends.push_back(i + 1);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

Ends read_number(const Input& in) { return in.is_number(in.at) ? Ends{in.at + 1} : Ends{}; }

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
    if (in.is_number(match.end)) {
        match.text += "(" + in.tokens.list[match.end].text + ")";
        ++match.end;
        return;
    }
    const bool open = in.is_symbol(match.end, "(") || in.is_symbol(match.end, "{");
    if (!open || !in.is_number(match.end + 1)) return;
    auto i = match.end + 1;
    std::string numbers = in.tokens.list[i++].text;
    if (max_numbers == 2 && in.is_symbol(i, ",") && in.is_number(i + 1)) {
        numbers += "," + in.tokens.list[i + 1].text;
        i += 2;
    }
    if (!in.is_symbol(i, ")") && !in.is_symbol(i, "}")) return;
    match.text += "(" + numbers + ")";
    match.end = i + 1;
}

std::optional<TypeMatch> read_plain_type(const Input& in, std::size_t at) {
    const auto& all = type_words();
    for (std::size_t kind = 0; kind < all.size(); ++kind) {
        const auto words = base::split_words(all[kind].spelling);
        const auto same = [&](std::size_t i) { return in.is_word(at + i) && in.tokens.list[at + i].lower == words[i]; };
        std::size_t count = 0;
        while (count < words.size() && same(count)) ++count;
        if (count < words.size()) continue;
        TypeMatch match{at + count, std::string(all[kind].canonical), kind};
        read_type_numbers(in, all[kind].max_numbers, match);
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
    Builtin{"name", read_name},         Builtin{"table", read_table},           Builtin{"known_table", read_known_table},
    Builtin{"new_table", read_new_table}, Builtin{"class_name", read_class_name}, Builtin{"column", read_column},
    Builtin{"word", read_word},         Builtin{"value", read_value},           Builtin{"values", read_values},
    Builtin{"sql", read_sql},           Builtin{"number", read_number},         Builtin{"string", read_string},         Builtin{"own", read_own},
    Builtin{"ident", read_ident},       Builtin{"opclass", read_opclass},       Builtin{"function", read_function},
};

}  // namespace

bool is_builtin_rule(const std::string& rule) {
    return rule == "type" || std::any_of(kBuiltins.begin(), kBuiltins.end(), [&](const auto& b) { return b.rule == rule; });
}

std::vector<NodePtr> read_builtin(const std::string& rule, const Tokens& tokens, std::size_t at, const Names& names) {
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
