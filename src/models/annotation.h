/// Python annotations of mapped attributes, with what is around the type taken off: Mapped, Optional,
/// Annotated, quotes.
#pragma once

#include <string>
#include <vector>

#include "models/library.h"

namespace migrate::models {

/// An annotation with what is around its type taken off.
struct Annotated {
    python::Expression type;
    std::vector<python::Expression> aliases;  ///< names of types that led to it, in `alias_scopes`
    std::vector<Scope> alias_scopes;
    bool mapped = false;
    bool optional = false;
    bool class_var = false;
    std::vector<const python::Call*> columns;  ///< mapped_column(...) inside Annotated
    std::vector<Scope> column_scopes;
    Scope scope;                           ///< where `type` stands
    std::vector<python::Expression> kept;  ///< keeps `columns` alive where they come from a string
};

Annotated unwrap_annotation(const Scope& scope, const python::Expression& annotation);

/// The last part of a dotted name; "" for anything else.
std::string last_name(const python::Expression& expression);

}  // namespace migrate::models
