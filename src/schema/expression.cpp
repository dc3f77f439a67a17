#include "schema/expression.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "schema/naming.h"
#include "schema/reserved.h"

namespace migrate {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool continues_word(char c) {
    return starts_word(c) || is_digit(c) || c == '$';
}
bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// The end of a quoted piece that starts at `start`; a doubled quote does not end it, nor does a backslashed
/// one in E''.
std::size_t end_of_quoted(std::string_view sql, std::size_t start, char quote, bool backslashes) {
    for (std::size_t i = start + 1; i < sql.size(); ++i) {
        if (backslashes && sql[i] == '\\')
            ++i;
        else if (sql[i] == quote && i + 1 < sql.size() && sql[i + 1] == quote)
            ++i;
        else if (sql[i] == quote)
            return i + 1;
    }
    return sql.size();
}

std::size_t end_of_run(std::string_view sql, std::size_t start, bool (*belongs)(char)) {
    std::size_t end = start;
    while (end < sql.size() && belongs(sql[end])) ++end;
    return end;
}

/// The end of $tag$ ... $tag$, or nothing when the dollar starts no such literal.
std::optional<std::size_t> end_of_dollar_quoted(std::string_view sql, std::size_t start) {
    const std::size_t tag_end = sql.find('$', start + 1);
    if (tag_end == std::string_view::npos) return std::nullopt;
    const std::string_view tag = sql.substr(start, tag_end - start + 1);
    const std::string_view name = tag.substr(1, tag.size() - 2);
    if (!std::all_of(name.begin(), name.end(), [](char c) { return continues_word(c) && c != '$'; }))
        return std::nullopt;
    const std::size_t close = sql.find(tag, tag_end + 1);
    return close == std::string_view::npos ? sql.size() : close + tag.size();
}

std::size_t find_or_end(std::string_view sql, std::string_view what, std::size_t start) {
    const std::size_t found = sql.find(what, start);
    return found == std::string_view::npos ? sql.size() : found + what.size();
}

struct Piece {
    TokenKind kind;
    std::size_t end;
};

Piece read_piece(std::string_view sql, std::size_t start) {
    const char c = sql[start];
    const char next = start + 1 < sql.size() ? sql[start + 1] : '\0';
    if (is_space(c)) return {TokenKind::space, end_of_run(sql, start, is_space)};
    if (c == '-' && next == '-') return {TokenKind::space, find_or_end(sql, "\n", start)};
    if (c == '/' && next == '*') return {TokenKind::space, find_or_end(sql, "*/", start + 2)};
    if (c == '\'') return {TokenKind::text, end_of_quoted(sql, start, '\'', false)};
    if ((c == 'e' || c == 'E') && next == '\'') return {TokenKind::text, end_of_quoted(sql, start + 1, '\'', true)};
    if (c == '"') return {TokenKind::quoted_word, end_of_quoted(sql, start, '"', false)};
    if (c == '$') {
        if (const auto end = end_of_dollar_quoted(sql, start)) return {TokenKind::text, *end};
    }
    if (starts_word(c)) return {TokenKind::word, end_of_run(sql, start, continues_word)};
    if (is_digit(c)) return {TokenKind::number, end_of_run(sql, start, is_digit)};
    return {TokenKind::symbol, start + 1};
}

/// The tokens that mean something, with their places in the full list.
struct Meaningful {
    std::vector<Token> tokens;
    std::vector<std::size_t> places;
    std::size_t own_table = 0;  ///< the i-th that means something names what the statement is made for; 0 for none

