/// MetaData(naming_convention=...): the names that constraints get which have none, as Alembic's operations
/// apply them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

struct Naming {
    ConstraintKind kind = ConstraintKind::check;
    bool index = false;
    std::string table;
    std::vector<std::string> columns;
    std::string target;  ///< of a foreign key
    std::vector<std::string> target_columns;
    std::string given;       ///< the name in the migration, "" for none
    bool is_final = false;   ///< op.f()
    bool is_unique = false;  ///< of an index
};

/// Begins a token that says one thing of a unique index and another of the rest: "unique:uq_:".
inline constexpr std::string_view kUniqueToken = "unique:";

/// The name it gets: the given one, or what the convention makes; "" when it stays unnamed. Conventions of an
/// open batch go first. What op.f() or a convention has named is cut as SQLAlchemy does it for PostgreSQL: 55 bytes,
/// "_" and four digits of its MD5.
std::string name_by_convention(const Machine& machine, const Naming& naming);
/// The same by this convention alone.
std::string name_by_convention(const NamingConvention& convention, const Naming& naming, Dialect dialect);

/// True when SQLAlchemy refuses to name it: the pattern holds %(constraint_name)s and no name is given.
bool lacks_name(const Machine& machine, const Naming& naming);
inline constexpr const char* kLacksName =
    "the naming convention needs a name for it (%(constraint_name)s), and none is given";

/// What a naming_convention argument stands for: none without one; `unknown` says why it is not known. A token of the
/// project that is the same as one of SQLAlchemy's is that one; others stay, and put the names of their kind in doubt.
NamingConvention convention_from(Machine& machine, const std::optional<Value>& value, std::string& unknown);

/// Why the name is not certain: the convention decides it, and is not known. "" when it is certain.
std::string doubt_about_name(const Machine& machine, const Naming& naming);
/// The object, as in Doubt::object, that has this name in the schema: "name constraint users.uq", "name index ix";
/// where it is not found, some of the table's: "constraints users".
std::string object_named(const Machine& machine, const TableName& table, const Naming& naming);

}  // namespace migrate::sqlalchemy
