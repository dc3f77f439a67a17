/// One text of SQL with its tokens: how the readers cut expressions, types and options out of it by place.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/tokens.h"

namespace migrate::sql {

/// Positions are token numbers; `count()` stands for the end. Every function accepts any position.
class Source {
  public:
    Source(std::string text, Dialect dialect);

    const std::string& text() const { return text_; }
    Dialect dialect() const { return dialect_; }
    std::size_t count() const { return tokens_.size(); }
    const Tokens& tokens() const { return tokens_; }
    std::string_view at(std::size_t position) const;
    TokenKind kind(std::size_t position) const;
    /// True when the token is this keyword or symbol; case does not matter, quoted names and strings never
    /// are.
    bool is(std::size_t position, std::string_view word) const;

    /// The first token that starts at `byte` or later.
    std::size_t token_at(std::size_t byte) const;
    /// The first of `word` at parenthesis depth 0 in [from, to); `to` when there is none.
    std::size_t find(std::string_view word, std::size_t from, std::size_t to) const;
    /// The bracket that closes the one at `open`, or count().
    std::size_t closing(std::size_t open) const;
    /// The end of the list element that starts at `from`: its comma, the bracket that closes the list, ";" or
    /// `to`.
    std::size_t element_end(std::size_t from, std::size_t to) const;
    /// The starts and ends of the elements between commas at depth 0.
    std::vector<std::pair<std::size_t, std::size_t>> elements(std::size_t from, std::size_t to) const;

    /// The text of the tokens as it was written, with every gap (blanks, line ends, comments) made one blank.
    std::string slice(std::size_t from, std::size_t to) const;
    /// The same without parentheses around the whole.
    std::string expression(std::size_t from, std::size_t to) const;
    /// What is between the parentheses of the first "(" at or after `from`.
    std::string in_parentheses(std::size_t from, std::size_t to) const;

    /// The text that the grammar is given: the same length, with what it does not know (bound values; on
    /// SQLite backticks, brackets, AUTOINCREMENT, WITHOUT ROWID) replaced.
    std::string for_grammar() const;
    /// A name as the user spelled it, for a name folded by the grammar. PostgreSQL folds, SQLite keeps.
    std::string spelled(const std::string& folded) const;

  private:
    std::string text_;
    Dialect dialect_;
    Tokens tokens_;
    std::map<std::string, std::string> spellings_;
};

}  // namespace migrate::sql
