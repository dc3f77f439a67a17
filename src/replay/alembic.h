/// Alembic's operations: what op.<name>(...) and batch_op.<name>(...) do to the schema.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/reader.h"
#include "replay/machine.h"

namespace migrate::replay {

/// op.<name>(...)
Value call_operation(Machine& machine, std::string_view name, const Arguments& arguments);
/// batch_op.<name>(...)
Value batch_method(Machine& machine, const BatchObject& batch, std::string_view name, const Arguments& arguments);
/// After the call `name` in a batch on SQLite: notes which names of `before` went with a dropped column (they can still
/// be dropped), and which CHECKs name a column as it was before it was renamed.
void note_what_is_lost(const Machine& machine, BatchObject& batch, const Table& before, std::string_view name);
/// SQLite's batch mode puts a constraint in the place of one of its name, and a primary key in that of any.
void make_room(Machine& machine, const TableName& name, const ConstraintObject& constraint,
               const std::string& constraint_name);
/// A rebuild with a naming_convention gives names to what SQLite keeps without one.
void name_by_batch(Machine& machine, const BatchObject& batch);
/// The end of `with op.batch_alter_table(...)`: what making the table anew loses on SQLite.
void finish_batch(Machine& machine, const BatchObject& batch);

/// One call of an operation, its arguments by name or place; `batch` inside batch_alter_table.
struct OperationCall {
    Machine& machine;
    Reader reader;
    bool batch = false;
    bool wants_table = true;  ///< without a table's name the call is not understood
    Value result = {};        ///< of the call; None where the handler gives none
    std::string part = {};    ///< what of the table it is about, as in Doubt::object; "": the table
    [[nodiscard]] const Arguments& arguments() const { return reader.arguments(); }
    [[nodiscard]] std::string source() const { return reader.arguments().source; }
    /// The table named by this argument, with the `schema` argument.
    TableName table(std::string_view name, int place, std::string_view schema = "schema");
    /// Emits the operation, or, when an argument is not known, a doubt on its part or table (or a possible one).
    void done(Operation operation, const TableName& table);
    /// True when an argument is not known; the doubt is then noted.
    bool unclear(const TableName& table, const std::string& reason = {});
};
using OperationHandler = void (*)(OperationCall& call);

/// Handlers by the name after `op.`; nullptr when it is none of theirs.
OperationHandler find_table_operation(std::string_view name);
OperationHandler find_column_operation(std::string_view name);
OperationHandler find_key_operation(std::string_view name);

/// Runs SQL: op.execute, connection.execute. Gives the result.
Value execute_sql(Machine& machine, const Value& statement, const Value& parameters, bool wants_result);
/// connection.exec_driver_sql: the text goes to the driver as it is, and a colon in it binds nothing.
Value execute_driver_sql(Machine& machine, const Value& statement, bool wants_result);

}  // namespace migrate::replay
