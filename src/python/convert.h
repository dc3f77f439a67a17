/// From the grammar's nodes to our syntax tree. Private to this room.
///
/// Nothing broken gets in: a statement with a syntax error in it becomes Opaque, only compound statements are
/// looked into. Depth is limited to kMaxDepth; all other loops run over siblings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "python/concrete_tree.h"
#include "python/depth.h"
#include "python/literal.h"
#include "python/syntax.h"

namespace migrate::python {

/// The operator written `sign` ("+", "//"), if it is one.
std::optional<BinaryOperator> binary_operator(std::string_view sign);

class Converter {
  public:
    using Index = std::int32_t;

    /// Both must outlive the converter.
    Converter(const ConcreteTree& tree, std::string_view text) : tree_(tree), text_(text) {}

    /// The statements of a module or a block.
    Body body(Index block);
    Expression expression(Index index);

    /// What the grammar accepts and Python does not, found on the way.
    const std::vector<SyntaxError>& errors() const { return errors_; }

  private:
    bool too_deep() const { return depth_ > kMaxDepth; }

    // the tree
    /// A missing child (-1) reads as an empty node, so that a gap in a tree gives an Opaque and no crash.
    const ConcreteNode& at(Index index) const {
        static const ConcreteNode kNothing{.kind = "nothing", .field = "", .is_error = true};
        return index < 0 ? kNothing : tree_.nodes[static_cast<std::size_t>(index)];
    }
    std::string_view text(Index index) const { return text(at(index).span.begin, at(index).span.end); }
    std::string_view text(std::uint32_t begin, std::uint32_t end) const { return text_.substr(begin, end - begin); }
    std::vector<Index> children(Index index) const;
    std::vector<Index> named_children(Index index) const;
    Index child_of_field(Index index, std::string_view field) const;
    Index child_of_kind(Index index, std::string_view kind) const;
    bool has_token(Index index, std::string_view token) const { return child_of_kind(index, token) >= 0; }
    Opaque opaque(Index index, std::string reason) const;

    // expressions
    ExpressionValue convert(Index index);
    std::vector<Expression> expressions(const std::vector<Index>& indexes);
    Box<Expression> optional_expression(Index index);
    Expression only_child(Index index);
    ExpressionValue name(Index index);
    ExpressionValue number(Index index);
    ExpressionValue constant(Index index);
    ExpressionValue attribute(Index index);
    ExpressionValue call(Index index);
    ExpressionValue sequence(Index index);
    ExpressionValue dict(Index index);
    ExpressionValue subscript(Index index);
    ExpressionValue slice(Index index);
    ExpressionValue unary(Index index);
    ExpressionValue binary(Index index);
    ExpressionValue bool_op(Index index);
    ExpressionValue compare(Index index);
    ExpressionValue conditional(Index index);
    ExpressionValue lambda(Index index);
    ExpressionValue comprehension(Index index);
    ExpressionValue await(Index index);
    ExpressionValue starred(Index index);
    ExpressionValue named_expr(Index index);
    ExpressionValue yield(Index index);
    ExpressionValue type(Index index);
    ExpressionValue generic_type(Index index);
    ExpressionValue union_type(Index index);
    ExpressionValue member_type(Index index);
    ExpressionValue string(Index index);
    ExpressionValue concatenated_string(Index index);
    void add_arguments(Index list, std::vector<Expression>& positional, std::vector<Keyword>& keywords);
    std::vector<Parameter> parameters(Index list);
    Parameter parameter(Index index);

    // strings
    Result<std::vector<FStringPart>> string_parts(Index index, const StringPrefix& prefix);
    Result<std::vector<FStringPart>> string_pieces(Index index, const StringPrefix& prefix, std::uint32_t begin,
                                                   std::uint32_t end);
    Result<void> add_field(Index field, const StringPrefix& prefix, std::vector<FStringPart>& parts);
    std::string debug_text(Index field, Index equals) const;
    ExpressionValue joined(const std::vector<Index>& strings, Index whole);

    // statements
    Statement statement(Index index);
    StatementValue convert_statement(Index index);
    bool header_is_broken(Index index) const;
    void report(Index index, std::string message);
    Body required_body(Index owner, std::string_view field);
    Body else_body(Index index);
    StatementValue expression_statement(Index index);
    StatementValue assign(Index index);
    StatementValue aug_assign(Index index);
    StatementValue import(Index index);
    StatementValue import_from(Index index);
    std::vector<ImportedName> imported_names(Index index) const;
    StatementValue if_statement(Index index);
    StatementValue for_statement(Index index);
    StatementValue while_statement(Index index);
    StatementValue with_statement(Index index);
    StatementValue try_statement(Index index);
    Handler handler(Index index);
    StatementValue function(Index index);
    StatementValue class_definition(Index index);
    StatementValue decorated(Index index);
    StatementValue return_statement(Index index);
    StatementValue raise(Index index);
    StatementValue pass(Index index);
    StatementValue break_statement(Index index);
    StatementValue continue_statement(Index index);
    StatementValue del(Index index);
    StatementValue global(Index index);
    StatementValue assert_statement(Index index);
    StatementValue python_2(Index index);

    const ConcreteTree& tree_;
    std::string_view text_;
    std::vector<SyntaxError> errors_;
    int depth_ = 0;
};

}  // namespace migrate::python
