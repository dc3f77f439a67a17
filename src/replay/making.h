/// What CREATE TABLE does to the schema.
#pragma once

#include <string>
#include <vector>

#include "replay/machine.h"
#include "sqlalchemy/building.h"

namespace migrate::replay {

/// Remark::code for a reason in Built::fails or TypeObject::fails.
std::string code_of_refusal(const Machine& machine, const std::string& reason);

/// Notes what is in doubt of a table that is in the schema now.
void emit_doubts(Machine& machine, const TableName& table, const std::vector<InDoubt>& doubts,
                 const std::string& source);

/// sqlite_autoincrement=True: SQLAlchemy writes the key into its column then, without a name.
void number_key(const Machine& machine, Table& table);

/// Does what CREATE TABLE does: enumerations, the table, its indexes, doubts about what is not known.
void emit_table(Machine& machine, const Built& built, bool if_not_exists, const std::string& source,
                bool by_operation = false);

/// @compiles of a part of DDL that SQLAlchemy or Alembic has: its SQL is the application's own.
void doubt_compiled(Machine& machine, const CompilesObject& compiles);

}  // namespace migrate::replay
