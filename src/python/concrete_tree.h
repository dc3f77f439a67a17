/// What the grammar made of a text, as one flat list of nodes: the only door to the parser library.
/// Private to this room. Comments and line continuations are not among the nodes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "python/syntax.h"

namespace migrate::python {

struct ConcreteNode {
    std::string_view kind;   ///< the grammar's name: "call", or the token itself: "("
    std::string_view field;  ///< its role in the parent, or empty
    Span span;
    std::int32_t first_child = -1;
    std::int32_t next_sibling = -1;
    bool named = false;     ///< false for keywords and punctuation
    bool broken = false;    ///< it or something below it is a syntax error
    bool is_error = false;  ///< it is itself an error: text that fits nowhere, or a token that is missing
    bool is_missing = false;
};

struct ConcreteTree {
    std::vector<ConcreteNode> nodes;  ///< nodes[0] is the module; empty where the text takes too long to be parsed
    std::vector<Comment> comments;
};

/// `text` is at most kMaxSourceBytes long and must outlive nothing: spans are offsets.
ConcreteTree read_concrete_tree(std::string_view text);

}  // namespace migrate::python