    std::string_view at(std::size_t i) const { return i < places.size() ? tokens[places[i]].text : std::string_view{}; }
    const Token& token(std::size_t i) const { return tokens[places[i]]; }
};

/// CREATE TRIGGER … ON t, CREATE POLICY … ON t, CREATE RULE … TO t, CREATE STATISTICS … FROM t: where the table's name
/// stands; 0 for other text.
std::size_t place_of_own_table(const Meaningful& list) {
    const auto word = [&](std::size_t i) { return base::lower(list.at(i)); };
    if (word(0) != "create") return 0;
    static const std::set<std::string> modifiers = {"or", "replace", "constraint", "temp", "temporary"};
    std::size_t kind = 1;
    while (modifiers.contains(word(kind))) ++kind;
    static const std::map<std::string, std::string> introducers = {
        {"trigger", "on"}, {"policy", "on"}, {"rule", "to"}, {"statistics", "from"}};
    const auto introducer = introducers.find(word(kind));
    if (introducer == introducers.end()) return 0;
    const std::string& before = introducer->second;
    std::size_t found = 0;
    for (std::size_t i = kind + 2; i + 1 < list.places.size(); ++i) {
        const bool is_last = before == "from";  // "extract(year FROM a)" may stand before it
        if (word(i) == before && (found == 0 || is_last)) found = i + 1;
    }
    return found != 0 && list.at(found + 1) == "." ? found + 2 : found;
}

Meaningful read_meaningful(std::string_view sql) {
    Meaningful list{read_tokens(sql), {}};
    for (std::size_t i = 0; i < list.tokens.size(); ++i) {
        if (list.tokens[i].kind != TokenKind::space) list.places.push_back(i);
    }
    list.own_table = place_of_own_table(list);
    return list;
}

/// True when the i-th word can be a column: not a function, a type, a qualifier, a collation or a table.
bool can_be_column(const Meaningful& list, std::size_t i) {
    const Token& token = list.token(i);
    if (!is_name(token) || (i > 0 && i == list.own_table)) return false;
    if (list.at(i + 1) == "(" || list.at(i + 1) == ".") return false;
    const bool before_text = i + 1 < list.places.size() && list.token(i + 1).kind == TokenKind::text;
    if (before_text) return false;
    const bool bare = token.kind == TokenKind::quoted_word || !is_postgres_reserved(base::lower(token.text));
    if (i == 0) return bare;
    const std::string before = base::lower(list.at(i - 1));
    if (before == ".") return true;
    if (before == ":" || before == "as" || before == "collate" || before == "using") return false;
    if (before == "update" || before == "into" || before == "join") return false;
    const bool is_field = before == "(" && i >= 2 && base::equal_ignoring_case(list.at(i - 2), "extract");
    if (is_field) return false;
    return bare;
}

bool stands_for(const Token& token, std::string_view name) {
    if (identifier_of(token) == name) return true;
    return token.kind == TokenKind::word && token.text == name;
}

std::string renamed(const Token& token, std::string_view from, std::string_view to) {
    const std::string plain = quote_identifier(to);
    const bool needless_quotes = token.kind == TokenKind::quoted_word && quote_identifier(from) == from;
    if (plain == to && needless_quotes) return "\"" + std::string(to) + "\"";
    return plain;
}

template <class Chosen>
std::string rename_where(std::string_view sql, std::string_view from, std::string_view to, Chosen chosen) {
    const Meaningful list = read_meaningful(sql);
    std::vector<bool> replace(list.tokens.size(), false);
    for (std::size_t i = 0; i < list.places.size(); ++i) {
        if (chosen(list, i) && stands_for(list.token(i), from)) replace[list.places[i]] = true;
    }
    std::string text;
    for (std::size_t i = 0; i < list.tokens.size(); ++i) {
        if (replace[i])
            text += renamed(list.tokens[i], from, to);
        else
            text += list.tokens[i].text;
    }
    return text;
}

/// For each opening parenthesis the place of the one that closes it (or the end); 0 for all other tokens.
std::vector<std::size_t> closing_places(const Meaningful& list) {
    std::vector<std::size_t> closing(list.places.size(), 0);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < list.places.size(); ++i) {
        if (list.at(i) == "(") open.push_back(i);
        if (list.at(i) != ")" || open.empty()) continue;
        closing[open.back()] = i;
        open.pop_back();
    }
    for (const std::size_t i : open) closing[i] = list.places.size();
    return closing;
}

