#include "history/literal.h"

#include <algorithm>
#include <charconv>

#include "history/header.h"

namespace migrate::history {
namespace {

constexpr int kMaxDepth = 16;

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9');
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

void append_utf8(std::string& result, unsigned code) {
    if (code < 0x80) {
        result += static_cast<char>(code);
    } else if (code < 0x800) {
        result += static_cast<char>(0xC0 | (code >> 6));
        result += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        result += static_cast<char>(0xE0 | (code >> 12));
        result += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        result += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        result += static_cast<char>(0xF0 | ((code >> 18) & 0x07));
        result += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        result += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        result += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// The escape's character for the one-letter escapes, or '\0'.
char simple_escape(char c) {
    switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'r':
            return '\r';
        case 'a':
            return '\a';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'v':
            return '\v';
        case '\\':
        case '\'':
        case '"':
            return c;
        default:
            return '\0';
    }
}

void append_all(Literal& list, Literal&& item) {
    for (std::string& text : item.texts) list.texts.push_back(std::move(text));
}

}  // namespace

std::string_view Scanner::read_name() {
    if (!is_name_start(peek())) return {};
    const std::size_t start = position_;
    while (is_name_part(peek())) ++position_;
    return text_.substr(start, position_ - start);
}

void Scanner::skip_space(bool over_lines) {
    while (!at_end()) {
        const char c = peek();
        if (is_blank(c)) {
            ++position_;
        } else if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
            position_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
        } else if (over_lines && (c == '\n' || c == '\r')) {
            ++position_;
        } else if (over_lines && c == '#') {
            position_ = std::min(text_.find_first_of("\r\n", position_), text_.size());
        } else {
            return;
        }
    }
}

bool Scanner::skip_logical_line(char stop) {
    int depth = 0;
    while (!at_end()) {
        const char c = peek();
        if (depth == 0 && stop != '\0' && c == stop) return true;
        if (c == '\'' || c == '"') {
            read_string();
            continue;
        }
        if (c == '#') {
            position_ = std::min(text_.find_first_of("\r\n", position_), text_.size());
            continue;
        }
        if (c == '\\') {
            position_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
            continue;
        }
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') depth = std::max(0, depth - 1);
        if (depth == 0 && (c == '\n' || c == '\r')) {
            if (stop != '\0') return false;
            position_ += c == '\r' && peek(1) == '\n' ? 2 : 1;
            return true;
        }
        ++position_;
    }
    position_ = text_.size();
    return stop == '\0';
}

std::optional<Scanner::Prefix> Scanner::string_prefix() const {
    Prefix prefix;
    for (; prefix.length < 3; ++prefix.length) {
        const char c = peek(prefix.length);
        if (c == '\'' || c == '"') return prefix;
        if (c == 'r' || c == 'R') {
            prefix.raw = true;
        } else if (c == 'f' || c == 'F') {
            prefix.formatted = true;
        } else if (c == 'b' || c == 'B') {
            prefix.bytes = true;
        } else if (c != 'u' && c != 'U') {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

bool Scanner::at_string() const {
    return string_prefix().has_value();
}

void Scanner::read_escape(std::string& result) {
    const char kind = peek(1);
    position_ += 2;
    if (kind == '\n') return;
    if (kind == '\r') {
        if (peek() == '\n') ++position_;
        return;
    }
    if (const char simple = simple_escape(kind); simple != '\0') {
        result += simple;
        return;
    }
    const bool octal = kind >= '0' && kind <= '7';
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : octal ? 3 : 0;
    const std::size_t start = octal ? position_ - 1 : position_;
    const std::string_view code_text = text_.substr(std::min(start, text_.size()), digits);
    unsigned code = 0;
    const auto [end, error] =
        std::from_chars(code_text.data(), code_text.data() + code_text.size(), code, octal ? 8 : 16);
    const std::size_t read = static_cast<std::size_t>(end - code_text.data());
    if (digits == 0 || error != std::errc() || code > 0x10FFFF || (!octal && read != digits)) {
        result += '\\';
        if (position_ <= text_.size()) result += kind;
        return;
    }
    append_utf8(result, code);
    position_ = start + read;
}

std::optional<std::string> Scanner::read_string() {
    const std::optional<Prefix> prefix = string_prefix();
    if (!prefix) return std::nullopt;
    position_ += prefix->length;
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    const std::string closing(triple ? 3 : 1, quote);
    position_ += closing.size();
    std::string result;
    bool fields = false;
    const auto is_plain = [&](char c) {
        return c != quote && c != '\\' && c != '\n' && c != '\r' && c != '{' && c != '}';
    };
    while (!at_end()) {
        const std::size_t start = position_;
        while (position_ < text_.size() && is_plain(text_[position_])) ++position_;
        result += text_.substr(start, position_ - start);
        if (at_end()) break;
        if (peek() == quote && text_.substr(position_).starts_with(closing)) {
            position_ += closing.size();
            if (fields || prefix->bytes) return std::nullopt;
            return result;
        }
        const char c = peek();
        if (!triple && (c == '\n' || c == '\r')) return std::nullopt;
        fields = fields || (prefix->formatted && (c == '{' || c == '}'));
        if (c == '\\' && prefix->raw) {
            result += text_.substr(position_, 2);
            position_ += 2;
        } else if (c == '\\') {
            read_escape(result);
        } else {
            result += c;
            ++position_;
        }
    }
    position_ = text_.size();
    return std::nullopt;
}

std::optional<Literal> Scanner::read_brackets(const Constants& constants, int depth) {
    const char open = peek();
    const char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    ++position_;
    Literal list{Literal::Kind::list, {}};
    bool comma = open != '(';  // a parenthesis without a comma is the value inside it
    std::optional<Literal> first;
    for (skip_space(true); peek() != close; skip_space(true)) {
        std::optional<Literal> item = read_sum(constants, true, depth + 1);
        skip_space(true);
        if (!item || (peek() != ',' && peek() != close) || list.texts.size() >= kMostNames) return std::nullopt;
        if (!first) first = item;
        if (peek() == ',') {
            comma = true;
            ++position_;
        }
        if (!comma) break;
        if (item->kind != Literal::Kind::text) return std::nullopt;
        append_all(list, std::move(*item));
    }
    if (peek() != close) return std::nullopt;
    ++position_;
    return comma || !first ? list : *first;
}

std::optional<Literal> Scanner::read_operand(const Constants& constants, bool over_lines, int depth) {
    if (at_string()) {
        Literal text{Literal::Kind::text, {""}};
        while (at_string()) {
            const std::optional<std::string> part = read_string();
            if (!part) return std::nullopt;
            text.texts.front() += *part;
            skip_space(over_lines);
        }
        return text;
    }
    if (peek() == '(' || peek() == '[' || peek() == '{') return read_brackets(constants, depth);
    const std::string_view name = read_name();
    if (name == "None") return Literal{};
    const auto constant = constants.find(name);
    return constant == constants.end() ? std::nullopt : std::optional<Literal>(constant->second);
}

std::optional<Literal> Scanner::read_sum(const Constants& constants, bool over_lines, int depth) {
    if (depth > kMaxDepth) return std::nullopt;
    std::optional<Literal> sum = read_operand(constants, over_lines, depth);
    skip_space(over_lines);
    while (sum && peek() == '+') {
        ++position_;
        skip_space(over_lines);
        std::optional<Literal> more = read_operand(constants, over_lines, depth);
        if (!more || more->kind != sum->kind || sum->kind == Literal::Kind::none) return std::nullopt;
        if (sum->kind == Literal::Kind::text) {
            sum->texts.front() += more->texts.front();
        } else {
            append_all(*sum, std::move(*more));
        }
        skip_space(over_lines);
    }
    return sum;
}

bool Scanner::at_statement_end() {
    skip_space(false);
    return at_end() || peek() == '\n' || peek() == '\r' || peek() == '#' || peek() == ';';
}

std::optional<Literal> Scanner::read_value(const Constants& constants) {
    skip_space(false);
    std::optional<Literal> value = read_sum(constants, false, 0);
    if (value && peek() == ',') {
        Literal list{Literal::Kind::list, {}};
        while (value && value->kind == Literal::Kind::text && peek() == ',') {
            append_all(list, std::move(*value));
            ++position_;
            if (at_statement_end()) return list;
            value = read_sum(constants, false, 0);
        }
        if (!value || value->kind != Literal::Kind::text) return std::nullopt;
        append_all(list, std::move(*value));
        value = std::move(list);
    }
    return value && at_statement_end() ? value : std::nullopt;
}

}  // namespace migrate::history
