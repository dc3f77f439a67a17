/// Python source as values: what the grammar found, with every string, number and name already read.
///
/// `parse` turns a file's text into a `Module`; nothing is executed and no name is resolved here. What this
/// room does not model (match, type aliases, broken lines, too deep nesting) stays visible as `Opaque` with
/// its source and a reason. The room must not know what Alembic, SQLAlchemy or a migration is. The parser
/// behind it shows in no header.
///
/// To look at a node: `expression.as<Call>()` gives a pointer or null; `std::visit(overloaded{...},
/// expression.value)` asks for every kind. Two nodes are equal when their content is; where they stand does
/// not count.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace migrate::python {

template <typename... Ts>
struct overloaded : Ts... {
    using Ts::operator()...;
};
template <typename... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

/// An immutable child that copies share. May be empty where a node says "optional". `==` compares what is
/// inside.
template <typename T>
class Box {
  public:
    Box() = default;
    Box(T value) : held_(std::make_shared<const T>(std::move(value))) {}
    explicit operator bool() const { return held_ != nullptr; }
    const T& operator*() const { return *held_; }
    const T* operator->() const { return held_.get(); }
    friend bool operator==(const Box& left, const Box& right) {
        if (!left.held_ || !right.held_) return left.held_ == right.held_;
        return left.held_ == right.held_ || *left.held_ == *right.held_;
    }

  private:
    std::shared_ptr<const T> held_;
};

/// The bytes [begin, end) of `Module::source`, and the line (from 1) that `begin` is on.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t line = 0;
    bool operator==(const Span&) const = default;
};

struct Expression;
struct Statement;
struct Keyword;
struct DictItem;
struct CompareStep;
struct ComprehensionClause;
struct FStringPart;
struct Parameter;
using Body = std::vector<Statement>;

/// Something that is not modelled. `source` is its exact text.
struct Opaque {
    std::string source;
    std::string reason;  ///< short, for a person: "match statement", "nested too deep"
    bool operator==(const Opaque&) const = default;
};

struct Name {
    std::string id;
    bool operator==(const Name&) const = default;
};
/// A string or bytes literal, prefixes and escapes decoded, neighbours joined. A str is UTF-8.
struct String {
    std::string value;
    bool bytes = false;
    bool operator==(const String&) const = default;
};
struct FString {
    std::vector<FStringPart> parts;
    bool operator==(const FString&) const = default;
};
enum class NumberKind { Integer, Float, Imaginary };
/// A number as typed ("1_000", "0x1F", "1e5"); read it with integer_value or float_value.
struct Number {
    std::string text;
    NumberKind kind = NumberKind::Integer;
    bool operator==(const Number&) const = default;
};
enum class Constant { None, True, False, Ellipsis };
struct Attribute {
    Box<Expression> object;
    std::string name;
    bool operator==(const Attribute&) const = default;
};
/// `*args` is a Starred among `positional`; `**kwargs` is a Keyword without a name. A lone generator is one
/// positional.
struct Call {
    Box<Expression> callee;
    std::vector<Expression> positional;
    std::vector<Keyword> keywords;
    bool operator==(const Call&) const = default;
};
struct List {
    std::vector<Expression> items;
    bool operator==(const List&) const = default;
};
struct Tuple {
    std::vector<Expression> items;
    bool operator==(const Tuple&) const = default;
};
struct Set {
    std::vector<Expression> items;
    bool operator==(const Set&) const = default;
};
struct Dict {
    std::vector<DictItem> items;
    bool operator==(const Dict&) const = default;
};
/// `a[i]`; with several indices `index` is a Tuple. Slices stand inside `index` as Slice.
struct Subscript {
    Box<Expression> object;
    Box<Expression> index;
    bool operator==(const Subscript&) const = default;
};
/// `lower:upper:step`, each optional.
struct Slice {
    Box<Expression> lower;
    Box<Expression> upper;
    Box<Expression> step;
    bool operator==(const Slice&) const = default;
};
enum class UnaryOperator { Not, Minus, Plus, Invert };
struct Unary {
    UnaryOperator op = UnaryOperator::Not;
    Box<Expression> operand;
    bool operator==(const Unary&) const = default;
};
enum class BinaryOperator { Add, Sub, Mul, Div, FloorDiv, Mod, Pow, MatMul, LShift, RShift, BitAnd, BitOr, BitXor };
struct Binary {
    BinaryOperator op = BinaryOperator::Add;
    Box<Expression> left;
    Box<Expression> right;
    bool operator==(const Binary&) const = default;
};
enum class BoolOperator { And, Or };
/// `a and b and c` is one node with three operands.
struct BoolOp {
    BoolOperator op = BoolOperator::And;
    std::vector<Expression> operands;
    bool operator==(const BoolOp&) const = default;
};
enum class CompareOperator { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In, NotIn, Is, IsNot };
/// `a < b <= c`: first a, then the steps (<, b) and (<=, c).
struct Compare {
    Box<Expression> first;
    std::vector<CompareStep> rest;
    bool operator==(const Compare&) const = default;
};
/// `then if condition else otherwise`
struct Conditional {
    Box<Expression> condition;
    Box<Expression> then;
    Box<Expression> otherwise;
    bool operator==(const Conditional&) const = default;
};
struct Lambda {
    std::vector<Parameter> parameters;
    Box<Expression> body;
    bool operator==(const Lambda&) const = default;
};
enum class ComprehensionKind { List, Set, Dict, Generator };
struct Comprehension {
    ComprehensionKind kind = ComprehensionKind::List;
    Box<Expression> element;  ///< the key for Dict
    Box<Expression> value;    ///< for Dict only
    std::vector<ComprehensionClause> clauses;
    bool operator==(const Comprehension&) const = default;
};
struct Await {
    Box<Expression> operand;
    bool operator==(const Await&) const = default;
};
struct Starred {
    Box<Expression> operand;
    bool operator==(const Starred&) const = default;
};
struct NamedExpr {
    std::string name;
    Box<Expression> value;
    bool operator==(const NamedExpr&) const = default;
};
struct Yield {
    Box<Expression> operand;  ///< optional
    bool from = false;
    bool operator==(const Yield&) const = default;
};

