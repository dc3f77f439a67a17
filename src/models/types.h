/// SQLAlchemy's types, as models spell them, to portable types.
///
/// A type decorator or variant that is UUID on PostgreSQL and some text of 32 to 36 characters elsewhere is
/// the portable uuid. What is not known becomes TypeKind::opaque with its Python text, and a reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/library.h"
#include "schema/type.h"

namespace migrate::models {

struct TypeReading {
    Type type;
    std::string doubt;                      ///< one sentence; "" when certain
    std::vector<std::string> check_labels;  ///< of an Enum(create_constraint=True) that is no native type
    bool has_check = false;
    std::string check_name;
};

/// The type that an expression in the place of a column's type stands for: a class, a call, a module's
/// constant, a TypeDecorator of the files read, `with_variant`.
TypeReading read_type(const Scope& scope, const python::Expression& expression);

/// True if the expression stands for a type, and not for a name or a constraint.
bool is_type(const Scope& scope, const python::Expression& expression);

/// One entry of a type_annotation_map.
struct AnnotationRule {
    std::string annotation;  ///< its source without blanks, names as written
    Scope scope;             ///< where the type's expression stands
    const python::Expression* type = nullptr;
};

/// The type for a Python annotation without Optional ("int", "datetime.datetime", "dict[str, Any]", an enum
/// class). `rules` come first. Nothing when SQLAlchemy has no type for it either.
std::optional<TypeReading> type_of_annotation(const Scope& scope, const python::Expression& annotation,
                                              const std::vector<AnnotationRule>& rules);

/// The type by the rules alone.
std::optional<TypeReading> type_by_rule(const Scope& scope, const python::Expression& annotation,
                                        const std::vector<AnnotationRule>& rules);

/// The annotation's source without blanks, for comparing with rules.
std::string annotation_key(const python::Expression& annotation);

}  // namespace migrate::models
