/// The statements of the syntax tree, and `parse`. Include python/syntax.h, which says what the tree is for.
#pragma once

#include "python/syntax.h"

namespace migrate::python {

struct ImportedName {
    std::string name;   ///< dotted; "*" for `from x import *`
    std::string alias;  ///< empty without `as`
    bool operator==(const ImportedName&) const = default;
};
struct Import {
    std::vector<ImportedName> names;
    bool operator==(const Import&) const = default;
};
struct ImportFrom {
    std::string module;  ///< dotted, without leading dots; empty for `from . import x`
    int level = 0;       ///< leading dots
    std::vector<ImportedName> names;
    bool operator==(const ImportFrom&) const = default;
};
/// `a = b = value`, or `a: annotation = value` with one target.
struct Assign {
    std::vector<Expression> targets;
    Box<Expression> annotation;  ///< optional
    Box<Expression> value;       ///< empty only for `a: annotation`
    bool operator==(const Assign&) const = default;
};
struct AugAssign {
    Expression target;
    BinaryOperator op = BinaryOperator::Add;
    Expression value;
    bool operator==(const AugAssign&) const = default;
};
struct ExpressionStatement {
    Expression expression;
    bool operator==(const ExpressionStatement&) const = default;
};
struct Branch {
    Expression condition;
    Body body;
    bool operator==(const Branch&) const = default;
};
/// `if` and its `elif`s are the branches, in order; `otherwise` is the `else`.
struct If {
    std::vector<Branch> branches;
    Body otherwise;
    bool operator==(const If&) const = default;
};
struct For {
    Expression target;
    Expression iterable;
    Body body;
    Body otherwise;
    bool is_async = false;
    bool operator==(const For&) const = default;
};
struct While {
    Expression condition;
    Body body;
    Body otherwise;
    bool operator==(const While&) const = default;
};
struct WithItem {
    Expression context;
    Box<Expression> target;  ///< optional
    bool operator==(const WithItem&) const = default;
};
struct With {
    std::vector<WithItem> items;
    Body body;
    bool is_async = false;
    bool operator==(const With&) const = default;
};
struct Handler {
    Box<Expression> type;  ///< empty for a bare `except:`
    std::string name;      ///< empty without `as`
    Body body;
    bool is_group = false;  ///< `except*`
    bool operator==(const Handler&) const = default;
};
struct Try {
    Body body;
    std::vector<Handler> handlers;
    Body otherwise;
    Body finally;
    bool operator==(const Try&) const = default;
};
struct FunctionDef {
    std::string name;
    std::vector<Parameter> parameters;
    Box<Expression> returns;  ///< optional
    std::vector<Expression> decorators;
    Body body;
    bool is_async = false;
    bool operator==(const FunctionDef&) const = default;
};
struct ClassDef {
    std::string name;
    std::vector<Expression> bases;
    std::vector<Keyword> keywords;
    std::vector<Expression> decorators;
    Body body;
    bool operator==(const ClassDef&) const = default;
};
struct Return {
    Box<Expression> value;  ///< optional
    bool operator==(const Return&) const = default;
};
struct Raise {
    Box<Expression> value;  ///< optional
    Box<Expression> cause;  ///< optional
    bool operator==(const Raise&) const = default;
};
struct Pass {
    bool operator==(const Pass&) const = default;
};
struct Break {
    bool operator==(const Break&) const = default;
};
struct Continue {
    bool operator==(const Continue&) const = default;
};
struct Del {
    std::vector<Expression> targets;
    bool operator==(const Del&) const = default;
};
struct Global {
    std::vector<std::string> names;
    bool nonlocal = false;
    bool operator==(const Global&) const = default;
};
struct Assert {
    Expression condition;
    Box<Expression> message;  ///< optional
    bool operator==(const Assert&) const = default;
};

using StatementValue =
    std::variant<Opaque, Import, ImportFrom, Assign, AugAssign, ExpressionStatement, If, For, While, With, Try,
                 FunctionDef, ClassDef, Return, Raise, Pass, Break, Continue, Del, Global, Assert>;

struct Statement {
    StatementValue value;
    Span span;

    template <typename T>
    const T* as() const {
        return std::get_if<T>(&value);
    }
    bool operator==(const Statement& other) const;
};

/// A place that Python itself would not accept.
struct SyntaxError {
    std::string message;
    Span span;
    bool operator==(const SyntaxError&) const = default;
};
/// A comment, with its `#`.
struct Comment {
    std::string text;
    Span span;
    bool operator==(const Comment&) const = default;
};

struct Module {
    Body statements;
    std::vector<SyntaxError> errors;  ///< in order; empty does not prove that Python accepts the file
    std::vector<Comment> comments;    ///< in order
    std::string source;               ///< as given: spans point into it
    bool operator==(const Module&) const = default;
};

/// The largest source that `parse` reads, in bytes.
inline constexpr std::size_t kMaxSourceBytes = 1024 * 1024;
/// Nodes nested deeper than this become Opaque, so that whoever walks the tree by recursion is safe.
inline constexpr int kMaxDepth = 400;

/// Reads a module. A BOM, CRLF and CR line ends are accepted. A file with faults still gives a Module: the
/// broken statements are Opaque and `errors` names them. The only Error is "python_too_large".
Result<Module> parse(std::string_view source);

/// Reads one expression, such as the text of an annotation. Spans point into `source`. Error "python_syntax"
/// when it is not exactly one expression, "python_too_large" as above.
Result<Expression> parse_expression(std::string_view source);

/// The text of the module's bytes under `span`.
std::string_view text_of(const Module& module, const Span& span);
/// The docstring, when the first statement is a string.
std::optional<std::string> docstring(const Body& body);

}  // namespace migrate::python
