// Names of one word or of several, new ones and those that are there.
#include <algorithm>
#include <functional>

#include "intent/rule_input.h"
#include "intent/tokens.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxNameWords = 5;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_a_flag(std::string_view word) {
    return is_one_of(word, {"is", "has", "can", "was", "should"});
}

bool is_quoted_name(const Token& token) {
    return token.kind == TokenKind::quoted && is_plain_name(token.text);
}

// "created by", "last seen at": a participle, then the small word that ends the name.
bool ends_after_participle(const Input& in, std::size_t i) {
    const auto& word = in.tokens.list[i].lower;
    if (!is_one_of(word, {"at", "by"}) || i == in.at) return false;
    const auto& before = in.tokens.list[i - 1].lower;
    return before.ends_with("ed") || before.ends_with("en") ||
           is_one_of(before,
                     {"sent", "paid", "run", "left", "login", "sync", "due", "begun", "done", "sold", "held", "built"});
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
    return (word == "primary" && (key_at(i + 1) || i + 1 == in.size())) ||
           (key_at(i) && i > in.at && in.tokens.list[i - 1].lower == "primary");
}

// "fax and safely drop phone": a command inside of a name is a statement that was not seen.
bool is_plain_command(std::string_view word) {
    return is_one_of(word, {"add", "adds", "drop", "drops", "remove", "removes", "rename", "renames", "alter", "alters",
                            "create", "creates", "introduce", "introduces"});
}

