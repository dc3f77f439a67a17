/// The grammar: one table of productions, which a reader sees as a whole (grammar.cpp). A new phrase is a
/// line there and a golden case.
#pragma once

#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "intent/pattern.h"

namespace migrate::intent {

struct Context;
struct Node;
struct Draft;
struct Refusal;
/// What a builder returns: what was asked for, or why this reading is none (context.h).
template <typename T>
using Build = tl::expected<T, Refusal>;
/// Makes operations of a matched statement, resolved against the schema (build.h).
using Builder = Build<Draft> (*)(const Context& context, const Node& statement);

inline constexpr std::string_view kStatement = "statement";

struct Production {
    std::string_view rule;  ///< kStatement, or the name of a part that other rules use
    std::string_view pattern;
    // Of statements only.
    Builder build = nullptr;
    std::string_view example = {};
    std::string_view heading = {};  ///< "Tables", "Columns" ...
    bool takes_anything = false;    ///< how far it was matched tells nothing: it takes any words on its way
};

/// All productions: the statements, in the order of the page of phrases, then the parts.
const std::vector<Production>& grammar();
/// The parts alone (grammar_parts.cpp).
std::vector<Production> grammar_parts();
/// True when some statement may begin with the word.
bool opens_statement(std::string_view word);
/// The productions of a rule, each with its compiled pattern.
const std::vector<std::pair<const Production*, Expr>>& productions_of(std::string_view rule);

}  // namespace migrate::intent
