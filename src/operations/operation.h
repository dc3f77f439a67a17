/// The operations room: the one vocabulary of schema changes. Every other room makes a list of these, reads it, turns
/// it round, applies it or writes it down.
///
/// An Operation is exact: nothing in it is left to be worked out. What people and agents ask for is looser and stands
/// in requested.h. It knows nothing of files, Python or databases. To add an operation: add a struct and a line to the
/// variant; the compiler then names every place that must know it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/schema.h"

namespace migrate {

struct CreateTable {
    Table table;  ///< columns and constraints; its indexes are operations of their own and must be empty here
    bool if_not_exists = false;
    bool operator==(const CreateTable&) const = default;
};
struct DropTable {
    TableName table;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropTable&) const = default;
};
struct RenameTable {
    TableName from;
    TableName to;  ///< another schema means SET SCHEMA
    bool operator==(const RenameTable&) const = default;
};
struct CommentTable {
    TableName table;
    std::string comment;  ///< "" removes it
    bool operator==(const CommentTable&) const = default;
};
struct AddColumn {
    TableName table;
    Column column;  ///< its constraints and indexes are operations of their own
    bool if_not_exists = false;
    bool operator==(const AddColumn&) const = default;
};
struct DropColumn {
    TableName table;
    std::string column;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropColumn&) const = default;
};
struct RenameColumn {
    TableName table;
    std::string from;
    std::string to;
    bool operator==(const RenameColumn&) const = default;
};
/// Changes what is set; leaves the rest.
struct AlterColumn {
    TableName table;
    std::string column;
    std::optional<Type> type;
    std::string using_sql;       ///< USING expression of a type change on PostgreSQL
    std::string down_using_sql;  ///< the USING expression of the way back, where the request gives one
    std::optional<bool> nullable;
    bool set_default = false;  ///< true: the default becomes `server_default`, nullopt meaning none
    std::optional<Default> server_default;
    std::optional<std::string> comment;
    bool set_identity = false;  ///< true: the identity becomes `identity`
    std::optional<IdentityKind> identity;
    bool operator==(const AlterColumn&) const = default;
};
struct CreateIndex {
    TableName table;
    Index index;
    bool concurrently = false;
    bool if_not_exists = false;
    bool operator==(const CreateIndex&) const = default;
};
struct DropIndex {
    std::optional<TableName> table;  ///< as the migration says it; PostgreSQL and SQLite find the index by name alone
    std::string schema;
    std::string index;
    bool concurrently = false;
    bool if_exists = false;
    bool operator==(const DropIndex&) const = default;
};
struct RenameIndex {
    std::string schema;
    std::string from;
    std::string to;
    bool if_exists = false;
    bool operator==(const RenameIndex&) const = default;
};
struct CreatePrimaryKey {
    TableName table;
    PrimaryKey primary_key;
    bool operator==(const CreatePrimaryKey&) const = default;
};
struct CreateUnique {
    TableName table;
    Unique unique;
    std::string using_index;  ///< ADD CONSTRAINT ... UNIQUE USING INDEX: the index becomes the constraint
    bool operator==(const CreateUnique&) const = default;
};
struct CreateCheck {
    TableName table;
    Check check;
    bool operator==(const CreateCheck&) const = default;
};
struct CreateForeignKey {
    TableName table;
    ForeignKey foreign_key;
    bool operator==(const CreateForeignKey&) const = default;
};
struct CreateExclude {
    TableName table;
    Exclude exclude;
    bool operator==(const CreateExclude&) const = default;
};
struct DropConstraint {
    TableName table;
    std::string name;  ///< "": the last unnamed one of the kind (SQLite), or the primary key
    std::optional<ConstraintKind> kind;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropConstraint&) const = default;
};
struct RenameConstraint {
    TableName table;
    std::string from;
    std::string to;
    bool operator==(const RenameConstraint&) const = default;
};
struct ValidateConstraint {
    TableName table;
    std::string name;
    bool operator==(const ValidateConstraint&) const = default;
};
struct CreateEnum {
    EnumType type;
    bool if_not_exists = false;
    bool operator==(const CreateEnum&) const = default;
};
struct DropEnum {
    TableName name;
    bool if_exists = false;
    bool cascade = false;
    bool operator==(const DropEnum&) const = default;
};
struct RenameEnum {
    TableName from;
    TableName to;
    bool operator==(const RenameEnum&) const = default;
};
struct AddEnumLabel {
    TableName name;
    std::string label;
    std::string before;  ///< at most one of before and after is set
    std::string after;
    bool if_not_exists = false;
    bool operator==(const AddEnumLabel&) const = default;
};
struct RenameEnumLabel {
    TableName name;
    std::string from;
    std::string to;
    bool operator==(const RenameEnumLabel&) const = default;
};
struct CreateSequence {
    TableName name;
    std::string options;
    bool if_not_exists = false;
    bool operator==(const CreateSequence&) const = default;
};
struct DropSequence {
    TableName name;
    bool if_exists = false;
    bool cascade = false;  ///< the defaults that call it go too
    bool operator==(const DropSequence&) const = default;
};
struct CreateView {
    TableName name;
    std::string
        sql;  ///< the query; the whole CREATE statement where the view is more than that (materialized, options)
    bool or_replace = false;
    bool operator==(const CreateView&) const = default;
};
struct DropView {
    TableName name;
    bool if_exists = false;
    bool cascade = false;
    bool materialized = false;  ///< PostgreSQL wants DROP MATERIALIZED VIEW then
    bool operator==(const DropView&) const = default;
};
/// SQL that leaves tables, types and views alone: data statements, row-level security, grants, extensions, functions.
struct Execute {
    std::string sql;
    std::optional<std::string> down_sql = std::nullopt;  ///< nullopt: it cannot be turned round
    std::vector<Attachment> makes = {};                  ///< what it makes that hangs on others, or makes anew
    std::vector<Attachment> takes = {};  ///< what it drops, by kind, name and owner (an empty owner: of any)
    bool operator==(const Execute& other) const { return sql == other.sql && down_sql == other.down_sql; }
};
/// What was not understood. It stays visible; applying it puts a doubt on `objects` (on everything when empty).
struct Opaque {
    std::string source;
    std::string where;
    std::string reason;
    std::vector<std::string> objects;  ///< as in Doubt::object
    bool operator==(const Opaque&) const = default;
};

