/// One attribute of a mapped class to one column: Column(...), mapped_column(...), SQLModel's Field(...), and
/// annotations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/library.h"
#include "models/types.h"
#include "schema/schema.h"

namespace migrate::models {

/// A column before it is known which table it belongs to: constraints have no columns yet where that is the
/// column itself.
struct ColumnReading {
    std::string attribute;
    std::string where;
    Column column;
    bool primary_key = false;
    bool index = false;
    bool unique = false;
    std::optional<bool> autoincrement;
    bool has_type = false;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Check> checks;
    std::vector<std::string> enum_labels;  ///< of an Enum that asks for a CHECK
    std::string enum_check_name;
    std::vector<std::string> doubts;  ///< reasons
    bool operator==(const ColumnReading&) const = default;
};

/// What an attribute is.
struct AttributeReading {
    std::optional<ColumnReading> column;
    std::string doubt;  ///< set when it may be a column and could not be read
};

/// How the classes of one base are read.
struct BaseRules {
    std::vector<AnnotationRule> annotations;
    bool sqlmodel = false;  ///< plain annotations are columns
};

/// Reads `attribute: annotation = value`; either may be null. Neither column nor doubt for relationships,
/// plain constants, hybrids and the like.
AttributeReading read_attribute(const Scope& scope, const BaseRules& rules, const std::string& attribute,
                                const python::Expression* annotation, const python::Expression* value,
                                const python::Span& span);

/// Reads the call itself: arguments of Column and mapped_column over what an annotation already gave.
ColumnReading read_column_call(const Scope& scope, const python::Call& call, ColumnReading reading);

/// The SQL of a server default: a string becomes a literal, text(...) is SQL, func.now() and the like are
/// known. Portable spellings (now(), gen_random_uuid(), true, false) become the portable defaults. Nothing
/// when it cannot be read.
std::optional<Default> read_server_default(const Scope& scope, const python::Expression& expression, const Type& type);

/// ForeignKey(...): the target, with on_delete and so on. Nothing when the target is not known.
std::optional<ForeignKey> read_foreign_key(const Scope& scope, const python::Call& call);
/// ondelete, onupdate, deferrable, initially and name of a constraint call.
void read_foreign_key_options(const Scope& scope, const python::Call& call, ForeignKey& key);
std::string read_deferrable(const Scope& scope, const python::Call& call);
/// CheckConstraint(...); nothing when its SQL is not a string.
std::optional<Check> read_check(const Scope& scope, const python::Call& call);

}  // namespace migrate::models
