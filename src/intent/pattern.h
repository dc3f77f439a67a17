/// The small language that the grammar is written in, and its compiled form.
///
/// `word` is itself; `UPPER` is a class of words; `<rule>` is another rule or a built-in one, `<rule=label>`
/// names the part;
/// `[x]` may be missing, `{x}` may repeat, `(x|y)` is one of them; `','` in quotes is a symbol. It knows no
/// schema.
#pragma once

#include <string_view>
#include <vector>

namespace migrate::intent {

enum class ExprKind { word, word_class, symbol, rule, sequence, choice, optional, repeat };

struct Expr {
    ExprKind kind = ExprKind::sequence;
    std::string_view text;   ///< word, class, symbol or rule: a part of the pattern, which must outlive this
    std::string_view label;  ///< of a rule; its own name when none was given
    std::vector<Expr> parts;
};

/// Compiles a pattern. The grammar is our own data, so a fault in it is a fault of the program: the result is
/// then an empty choice, which matches nothing, and a test compiles every pattern to see that none is.
Expr read_pattern(std::string_view pattern);
bool is_faulty(const Expr& expr);

}  // namespace migrate::intent
