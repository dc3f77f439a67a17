/// What people and agents ask for: looser than an Operation. Types, names, keys and targets may be left open; the plan
/// room completes them against the schema and the house rules. This is also the JSON form of `params.operations`.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "operations/operation.h"

namespace migrate {

struct Reference {
    TableName table;
    std::string column;     ///< "" for the target's primary key
    std::string on_delete;  ///< "", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"
    std::string on_update;
    std::string name;  ///< "" to let the house rules name it
    bool operator==(const Reference&) const = default;
};

struct RequestedColumn {
    std::string name;
    std::optional<Type> type;      ///< nullopt: from the reference's target, else from the name
    std::optional<bool> nullable;  ///< nullopt: NOT NULL in a new table, nullable in one that exists (an assumption)
    std::optional<Default> server_default;
    std::optional<IdentityKind> identity;
    bool primary_key = false;
    bool unique = false;
    bool index = false;
    std::optional<Reference> references;
    std::vector<std::string> in;          ///< allowed values, case kept: a CHECK
    std::string check;                    ///< a further CHECK on this column
    std::optional<std::string> computed;  ///< GENERATED ALWAYS AS (sql) STORED; then without default and backfill
    std::string comment;
    std::optional<std::string> backfill;  ///< SQL value that existing rows get
    std::string from;                     ///< where the facts come from: "" the request, "model Invoice" ...
    bool operator==(const RequestedColumn&) const = default;
};

struct RequestedTable {
    TableName table;
    std::vector<RequestedColumn> columns;  ///< empty: the house's key and created_at only
    std::vector<Unique> uniques;
    std::vector<Check> checks;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Index> indexes;
    std::vector<std::string> primary_key;  ///< composite key; the house's key is then not added
    bool house_columns = true;             ///< add the house's key and created_at where missing
    std::string comment;
    std::string from;  ///< "model Invoice" when its columns were read from a class
    bool operator==(const RequestedTable&) const = default;
};

struct RequestedAddColumn {
    TableName table;
    RequestedColumn column;
    bool operator==(const RequestedAddColumn&) const = default;
};

struct RequestedAlterColumn {
    AlterColumn alter;                    ///< what is to change
    std::optional<std::string> backfill;  ///< SQL value for NULLs before NOT NULL is set
    bool operator==(const RequestedAlterColumn&) const = default;
};

/// Drops the constraint `name`, or, when that is empty, the one constraint of this kind on exactly these columns.
struct RequestedDropConstraint {
    TableName table;
    std::string name;
    std::optional<ConstraintKind> kind;
    std::vector<std::string> columns;
    bool operator==(const RequestedDropConstraint&) const = default;
};

/// Drops the index `name`, or, when that is empty, the one index on exactly these columns of the table.
struct RequestedDropIndex {
    std::optional<TableName> table;
    std::string name;
    std::vector<std::string> columns;
    bool concurrently = false;
    bool operator==(const RequestedDropIndex&) const = default;
};

struct RequestedExecute {
    std::string sql;
    std::optional<std::string> down_sql;
    std::optional<Dialect> dialect;
    bool operator==(const RequestedExecute&) const = default;
};

/// Gives a native enum exactly these labels: removes, replaces and reorders. Without labels those of `rows` are
/// replaced, and the others stay.
struct RequestedEnumLabels {
    TableName name;
    std::vector<std::string> labels;
    std::map<std::string, std::string> rows;  ///< what rows with a label that goes get instead; a new label too
    bool operator==(const RequestedEnumLabels&) const = default;
};

/// Exact operations stand here too where nothing is left open but names: "" lets the house rules name an index or a
/// constraint, and empty target columns of a foreign key mean the target's key.
using AnyRequestedOperation =
    std::variant<RequestedTable, DropTable, RenameTable, RequestedAddColumn, DropColumn, RenameColumn,
                 RequestedAlterColumn, CreateIndex, RequestedDropIndex, CreateUnique, CreateCheck, CreateForeignKey,
                 RequestedDropConstraint, RequestedExecute, CommentTable, RenameIndex, RenameConstraint, AddEnumLabel,
                 RenameEnumLabel, RequestedEnumLabels, CreateView, DropView>;

using RequestedOperation = OperationOf<AnyRequestedOperation>;

/// Reads `params.operations`. At most 200 operations and 400 columns each. Errors have code "bad_operation", and name
/// the path in `where` ("operations[0].columns[2].type"), what was found and what is allowed, with the nearest key for
/// a typo.
Result<std::vector<RequestedOperation>> read_operations(const nlohmann::json& list,
                                                        std::string_view path = "operations");

/// Requests in the same form; read_operations(write_operations(x)) == x.
nlohmann::json write_operations(const std::vector<RequestedOperation>& operations);
/// Exact steps in the same form, for `explain`. What the form has no word for is {"op": ..., "text": describe(...)}.
nlohmann::json write_steps(const std::vector<Step>& steps);

/// The JSON schema of `params.operations` for the tool's definition, under 700 bytes when dumped: the names and an
/// example. What an operation can have beside is named in the errors of read_operations.
nlohmann::json operations_json_schema();

/// One line for people, as asked: used in messages about what was understood.
std::string describe(const RequestedOperation& operation);

}  // namespace migrate
