/// Which Python type name is which kind of column type, as a table.
#pragma once

#include <optional>
#include <string_view>

#include "schema/type.h"

namespace migrate::sqlalchemy {

enum class Takes { nothing, length, length_by_name, numeric, precision, timezone };

struct TypeRule {
    std::string_view name;  ///< SQL text of TypeKind::other
    TypeKind kind = TypeKind::text;
    Takes takes = Takes::nothing;
    std::optional<int> length;     ///< that it has when none is given
    bool postgresql_only = false;  ///< SQLAlchemy refuses it for SQLite
    bool other_dialect = false;    ///< of MySQL or another database alone
    std::optional<int> precision;  ///< that it always has
};

/// The rule for a canonical path ("sqlalchemy.String", "postgresql.INET", "sqlalchemy_utils.EmailType");
/// nullptr for others.
const TypeRule* find_type_rule(std::string_view path);

}  // namespace migrate::sqlalchemy
