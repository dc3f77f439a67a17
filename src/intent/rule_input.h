/// What the built-in rules read from: the tokens at a place. Internal to builtin_rules.cpp and
/// name_rules.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intent/matcher.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

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

/// The type that one word spells, or nullptr.
inline const TypeWord* type_word(std::string_view word) {
    const auto& all = type_words();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const TypeWord& type) { return type.spelling == word; });
    return found == all.end() ? nullptr : &*found;
}

// Names: every end of the rule at the place, the longest first.
bool is_single_name(const Input& in);
Ends read_name(const Input& in);
Ends read_known_table(const Input& in);
Ends read_table(const Input& in);
Ends read_new_table(const Input& in);
Ends read_class_name(const Input& in);
Ends read_column(const Input& in);

}  // namespace migrate::intent
