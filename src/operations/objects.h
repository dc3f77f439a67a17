/// What an operation touches: the one list for all who ask which tables, columns and other objects it is about.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"

namespace migrate {

/// How an operation meets an object, from the weakest to the strongest.
enum class Use { needs, changes, makes, takes };

enum class ObjectKind { table, column, primary_key, constraint, index, type, label, sequence, view };

struct Touched {
    Use use = Use::needs;
    ObjectKind kind = ObjectKind::table;
    TableName owner;   ///< the table, type, sequence or view; of a part, whose it is (of an index only the schema where
                       ///< its table is not said)
    std::string name;  ///< of a column, constraint, index or label; "" where it has none
    std::string_view aspect = {};  ///< of Use::changes: "type", "nullability", "default", "comment"
    bool operator==(const Touched&) const = default;
};

/// Everything that the operation touches, the object that it is about first. Nothing for Execute and Opaque: what they
/// touch is not known. No operation is left out: one that is added does not compile before it is here.
std::vector<Touched> objects_of(const Operation& operation);

/// The object as Doubt::object says it: "column users.phone", "index ix", "type mood" (also of its labels).
std::string doubt_object(const Touched& object);

/// The tables whose definition it makes, changes or takes, each once: not those that it only refers to.
std::vector<TableName> tables_of(const Operation& operation);
/// The first of them: the table that the operation is about. Nothing for types, sequences, views and SQL, and for an
/// index that is found by its name alone.
std::optional<TableName> table_of(const Operation& operation);
/// The other tables that must be there: those that its foreign keys point to.
std::vector<TableName> targets_of(const Operation& operation);

/// The columns that it makes: those of a new table, or the one that it adds.
std::vector<const Column*> columns_made(const Operation& operation);
/// True for a constraint that is made on a table that is there, and has no name.
bool makes_unnamed(const Operation& operation);
/// True for an index that is made or dropped CONCURRENTLY.
bool runs_concurrently(const Operation& operation);
/// True where it takes objects away and makes none.
bool only_takes(const Operation& operation);

/// One of several operations, for an overload that serves them all: `[](const OneOf<DropTable, DropView> auto& o)`.
/// Overloads that name their operations make the compiler say where a new one is missing; `const auto&` does not.
template <class Type, class... Others>
concept OneOf = (std::same_as<Type, Others> || ...);

}  // namespace migrate
