/// From the definitions of a migration to the values of the schema room.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"
#include "sqlalchemy/conventions.h"
#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// What is not known of a table that is built: an object as in Doubt::object, or what has its name from `naming`.
struct InDoubt {
    std::string object;
    std::optional<Naming> naming;
    std::string reason;
};

/// A table, or what a new column brings to one.
struct Built {
    Table table;
    std::vector<Index> indexes;
    std::vector<EnumType> enums;     ///< that CREATE TABLE makes first
    std::vector<InDoubt> doubts;     ///< in the order found
    std::vector<std::string> fails;  ///< why the dialect refuses it
    std::vector<std::string> notes;  ///< what a reader should know besides
    std::string unknown;             ///< why the whole is not known
};

/// The table of sa.Column, constraints and indexes.
Built build_table(Machine& machine, const TableName& name, const std::vector<ColumnObject>& columns,
                  const std::vector<ConstraintObject>& constraints, const std::vector<IndexObject>& indexes);

/// True for the one integer column of a key that numbers itself (SERIAL).
bool numbers_itself(const ColumnObject& column, std::size_t key_size, bool has_foreign_key);

/// Takes apart the arguments of create_table or sa.Table: columns, constraints, indexes. What is none of them
/// makes `unknown`.
TableObject collect_parts(Machine& machine, const TableName& name, const Items& parts);

/// True when SQLite refuses the default for a cast with "::" in it.
bool has_cast(const Machine& machine, const std::optional<Default>& value);
inline constexpr const char* kNoCasts = "SQLite has no :: casts, as in the default ";

/// What decides the constraint's name.
Naming naming_of(const TableName& table, const ConstraintObject& constraint);

/// The CHECK of Boolean(create_constraint=True), Enum(create_constraint=True) for a column.
ConstraintObject type_check(const std::string& column, const TypeObject& type);

/// The constraint as an operation on the table.
Operation operation_of(const Machine& machine, const TableName& table, const ConstraintObject& constraint);

}  // namespace migrate::sqlalchemy
