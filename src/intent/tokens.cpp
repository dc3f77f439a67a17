#include "intent/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace migrate::intent {

namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return is_upper(c) || is_lower(c) || c == '_' || static_cast<unsigned char>(c) >= 128;
}
bool is_wordish(char c) {
    return is_letter(c) || is_digit(c);
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

std::string plain_typography(std::string_view description) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kPlain = {{
        {"\u2018", "'"},
        {"\u2019", "'"},
        {"\u201C", "\""},
        {"\u201D", "\""},
        {"\u201E", "\""},
        {"\u00AB", "\""},
        {"\u00BB", "\""},
        {"\u2013", "-"},
        {"\u2014", "-"},
        {"\u2192", "->"},
        {"\u21D2", "=>"},
        {"\u00A0", " "},
        {"\u202F", " "},
        {"\u2265", ">="},
        {"\u2264", "<="},
        {"\u2260", "<>"},
    }};
    std::string text(description);
    for (const auto& [from, to] : kPlain) text = base::replace_all(text, from, to);
    return text;
}

class Tokenizer {
  public:
    explicit Tokenizer(std::string text) { tokens_.text = std::move(text); }

    Tokens read() {
        while (at_ < text().size()) {
            if (is_blank(text()[at_])) {
                ++at_;
            } else {
                read_one();
            }
        }
        return std::move(tokens_);
    }

  private:
    const std::string& text() const { return tokens_.text; }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text().size() ? text()[at_ + ahead] : '\0'; }

    void push(TokenKind kind, std::size_t length, char quote = 0) {
        Token token{kind, text().substr(at_, length), {}, at_, at_ + length, false, quote};
        if (quote != 0) token.text = token.text.substr(1, token.text.size() - 2);
        if (quote == '\'') token.text = base::replace_all(token.text, "''", "'");
        token.lower = base::lower(token.text);
        token.glued = !tokens_.list.empty() && tokens_.list.back().end == at_;
        tokens_.list.push_back(std::move(token));
        at_ += length;
    }

    void read_one() {
        const char c = peek();
        if (is_digit(c) && read_number()) return;
        if (is_wordish(c)) return read_word();
        if (c == '\'' && read_possessive()) return;
        if ((c == '\'' || c == '"' || c == '`') && read_quoted(c)) return;
        read_symbol();
    }

    // 12, 12.5 and 0.5 are numbers; 2fa and 12_x are words.
    bool read_number() {
        std::size_t length = 0;
        while (is_digit(peek(length))) ++length;
        if (peek(length) == '.' && is_digit(peek(length + 1))) {
            ++length;
            while (is_digit(peek(length))) ++length;
        }
        if (is_letter(peek(length))) return false;
        push(TokenKind::number, length);
        return true;
    }

    void read_word() {
        std::size_t length = 0;
        while (is_wordish(peek(length))) ++length;
        push(TokenKind::word, length);
    }

    // user's and users': only right after a word.
    bool read_possessive() {
        const bool after_word = at_ > 0 && is_wordish(text()[at_ - 1]);
        if (!after_word) return false;
        if (peek(1) == 's' && !is_wordish(peek(2))) {
            push(TokenKind::symbol, 2);
            return true;
        }
        const bool closes =
            text()[at_ - 1] == 's' && is_blank(peek(1)) && text().find('\'', at_ + 1) == std::string::npos;
        if (closes) push(TokenKind::symbol, 1);
        return closes;
    }

    bool read_quoted(char quote) {
        auto close = text().find(quote, at_ + 1);
        const auto is_doubled = [&] { return quote == '\'' && close + 1 < text().size() && text()[close + 1] == '\''; };
        while (close != std::string::npos && is_doubled()) close = text().find(quote, close + 2);
        if (close == std::string::npos) return false;
        push(TokenKind::quoted, close - at_ + 1, quote);
        return true;
    }

    void read_symbol() {
        constexpr std::array<std::string_view, 11> kLong = {"-->", "->", "=>", "<=", ">=", "<>",
                                                            "!=",  "::", "||", "&&", "=="};
        const auto rest = std::string_view(text()).substr(at_);
        const auto found =
            std::find_if(kLong.begin(), kLong.end(), [&](auto symbol) { return rest.starts_with(symbol); });
        push(TokenKind::symbol, found == kLong.end() ? 1 : found->size());
    }

    Tokens tokens_;
    std::size_t at_ = 0;
};

bool is_lone_name(const Tokens& tokens) {
    if (tokens.list.empty() || tokens.list.front().kind != TokenKind::word) return false;
    const auto belongs = [](const Token& token) {
        return token.glued && (token.kind == TokenKind::word || token.kind == TokenKind::number || token.text == "-");
    };
    return std::all_of(tokens.list.begin() + 1, tokens.list.end(), belongs);
}

}  // namespace

Tokens read_tokens(std::string_view description) {
    return Tokenizer(plain_typography(description)).read();
}

std::vector<std::string> split_name(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_wordish(c) || c == '_') {
            flush();
            continue;
        }
        const bool after_small = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        const bool ends_capitals = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (is_upper(c) && (after_small || ends_capitals)) flush();
        word += c;
    }
    flush();
    return words;
}

Tokens split_joined(const Tokens& tokens) {
    if (!is_lone_name(tokens)) return tokens;
    const auto begin = tokens.list.front().begin, end = tokens.list.back().end;
    Tokens result{tokens.text, {}, Spelling::joined};
    auto from = begin;
    for (const auto& word : split_name(std::string_view(tokens.text).substr(begin, end - begin))) {
        const auto at = tokens.text.find(word, from);
        result.list.push_back({TokenKind::word, base::lower(word), base::lower(word), at, at + word.size(), false, 0});
        from = at + word.size();
    }
    return result.list.size() < 3 ? tokens : result;
}

bool is_plain_name(std::string_view text) {
    if (text.empty() || text.size() > 63 || !(is_upper(text[0]) || is_lower(text[0]) || text[0] == '_')) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_wordish(c) && static_cast<unsigned char>(c) < 128; });
}

bool is_class_name(std::string_view text, std::size_t humps) {
    if (!is_plain_name(text) || !is_upper(text[0]) || text.find('_') != std::string_view::npos) return false;
    if (std::none_of(text.begin(), text.end(), is_lower)) return false;
    return split_name(text).size() >= humps;
}

}  // namespace migrate::intent
