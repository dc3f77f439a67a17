#include "intent/listed_values.h"

#include "base/text.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

/// The expression's tokens, one after the other.
class ListReader {
  public:
    ListReader(std::string_view sql, std::string_view column) : column_(column) {
        tokens_ = read_meaningful_tokens(sql);
    }

    std::optional<std::vector<std::string>> read() {
        const auto start = at_;
        if (!(take_column() && take_word("is") && take_word("null") && take_word("or"))) at_ = start;
        if (!take_column() || !take_word("in") || !take_symbol("(")) return std::nullopt;
        std::vector<std::string> values;
        do {
            auto value = take_value();
            if (!value) return std::nullopt;
            values.push_back(std::move(*value));
        } while (take_symbol(","));
        return take_symbol(")") && at_ == tokens_.size() ? std::optional(values) : std::nullopt;
    }

  private:
    bool take_column() {
        const bool name = at_ < tokens_.size() && (tokens_[at_].kind == migrate::TokenKind::word ||
                                                   tokens_[at_].kind == migrate::TokenKind::quoted_word);
        if (!name || identifier_of(tokens_[at_]) != column_) return false;
        ++at_;
        return true;
    }
    bool take_word(std::string_view word) {
        const bool fits = at_ < tokens_.size() && tokens_[at_].kind == migrate::TokenKind::word &&
                          base::lower(std::string(tokens_[at_].text)) == word;
        at_ += fits ? 1 : 0;
        return fits;
    }
    bool take_symbol(std::string_view symbol) {
        const bool fits =
            at_ < tokens_.size() && tokens_[at_].kind == migrate::TokenKind::symbol && tokens_[at_].text == symbol;
        at_ += fits ? 1 : 0;
        return fits;
    }
    std::optional<std::string> take_value() {
        if (at_ >= tokens_.size()) return std::nullopt;
        const auto& token = tokens_[at_];
        const std::string text(token.text);
        const bool quoted = token.kind == migrate::TokenKind::text && text.size() >= 2 && text.starts_with('\'');
        if (!quoted && token.kind != migrate::TokenKind::number) return std::nullopt;
        ++at_;
        return quoted ? text_of_literal(text) : text;
    }

    std::string column_;
    std::vector<migrate::Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<std::string>> values_listed(std::string_view sql, std::string_view column) {
    const std::string bare = without_outer_parentheses(sql);
    return ListReader(bare, column).read();
}

}  // namespace migrate::intent