// TEXT and DATE among small letters are types.
bool is_in_capitals(const Input& in, std::size_t i) {
    const auto& text = in.tokens.list[i].text;
    const bool shouted =
        std::none_of(in.tokens.text.begin(), in.tokens.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return !shouted && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether the word may stand at place `i` of a name written as several words.
bool may_join(const Input& in, std::size_t i) {
    const auto& token = in.tokens.list[i];
    const auto& word = token.lower;
    if (token.kind != TokenKind::word || !is_plain_name(token.text) || word.find('_') != std::string::npos)
        return false;
    if (i == in.at && (begins_a_flag(word) || word == "default")) return true;
    if (ends_after_participle(in, i) || is_inner_of(in, i)) return true;
    const bool participle = i + 1 < in.size() && is_one_of(in.tokens.list[i + 1].lower, {"at", "by"});
    const bool made = is_one_of(word, {"generated", "computed", "calculated", "derived"});
    const bool vague = is_vague_adjective(word) || (made && !participle && !in.joined());
    const bool verb = is_verb_not_in_name(word) && (i == in.at || is_plain_command(word));
    if (is_never_in_name(word) || vague || verb) return false;
    if (is_key_of_structure(in, i) || (i > in.at && is_foreign_type(word))) return false;
    if (in.joined()) return true;
    const auto* type = type_word(word);
    const bool english =
        type == nullptr || type->strength == TypeStrength::tail || type->strength == TypeStrength::doubtful;
    if (!english || (type != nullptr && is_in_capitals(in, i))) return false;
    const bool doubled = type != nullptr && i > in.at && type_word(in.tokens.list[i - 1].lower) != nullptr;
    return !doubled && !token.slip_of_structure;
}

// Several words as one name, the longest first; never a single word.
// `of_table`: nouns that are too vague for a column may end it ("api keys").
Ends phrase_ends(const Input& in, bool of_table = false) {
    Ends ends;
    for (auto i = in.at; i < in.size() && i < in.at + kMaxNameWords && may_join(in, i); ++i) {
        const auto& word = in.tokens.list[i].lower;
        // "fax after phone" and "fax first" say where a column stands, which is no part of its name.
        const bool place = i > in.at && is_one_of(word, {"after", "before", "first"}) && !in.joined();
        const bool may_end =
            !(i == in.at + 1 && is_inner_of(in, i)) && (of_table || !is_vague_noun(word)) && word != "first";
        if (i > in.at && may_end) ends.push_back(i + 1);
        if (place || ends_after_participle(in, i)) break;
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

// A one-letter name such as `a` is an article unless punctuation follows.
bool is_lone_letter_name(const Input& in) {
    const auto* next = in.token(in.at + 1);
    return in.tokens.list[in.at].lower == "a" && (next == nullptr || next->kind == TokenKind::symbol);
}

}  // namespace

bool is_single_name(const Input& in) {
    const auto& token = in.tokens.list[in.at];
    if (is_quoted_name(token)) return true;
    if (token.kind != TokenKind::word || !is_plain_name(token.text)) return false;
    const auto* type = type_word(token.lower);
    if (type != nullptr && type->strength == TypeStrength::strong) return false;
    if (is_lone_letter_name(in)) return true;
    return !is_never_in_name(token.lower) && !token.slip_of_structure;
}

Ends read_name(const Input& in) {
    Ends ends = phrase_ends(in);
    if (is_single_name(in)) ends.push_back(in.at + 1);
    return ends;
}

namespace {

Ends known_phrase_ends(const Input& in, const std::function<bool(std::string_view)>& known) {
    Ends ends;
    for (auto i = in.at; i < in.size() && i < in.at + kMaxNameWords && in.is_word(i); ++i) {
        if (known(in.joined_words(i + 1))) ends.push_back(i + 1);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

// "temporary receipts table" and "table for storing receipts" say more than a name.
bool describes_a_table(std::string_view word) {
    const bool adjective =
        is_one_of(word, {"empty", "temporary", "temp", "unlogged", "partitioned", "materialized", "simple", "basic",
                         "separate", "dedicated", "generic", "second", "first", "own"});
    return adjective || (word.ends_with("ing") && is_vague_noun(word));
}

// schema.table without blanks.
bool is_qualified(const Input& in) {
    const bool dotted = in.is_symbol(in.at + 1, ".") && in.is_word(in.at) && in.is_word(in.at + 2);
    return dotted && in.tokens.list[in.at + 1].glued && in.tokens.list[in.at + 2].glued;
}

std::string qualified_text(const Input& in) {
    return in.tokens.list[in.at].text + "." + in.tokens.list[in.at + 2].text;
}

}  // namespace

Ends read_known_table(const Input& in) {
    Ends ends;
    if (is_qualified(in) && in.names.is_table(qualified_text(in))) ends.push_back(in.at + 3);
    for (const auto end : known_phrase_ends(in, in.names.is_table)) ends.push_back(end);
    const auto& token = in.tokens.list[in.at];
    if (token.kind == TokenKind::quoted && in.names.is_table(token.text)) ends.push_back(in.at + 1);
    if (token.kind == TokenKind::word && in.names.is_table(token.text)) ends.push_back(in.at + 1);
    return ends;
}

// "drop nothing table", "rename table data to facts": one table is spoken of, so the word is its name.
static bool is_said_to_be_a_table(const Input& in) {
    const auto is_noun = [&](std::size_t i) { return in.is_word(i) && in.tokens.list[i].lower == "table"; };
    return is_noun(in.at + 1) || (in.at > 0 && is_noun(in.at - 1));
}

Ends read_table(const Input& in) {
    Ends ends = read_known_table(in);
    if (is_qualified(in) && in.names.is_table(qualified_text(in))) return ends;  // its schema alone is no table
    const auto& token = in.tokens.list[in.at];
    const bool quoted = is_quoted_name(token);
    const bool vague = is_vague_adjective(token.lower) || is_vague_noun(token.lower);
    const bool word = token.kind == TokenKind::word && is_plain_name(token.text) && !is_never_in_name(token.lower) &&
                      (!vague || is_said_to_be_a_table(in)) && !is_verb_not_in_name(token.lower) &&
                      !token.slip_of_structure;
    if (quoted || word) ends.push_back(in.at + 1);
    return ends;
}

// "create hearing table": a thing, unlike "create missing table".
static bool is_thing_in_ing(const Input& in) {
    const auto& word = in.tokens.list[in.at].lower;
    return word.ends_with("ing") && is_said_to_be_a_table(in) && !is_never_in_name(word) &&
           !is_verb_not_in_name(word) &&
           !is_one_of(word, {"missing", "existing", "following", "remaining", "corresponding", "joining", "linking",
                             "connecting", "resulting", "matching", "containing", "using"});
}

Ends read_new_table(const Input& in) {
    Ends ends;
    if (in.is_word(in.at) && is_thing_in_ing(in) && !is_qualified(in)) return {in.at + 1};
    if (is_qualified(in)) ends.push_back(in.at + 3);
    if (in.is_word(in.at) && describes_a_table(in.tokens.list[in.at].lower) && !is_qualified(in)) return ends;
    for (const auto end : phrase_ends(in, true)) {
        // "refunds temporary" is described at its end
        if (!describes_a_table(in.tokens.list[end - 1].lower) || in.joined()) ends.push_back(end);
    }
    const auto& token = in.tokens.list[in.at];
    const bool noun = is_one_of(token.lower, {"entries", "records", "policies", "tests", "features", "record", "policy",
                                              "feature", "extensions", "audit", "history", "keys", "endpoints"});
    const bool vague =
        token.kind == TokenKind::word && (is_vague_adjective(token.lower) || is_vague_noun(token.lower)) && !noun;
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

}  // namespace migrate::intent