/// One of the alternatives of a variant. Its special members stand in operation.cpp alone: each source that holds a
/// list of operations would compile them anew, for all alternatives.
template <class Alternatives>
class OperationOf : public Alternatives {
  public:
    using Alternatives::Alternatives;
    using Alternatives::operator=;
    OperationOf();
    OperationOf(const OperationOf&);
    OperationOf(OperationOf&&) noexcept;
    OperationOf& operator=(const OperationOf&);
    OperationOf& operator=(OperationOf&&) noexcept;
    ~OperationOf();
};

using AnyOperation =
    std::variant<CreateTable, DropTable, RenameTable, CommentTable, AddColumn, DropColumn, RenameColumn, AlterColumn,
                 CreateIndex, DropIndex, RenameIndex, CreatePrimaryKey, CreateUnique, CreateCheck, CreateForeignKey,
                 CreateExclude, DropConstraint, RenameConstraint, ValidateConstraint, CreateEnum, DropEnum, RenameEnum,
                 AddEnumLabel, RenameEnumLabel, CreateSequence, DropSequence, CreateView, DropView, Execute, Opaque>;

using Operation = OperationOf<AnyOperation>;

/// An operation in a list that serves both dialects: `only` says that it is for one of them.
struct Step {
    Operation operation;
    std::optional<Dialect> only;
    bool operator==(const Step&) const = default;
};

/// For exhaustive std::visit over lambdas.
template <class... Ts>
struct overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

/// The schema after the operation. Errors name what is there and the nearest names: "table_exists", "no_such_table",
/// "column_exists", "no_such_column", "index_exists", "no_such_index", "constraint_exists", "no_such_constraint",
/// "no_such_type", "type_exists", "depends_on" (PostgreSQL would refuse: others depend on it). `if_exists` and
/// `if_not_exists` are honoured. On PostgreSQL unnamed constraints get the names PostgreSQL gives them, an index or
/// constraint goes with its column, and a rename follows into constraints and indexes; on SQLite what batch mode keeps
/// stays. Write migrate::apply for a list: a std::vector makes the compiler look at std::apply too.
Result<Schema> apply(const Operation& operation, Schema schema);
Result<Schema> apply(const std::vector<Operation>& operations, Schema schema);

/// The operations, in order, that lead from apply(operation, before) back to `before`. Errors: "irreversible" for
/// Opaque and for Execute without down_sql. Rows do not come back; see `loses_rows`.
Result<std::vector<Operation>> invert(const Operation& operation, const Schema& before);
/// Inverts a list: the inverse of each, last first, each against the schema it was applied to.
Result<std::vector<Operation>> invert(const std::vector<Operation>& operations, const Schema& before);

/// What the list does on one dialect: steps for the other are left out, portable types and defaults are lowered.
std::vector<Operation> lower(const std::vector<Step>& steps, Dialect dialect);
/// The one list that lowers to both. Operations on the same object are paired in order; what only one side has gets
/// `only`. A constraint's name that PostgreSQL itself would give is left open where SQLite's constraint has none.
std::vector<Step> raise_steps(const std::vector<Operation>& postgresql, const std::vector<Operation>& sqlite);

/// One line for people: "create table invoices (id, project_id → projects.id, status)", "add column users.phone".
std::string describe(const Operation& operation);
/// What rows are lost by it, as one sentence; "" when none are.
std::string loses_rows(const Operation& operation);
/// The name of the alternative as in the request form: "create_table", "add_column", "opaque".
std::string_view name_of(const Operation& operation);

/// The operations that lead from one schema to the other (tables, columns, constraints, indexes, enums; no renames).
std::vector<Operation> diff(const Schema& from, const Schema& to);

}  // namespace migrate
