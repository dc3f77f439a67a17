/// Reads the plain part of Python by itself: what nearly all migrations are made of. Private to this room.
///
/// The grammar's parser searches and keeps many trees; most files need none of that, and this takes a tenth of its
/// time. Whatever is not plain here is left to the grammar, whole: f-strings, lambdas, classes, tabs, anything wrong.
/// What is read is the same as what the grammar gives, spans and comments too: a law of the tests.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/depth.h"
#include "python/syntax.h"

namespace migrate::python {

/// Nothing where something in the text is not plain.
std::optional<Module> read_plain(std::string_view text);

/// As `parse`, but always by the grammar.
Result<Module> parse_by_grammar(std::string_view source);

/// What plain_expressions.cpp and plain_statements.cpp share. Where something is not plain, the reader stands at the
/// end of the text from then on, so that all its loops end, and `is_plain()` is false.
class PlainReader {
  public:
    explicit PlainReader(std::string_view text) : text_(text) {}
    std::optional<Module> module();

    struct Items {
        std::vector<Expression> values;
        bool has_comma = false;
        int height = 0;
        std::vector<ComprehensionClause> clauses;  ///< behind the only value
    };

  private:
    /// An expression with the bytes that it takes with its brackets.
    struct Part {
        Expression value;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t line = 0;
        int height = 0;  ///< of the tree
    };
    static constexpr int kDeepest = 60;  ///< of the reader's own calls
    using Level = Part (PlainReader::*)();

    // the text
    [[nodiscard]] bool is_plain() const { return is_plain_; }
    void give_up();
    /// One level more, where it is not too deep.
    [[nodiscard]] Depth deeper();
    [[nodiscard]] bool is_at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(at_); }
    /// Past blanks, and inside of brackets past line ends and comments.
    void skip_blanks();
    void skip_comment();
    /// Takes the sign, or gives up.
    void expect(char sign);
    bool take(char sign);
    /// The name that begins here, not taken; "" for none.
    [[nodiscard]] std::string_view name_here() const;
    bool take_word(std::string_view word);
    std::string_view take_name();
    [[nodiscard]] Part begun() const { return {{}, here(), here(), line_}; }
    /// An expression from where `begin` does; the highest part of it is as high as `below`.
    Part made(const Part& begin, ExpressionValue value, std::uint32_t end, int below);

    // expressions, from the loosest to the tightest
    /// True where no operator goes on with the expression that was read.
    [[nodiscard]] bool ends_here() const;
    Part expression();
    Part disjunction();
    Part conjunction();
    Part inversion();
    Part comparison();
    Part sum();
    Part product();
    Part negation();
    Part primary();
    Part atom();
    Part bool_op(Level operand, std::string_view word, BoolOperator op);
    Part binary(Level operand, std::string_view signs);
    std::optional<CompareOperator> take_compare_operator();
    Part name();
    Part number();
    Part strings();
    std::string one_string();
    Part bracketed();
    Part list();
    Part braces();
    Part call(Part callee);
    [[nodiscard]] std::string_view keyword_here() const;
    /// The clauses of a comprehension, if there are any here.
    std::vector<ComprehensionClause> clauses(int& height);
    /// The names before `in`.
    Part targets();
    Part indexed(Part object, Level item, const Part& around);
    Part subscript(Part object);
    /// What stands between the sign that is here and the closing one, both taken.
    Items items(char closing, Level item);
    Part type();
    /// `is_second`: behind a `|`.
    Part plain_type(bool is_second);

    // statements
    /// To the next line that is neither blank nor a comment: its column, or nothing at the end of the text.
    std::optional<std::size_t> next_line();
    void end_line();
    Body block();
    Body lines(std::size_t column);
    Statement statement();
    std::optional<StatementValue> compound();
    StatementValue simple();
    StatementValue import_from();
    std::vector<ImportedName> imported_names(bool are_dotted);
    std::string dotted();
    StatementValue function();
    std::vector<Parameter> parameters();
    StatementValue if_statement();
    StatementValue for_statement();
    StatementValue with_statement();
    bool goes_on_with(std::string_view word);
    StatementValue assignment_or_expression();

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t last_end_ = 0;         ///< of the last statement
    std::optional<std::size_t> column_;  ///< of the statement before which the reader stands; nothing where it does not
    std::size_t column_of_block_ = 0;
    std::deque<std::pair<std::size_t, std::uint32_t>> waiting_;  ///< comments before the next statement: column and end
    std::optional<Part> first_;  ///< of the expression that is read: what `disjunction` has read of it already
    int brackets_ = 0;
    int depth_ = 0;
    bool is_plain_ = true;
    std::vector<Comment> comments_;
};

}  // namespace migrate::python
