/// SQL text cut into tokens, for both dialects: what the grammar's tree does not tell (where an expression
/// ends) is told by these. Only places in the text; no meaning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schema/type.h"

namespace migrate::sql {

enum class TokenKind {
    word,    ///< unquoted name or keyword
    quoted,  ///< "name", and on SQLite `name` and [name]
    string,  ///< 'x', E'x', B'x', X'x', U&'x', $tag$x$tag$
    number,
    bind,    ///< :name (not ::type, not a slice) and %(name)s
    symbol,  ///< one operator or punctuation mark; "::", ":=", "||" and the like are one
};

struct Token {
    TokenKind kind;
    std::size_t begin;  ///< bytes from the start of the text
    std::size_t end;
};

using Tokens = std::vector<Token>;

/// All tokens, comments left out. What is not closed reaches to the end. Never fails.
Tokens read_tokens(std::string_view text, Dialect dialect);

/// True where a block comment has no end, which PostgreSQL refuses.
bool leaves_comment_open(std::string_view text, Dialect dialect);

/// The value of a name token: unquoted, folded to lower case on PostgreSQL unless it was quoted.
std::string name_of_token(std::string_view text, const Token& token, Dialect dialect);
/// The name of a bind token: "role" of ":role" and of "%(role)s".
std::string_view bind_name(std::string_view text, const Token& token);
/// The content of a string token: quotes and escapes taken away ('' and, in E'', the plain backslash
/// escapes).
std::string string_value(std::string_view text, const Token& token);

/// How deep the grammar's tree may become at most, counted without recursion.
std::size_t depth_bound(std::string_view text, const Tokens& tokens);

/// SQLAlchemy's text() takes a backslash before ":name" for "no bind": takes those backslashes away.
std::string without_bind_escapes(std::string_view text);

}  // namespace migrate::sql