using ExpressionValue = std::variant<Opaque, Name, String, FString, Number, Constant, Attribute, Call, List, Tuple, Set,
                                     Dict, Subscript, Slice, Unary, Binary, BoolOp, Compare, Conditional, Lambda,
                                     Comprehension, Await, Starred, NamedExpr, Yield>;

struct Expression {
    ExpressionValue value;
    Span span;

    template <typename T>
    const T* as() const {
        return std::get_if<T>(&value);
    }
    bool operator==(const Expression& other) const;
};

struct Keyword {
    std::string name;  ///< empty for **value
    Expression value;
    bool operator==(const Keyword&) const = default;
};
struct DictItem {
    Box<Expression> key;  ///< empty for **value
    Expression value;
    bool operator==(const DictItem&) const = default;
};
struct CompareStep {
    CompareOperator op = CompareOperator::Equal;
    Expression operand;
    bool operator==(const CompareStep&) const = default;
};
struct ComprehensionClause {
    Expression target;
    Expression iterable;
    std::vector<Expression> conditions;
    bool is_async = false;
    bool operator==(const ComprehensionClause&) const = default;
};
/// Either text (then `expression` is empty) or a replacement field.
struct FStringPart {
    std::string text;
    Box<Expression> expression;
    char conversion = 0;              ///< 'r', 's', 'a' or 0; `{x=}` is the text "x=" and then x with 'r'
    std::vector<FStringPart> format;  ///< the format spec, itself text and fields
    bool operator==(const FStringPart&) const = default;
};
enum class ParameterKind { PositionalOnly, Normal, Args, KeywordOnly, Kwargs };
struct Parameter {
    std::string name;
    ParameterKind kind = ParameterKind::Normal;
    Box<Expression> annotation;     ///< optional
    Box<Expression> default_value;  ///< optional
    bool operator==(const Parameter&) const = default;
};

/// "op.create_table" for a Name or a chain of attributes on a Name; nothing for any other expression.
std::optional<std::string> dotted_name(const Expression& expression);
/// The value of a str literal (not bytes, not an f-string).
std::optional<std::string> string_value(const Expression& expression);
/// The value of an integer literal, in any base; nothing when it is no integer or beyond 64 bits.
std::optional<std::int64_t> integer_value(const Number& number);
/// The value of an integer or float literal; nothing for an imaginary one.
std::optional<double> float_value(const Number& number);
/// The keyword argument of this name, or null.
const Expression* find_keyword(const Call& call, std::string_view name);

}  // namespace migrate::python

#include "python/statements.h"
