/// What a TypeDecorator of the project is made of: its impl, and what load_dialect_impl returns on each
/// dialect.
#pragma once

#include <string>

#include "models/library.h"

namespace migrate::models {

/// Expressions stand in `file`.
struct DecoratorParts {
    std::size_t file = 0;
    const python::Expression* impl = nullptr;  ///< null when the class is no TypeDecorator
    bool has_init = false;
    bool has_load = false;                           ///< load_dialect_impl is there
    bool undecided = false;                          ///< ... and what it returns could not be followed
    const python::Expression* postgresql = nullptr;  ///< null: the impl itself
    const python::Expression* sqlite = nullptr;
    std::string sql;  ///< of a UserDefinedType: what get_col_spec returns
};

DecoratorParts decorator_parts(const Library& library, const Target& class_target);

}  // namespace migrate::models
