#include "syntax/source.h"

#include <algorithm>

#include "base/text.h"
#include "schema/naming.h"

namespace migrate::sql {
namespace {

bool is_opening(std::string_view token) {
    return token == "(" || token == "[";
}
bool is_closing(std::string_view token) {
    return token == ")" || token == "]";
}

void put(std::string& text, std::size_t at, std::size_t length, std::string_view what) {
    text.replace(at, length, what.substr(0, length));
    if (what.size() < length) text.insert(at + what.size(), length - what.size(), ' ');
}

}  // namespace

Source::Source(std::string text, Dialect dialect)
    : text_(std::move(text)), dialect_(dialect), tokens_(read_tokens(text_, dialect)) {
    if (dialect_ != Dialect::sqlite) return;
    for (std::size_t i = 0; i < count(); ++i) {
        const bool quoted = kind(i) == TokenKind::quoted && at(i).size() > 2;
        if (kind(i) != TokenKind::word && !quoted) continue;
        const std::string name(quoted ? at(i).substr(1, at(i).size() - 2) : at(i));
        const std::string folded(base::cut_utf8(quoted ? name : base::lower(name), kMaxIdentifierBytes));
        if (folded == name || name.find('"') != std::string::npos) continue;
        const auto [known, added] = spellings_.emplace(folded, name);
        // Of two names that the grammar cuts to the same one neither can be told from the other.
        if (!added && known->second != name && name.size() > kMaxIdentifierBytes) known->second = folded;
    }
}

std::string_view Source::at(std::size_t position) const {
    if (position >= count()) return {};
    return std::string_view(text_).substr(tokens_[position].begin, tokens_[position].end - tokens_[position].begin);
}

TokenKind Source::kind(std::size_t position) const {
    return position < count() ? tokens_[position].kind : TokenKind::symbol;
}

bool Source::is(std::size_t position, std::string_view word) const {
    if (position >= count()) return false;
    const TokenKind found = tokens_[position].kind;
    if (found != TokenKind::word && found != TokenKind::symbol) return false;
    return base::equal_ignoring_case(at(position), word);
}

std::size_t Source::token_at(std::size_t byte) const {
    const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), byte,
                                        [](const Token& token, std::size_t place) { return token.begin < place; });
    return static_cast<std::size_t>(found - tokens_.begin());
}

std::size_t Source::find(std::string_view word, std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < std::min(to, count()); ++i) {
        if (is(i, word)) return i;
        if (kind(i) == TokenKind::symbol && is_opening(at(i))) i = closing(i);
    }
    return to;
}

std::size_t Source::closing(std::size_t open) const {
    std::size_t depth = 0;
    for (std::size_t i = open; i < count(); ++i) {
        if (kind(i) != TokenKind::symbol) continue;
        if (is_opening(at(i))) ++depth;
        if (is_closing(at(i)) && --depth == 0) return i;
        if (depth == 0) return i;
    }
    return count();
}

std::size_t Source::element_end(std::size_t from, std::size_t to) const {
    const std::size_t end = std::min(to, count());
    for (std::size_t i = from; i < end; ++i) {
        if (kind(i) != TokenKind::symbol) continue;
        if (at(i) == "," || at(i) == ";" || is_closing(at(i))) return i;
        if (is_opening(at(i))) i = closing(i);
    }
    return end;
}

std::vector<std::pair<std::size_t, std::size_t>> Source::elements(std::size_t from, std::size_t to) const {
    std::vector<std::pair<std::size_t, std::size_t>> list;
    for (std::size_t start = from; start < to;) {
        const std::size_t end = element_end(start, to);
        list.emplace_back(start, end);
        if (!is(end, ",")) break;
        start = end + 1;
    }
    return list;
}

std::string Source::slice(std::size_t from, std::size_t to) const {
    std::string text;
    for (std::size_t i = from; i < std::min(to, count()); ++i) {
        if (i > from && tokens_[i - 1].end < tokens_[i].begin) text += ' ';
        text += at(i);
    }
    return text;
}

std::string Source::expression(std::size_t from, std::size_t to) const {
    std::size_t end = std::min(to, count());
    while (from + 1 < end && is(from, "(") && closing(from) + 1 == end) ++from, --end;
    return slice(from, end);
}

std::string Source::in_parentheses(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < std::min(to, count()); ++i)
        if (is(i, "(")) return expression(i + 1, closing(i));
    return {};
}

std::string Source::for_grammar() const {
    std::string text = text_;
    for (std::size_t i = 0; i < count(); ++i) {
        const Token& token = tokens_[i];
        const std::size_t length = token.end - token.begin;
        if (token.kind == TokenKind::bind) put(text, token.begin, length, "$1");
        if (dialect_ != Dialect::sqlite) continue;
        if (token.kind == TokenKind::quoted && text[token.begin] != '"' && length >= 2)
            text[token.begin] = text[token.end - 1] = '"';
        if (is(i, "AUTOINCREMENT")) put(text, token.begin, length, "");
        if (is(i, "WITHOUT") && is(i + 1, "ROWID")) {
            put(text, token.begin, tokens_[i + 1].end - token.begin, "");
            if (is(i + 2, ",")) text[tokens_[i + 2].begin] = ' ';
        }
        if (is(i, "STRICT") && (is(i - 1, ")") || is(i - 1, ",") || is(i - 1, "ROWID"))) {
            put(text, token.begin, length, "");
            if (is(i - 1, ",")) text[tokens_[i - 1].begin] = ' ';
            if (is(i + 1, ",")) text[tokens_[i + 1].begin] = ' ';
        }
    }
    return text;
}

std::string Source::spelled(const std::string& folded) const {
    const auto found = spellings_.find(folded);
    return found == spellings_.end() ? folded : found->second;
}

}  // namespace migrate::sql
