#include "syntax/tokens.h"

#include <algorithm>
#include <array>

#include "base/allowance.h"
#include "base/text.h"

namespace migrate::sql {
namespace {

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) {
    return starts_word(c) || is_digit(c) || c == '$';
}

/// A cursor over the text; every `skip_` function moves it behind something and never past the end.
class Scanner {
  public:
    Scanner(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

    Tokens read() {
        Tokens tokens;
        while (skip_blank(), at_ < text_.size()) {
            base::step();
            const std::size_t begin = at_;
            const TokenKind kind = skip_token();
            tokens.push_back({kind, begin, at_});
        }
        return tokens;
    }

    /// After `read`: the last comment reaches to the end because nothing closes it.
    bool leaves_comment_open() const { return comment_open_; }

  private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void advance(std::size_t count) { at_ = std::min(text_.size(), at_ + count); }

    void skip_blank() {
        while (at_ < text_.size()) {
            if (is_space(peek())) {
                ++at_;
            } else if (peek() == '-' && peek(1) == '-') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (peek() == '/' && peek(1) == '*') {
                skip_block_comment();
            } else {
                return;
            }
        }
    }

    void skip_block_comment() {
        int depth = 0;
        do {
            if (peek() == '/' && peek(1) == '*' && (dialect_ == Dialect::postgresql || depth == 0)) {
                ++depth;
                advance(2);
            } else if (peek() == '*' && peek(1) == '/') {
                --depth;
                advance(2);
            } else {
                advance(1);
            }
        } while (depth > 0 && at_ < text_.size());
        comment_open_ = depth > 0;
    }

    TokenKind skip_token() {
        const char c = peek();
        if (c == '\'') return skip_quotes('\'', false), TokenKind::string;
        if (c == '"') return skip_quotes('"', false), TokenKind::quoted;
        if (dialect_ == Dialect::sqlite && c == '`') return skip_quotes('`', false), TokenKind::quoted;
        if (dialect_ == Dialect::sqlite && c == '[') return skip_quotes(']', false), TokenKind::quoted;
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return skip_number(), TokenKind::number;
        if (starts_word(c)) return skip_word();
        if (c == '$') return skip_dollar();
        if (c == ':' && is_bind()) return skip_bind(), TokenKind::bind;
        if (c == '%' && peek(1) == '(' && skip_percent_bind()) return TokenKind::bind;
        return skip_symbol(), TokenKind::symbol;
    }

    void skip_quotes(char close, bool backslashes) {
        advance(1);
        while (at_ < text_.size()) {
            if (backslashes && peek() == '\\') {
                advance(2);
            } else if (peek() != close) {
                advance(1);
            } else if (peek(1) == close && close != ']') {
                advance(2);
            } else {
                advance(1);
                return;
            }
        }
    }

    void skip_number() {
        while (is_digit(peek()) || peek() == '.' || starts_word(peek()) ||
               ((peek() == '+' || peek() == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E')))
            ++at_;
    }

    TokenKind skip_word() {
        const char c = static_cast<char>(peek() | 0x20);
        if (peek(1) == '\'' && (c == 'e' || c == 'b' || c == 'x' || c == 'n')) {
            advance(1);
            return skip_quotes('\'', c == 'e'), TokenKind::string;
        }
        if (c == 'u' && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
            const char quote = peek(2);
            advance(2);
            return skip_quotes(quote, false), quote == '"' ? TokenKind::quoted : TokenKind::string;
        }
        while (in_word(peek())) ++at_;
        return TokenKind::word;
    }

    TokenKind skip_dollar() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && in_word(text_[end]) && text_[end] != '$') ++end;
        if (end < text_.size() && text_[end] == '$' && !is_digit(peek(1))) {
            const std::string_view tag = text_.substr(at_, end + 1 - at_);
            const std::size_t close = text_.find(tag, end + 1);
            at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
            return TokenKind::string;
        }
        at_ = std::max(end, at_ + 1);
        return TokenKind::symbol;
    }

    bool is_bind() const {
        const char before = at_ == 0 ? ' ' : text_[at_ - 1];
        if (before == ':' || before == '\\' || in_word(before) || !(in_word(peek(1)) && peek(1) != '$')) return false;
        return bind_end() >= text_.size() || text_[bind_end()] != ':';
    }
    std::size_t bind_end() const {
        std::size_t end = at_ + 1;
        while (end < text_.size() && in_word(text_[end]) && text_[end] != '$') ++end;
        return end;
    }
    void skip_bind() { at_ = bind_end(); }

    bool skip_percent_bind() {
        std::size_t end = at_ + 2;
        while (end < text_.size() && in_word(text_[end])) ++end;
        if (end + 1 >= text_.size() || text_[end] != ')' || text_[end + 1] != 's') return false;
        at_ = end + 2;
        return true;
    }

    void skip_symbol() {
        constexpr std::array<std::string_view, 14> kLong = {
            "->>", "#>>", "!~*", "::", ":=", "=>", "<=", ">=", "<>", "!=", "||", "->", "==", "@>"};
        for (const auto symbol : kLong)
            if (text_.substr(at_, symbol.size()) == symbol) return advance(symbol.size());
        advance(1);
    }

    std::string_view text_;
    Dialect dialect_;
    std::size_t at_ = 0;
    bool comment_open_ = false;
};

std::string plain_escape(char c) {
    switch (c) {
        case 'n':
            return "\n";
        case 't':
            return "\t";
        case 'r':
            return "\r";
        case 'b':
            return "\b";
        case 'f':
            return "\f";
        default:
            return std::string(1, c);
    }
}

std::string without_doubled(std::string_view inner, char quote) {
    return base::replace_all(inner, std::string(2, quote), std::string(1, quote));
}

bool opens(std::string_view text, const Token& token) {
    return text[token.begin] == '(' || text[token.begin] == '[';
}
bool closes(std::string_view text, const Token& token) {
    return text[token.begin] == ')' || text[token.begin] == ']';
}

}  // namespace

Tokens read_tokens(std::string_view text, Dialect dialect) {
    const base::Doing now("reading the SQL", text.substr(0, 80));
    return Scanner(text, dialect).read();
}

bool leaves_comment_open(std::string_view text, Dialect dialect) {
    Scanner scanner(text, dialect);
    scanner.read();
    return scanner.leaves_comment_open();
}

std::string name_of_token(std::string_view text, const Token& token, Dialect dialect) {
    const std::string_view raw = text.substr(token.begin, token.end - token.begin);
    if (token.kind != TokenKind::quoted) return dialect == Dialect::postgresql ? base::lower(raw) : std::string(raw);
    const std::size_t open = raw.find_first_of("\"`[");
    if (open == std::string_view::npos || raw.size() < open + 2) return {};
    const std::string_view inner = raw.substr(open + 1, raw.size() - open - 2);
    return raw[open] == '[' ? std::string(inner) : without_doubled(inner, raw[open]);
}

std::string_view bind_name(std::string_view text, const Token& token) {
    const std::string_view raw = text.substr(token.begin, token.end - token.begin);
    return raw.front() == ':' ? raw.substr(1) : raw.substr(2, raw.size() - 4);
}

std::string string_value(std::string_view text, const Token& token) {
    const std::string_view raw = text.substr(token.begin, token.end - token.begin);
    if (raw.front() == '$') {
        const std::size_t tag = raw.find('$', 1) + 1;
        return raw.size() >= 2 * tag ? std::string(raw.substr(tag, raw.size() - 2 * tag)) : std::string();
    }
    const std::size_t open = raw.find('\'');
    if (open == std::string_view::npos || raw.size() < open + 2) return {};
    const std::string_view inner = raw.substr(open + 1, raw.size() - open - 2);
    if ((raw.front() | 0x20) != 'e') return without_doubled(inner, '\'');
    std::string value;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        const bool pair = i + 1 < inner.size() && (inner[i] == '\\' || (inner[i] == '\'' && inner[i + 1] == '\''));
        if (pair) ++i;
        value += pair && inner[i - 1] == '\\' ? plain_escape(inner[i]) : std::string(1, inner[i]);
    }
    return value;
}

std::size_t depth_bound(std::string_view text, const Tokens& tokens) {
    struct Level {
        std::size_t here = 0, child = 0, done = 0;
        void finish() {
            done = std::max(done, here + child);
            here = child = 0;
        }
    };
    std::vector<Level> levels(1);
    for (const Token& token : tokens) {
        const char c = text[token.begin];
        if (token.kind == TokenKind::symbol && opens(text, token)) {
            levels.emplace_back();
        } else if (token.kind == TokenKind::symbol && closes(text, token)) {
            if (levels.size() == 1) continue;
            levels.back().finish();
            const std::size_t depth = levels.back().done + 1;
            levels.pop_back();
            levels.back().child = std::max(levels.back().child, depth);
        } else if (token.kind == TokenKind::symbol && (c == ',' || c == ';')) {
            levels.back().finish();
        } else if (token.kind == TokenKind::symbol || token.kind == TokenKind::word) {
            ++levels.back().here;
        }
    }
    std::size_t bound = 0;
    for (Level& level : levels) {
        level.finish();
        bound += level.done + 1;
    }
    return bound;
}

std::string without_bind_escapes(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ':') {
            std::size_t end = i + 2;
            while (end < text.size() && in_word(text[end])) ++end;
            if (end >= text.size() || text[end] != ':') continue;
        }
        result += text[i];
    }
    return result;
}

}  // namespace migrate::sql
