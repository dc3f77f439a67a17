/// SQL expressions as tokens: just enough to see which columns a CHECK, an index or a predicate mentions, and
/// to follow a rename into them. Not a parser: what is inside string literals and comments is left alone,
/// types and functions are told from columns by their neighbours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate {

enum class TokenKind { word, quoted_word, text, number, symbol, space };

/// A piece of the expression; the pieces put together are the expression again.
struct Token {
    TokenKind kind;
    std::string_view text;  ///< points into the expression
};

/// A word, quoted or not.
bool is_name(const Token& token);

/// Never fails: what is not closed runs to the end.
std::vector<Token> read_tokens(std::string_view sql);

/// Those that mean something: without blanks and comments.
std::vector<Token> read_meaningful_tokens(std::string_view sql);

/// The name that a word stands for: unquoted, and in lower case when it was not quoted.
std::string identifier_of(const Token& token);

/// The expression with the column `from` called `to`; quoted only where `to` needs it or the text already did
/// so.
std::string rename_column_in(std::string_view sql, std::string_view from, std::string_view to);
/// The same for a table's name: "old.total" becomes "new.total", and a bare `old` in a view's FROM becomes
/// `new`.
std::string rename_table_in(std::string_view sql, std::string_view from, std::string_view to);
/// The expression with the literal `from` ('done') as `to`, where it stands as a whole.
std::string replace_literal_in(std::string_view sql, std::string_view from, std::string_view to);
/// True when the text names the table outside string literals.
bool mentions_table(std::string_view sql, std::string_view table);

/// The expression without blanks around it and without parentheses around the whole: "((a > 0))" is "a > 0", and
/// "(a) or (b)" stays.
std::string without_outer_parentheses(std::string_view sql);

/// The name PostgreSQL gives a column of an index on this expression: the function of "lower(email)", the
/// column of "total::bigint", "case", "coalesce", else "expr".
std::string index_column_name(std::string_view expression);

}  // namespace migrate