bool can_be_table(const Meaningful& list, std::size_t i) {
    static const std::vector<std::string> introducers = {"from", "join", "only", "update", "into", ","};
    if (!is_name(list.token(i))) return false;
    if (list.at(i + 1) == ".") return true;
    if (i == 0) return false;
    const std::string before = base::lower(list.at(i - 1));
    if (i == list.own_table) return true;
    if (before == "." && i >= 3)
        return std::count(introducers.begin(), introducers.end(), base::lower(list.at(i - 3))) > 0;
    return std::count(introducers.begin(), introducers.end(), before) > 0;
}

}  // namespace

std::vector<Token> read_tokens(std::string_view sql) {
    std::vector<Token> tokens;
    for (std::size_t start = 0; start < sql.size();) {
        const Piece piece = read_piece(sql, start);
        tokens.push_back({piece.kind, sql.substr(start, piece.end - start)});
        start = piece.end;
    }
    return tokens;
}

bool is_name(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

std::vector<Token> read_meaningful_tokens(std::string_view sql) {
    std::vector<Token> tokens = read_tokens(sql);
    std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::space; });
    return tokens;
}

std::string identifier_of(const Token& token) {
    if (token.kind == TokenKind::word) return base::lower(token.text);
    if (token.kind != TokenKind::quoted_word) return "";
    const bool closed = token.text.size() >= 2 && token.text.back() == '"';
    return base::replace_all(token.text.substr(1, token.text.size() - (closed ? 2 : 1)), "\"\"", "\"");
}

std::string rename_column_in(std::string_view sql, std::string_view from, std::string_view to) {
    return rename_where(sql, from, to, can_be_column);
}

std::string rename_table_in(std::string_view sql, std::string_view from, std::string_view to) {
    return rename_where(sql, from, to, can_be_table);
}

std::string replace_literal_in(std::string_view sql, std::string_view from, std::string_view to) {
    std::string text;
    for (const Token& token : read_tokens(sql)) text += token.text == from ? to : token.text;
    return text;
}

bool mentions_table(std::string_view sql, std::string_view table) {
    const Meaningful list = read_meaningful(sql);
    for (std::size_t i = 0; i < list.places.size(); ++i) {
        if (can_be_table(list, i) && stands_for(list.token(i), table)) return true;
    }
    return false;
}

std::vector<std::string> columns_in_expression(std::string_view sql, const std::vector<std::string>& columns) {
    const Meaningful list = read_meaningful(sql);
    std::vector<std::string> found;
    for (const std::string& column : columns) {
        for (std::size_t i = 0; i < list.places.size(); ++i) {
            if (!can_be_column(list, i) || !stands_for(list.token(i), column)) continue;
            found.push_back(column);
            break;
        }
    }
    return found;
}

std::string without_outer_parentheses(std::string_view sql) {
    const Meaningful list = read_meaningful(sql);
    const std::vector<std::size_t> closing = closing_places(list);
    std::size_t first = 0, last = list.places.size();
    while (first + 2 < last && list.at(first) == "(" && closing[first] + 1 == last) {
        ++first;
        --last;
    }
    std::string text;
    const bool empty = first >= last;
    for (std::size_t i = empty ? 1 : list.places[first]; !empty && i <= list.places[last - 1]; ++i)
        text += list.tokens[i].text;
    return text;
}

std::string index_column_name(std::string_view expression) {
    const Meaningful list = read_meaningful(expression);
    std::size_t first = 0;
    std::size_t last = list.places.size();
    const std::vector<std::size_t> closing = closing_places(list);
    while (first < last && list.at(first) == "(" && closing[first] + 1 == last) {
        ++first;
        --last;
    }
    if (first == last) return "expr";
    const std::string name = identifier_of(list.token(first));
    if (name.empty()) return "expr";
    if (first + 1 == last || list.at(first + 1) == ":" || name == "case") return name;
    if (list.at(first + 1) != "(") return "expr";
    const std::size_t after = closing[first + 1] + 1;
    return after == last || list.at(after) == ":" ? name : "expr";
}

}  // namespace migrate
