/// The objects that SQLAlchemy's calls make, as far as a run needs to know them.
///
/// All are made for one dialect: a type or an expression here is what it becomes on the dialect of the run.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interpreter/objects.h"
#include "schema/schema.h"

namespace migrate::sqlalchemy {

using namespace interpreter;

/// sa.String(32), postgresql.ENUM(...), an application's own type.
struct TypeObject {
    Type type;
    std::string python;               ///< its Python path, "sqlalchemy.String"
    std::string fails;                ///< why DDL with it fails on this dialect, "" when it works
    std::string unknown;              ///< why it is not known, "" when it is
    bool create_type = true;          ///< enumerations: CREATE TYPE goes with the table
    bool checked = false;             ///< create_constraint: a CHECK goes with the column
    std::string check_name;           ///< of that CHECK
    bool check_is_final = false;      ///< op.f(): no naming convention
    std::vector<std::string> labels;  ///< of an enumeration that has become text
    std::optional<Type> first;        ///< the type that this variant of it stands for
    bool spatial = false;             ///< GeoAlchemy2's: an index goes with each column
    std::string spatial_class;        ///< the operator class of that index
    bool adds_parts = false;          ///< the application's own SchemaType: it may give its table constraints
    bool of_any_enum = false;         ///< Enum(enum.Enum, ...): for whatever class an annotation names
    std::vector<std::pair<std::string, Value>> options;  ///< then: what else it is given
};

/// An SQL expression or statement: sa.text("now()"), sa.func.lower("x"), sa.column("x") > 0,
/// users.update().where(...).
struct Clause {
    enum class Kind { text, function, literal, column, expression, statement, ddl } kind = Kind::expression;
    std::string sql;
    bool known = true;        ///< false: `sql` only shows what it is about
    std::string column;       ///< Kind::column: its name
    std::string table;        ///< of the column that it is made of
    bool descending = false;  ///< .desc(), for index elements
    std::string nulls;        ///< "FIRST", "LAST"
    std::map<std::string, Value> binds;
};

/// sa.ForeignKey(...) inside a column.
struct ForeignKeyRef {
    std::string name;
    TableName target;
    std::string column;
    Object* target_column = nullptr;  ///< a column that it was given in place of a text
    std::string on_delete;
    std::string on_update;
    std::string deferrable;
    bool use_alter = false;
    std::string unknown;
};

enum class Autoincrement { automatic, yes, no };

/// A constraint before it belongs to a table; columns by name.
struct ConstraintObject {
    ConstraintKind kind = ConstraintKind::check;
    std::string name;
    bool name_is_final = false;  ///< op.f(): no naming convention
    std::vector<std::string> columns;
    std::string sql;  ///< check and exclude
    TableName target;
    std::vector<std::string> target_columns;
    std::string on_delete;
    std::string on_update;
    std::string deferrable;
    bool nulls_not_distinct = false;
    bool not_valid = false;
    bool use_alter = false;  ///< CREATE TABLE leaves the foreign key out where the dialect has ALTER
    std::string unknown;
};

struct ColumnObject {
    Column column;  ///< nullable and identity are settled when it joins a table
    TypeObject type;
    std::optional<bool> nullable;
    bool primary_key = false;
    bool unique = false;
    bool index = false;
    bool python_default = false;
    bool default_is_sql = false;  ///< its server_default is an SQL expression or a stored Computed
    bool identity_given = false;
    Autoincrement autoincrement = Autoincrement::automatic;
    std::vector<ForeignKeyRef> foreign_keys;
    std::vector<ConstraintObject> checks;
    std::string table;  ///< when it is the column of a known table
    std::string where;  ///< "file.py:12" of the call
    bool has_type = false;
    bool has_sequence = false;  ///< Sequence(...): one of its own in the database
    std::string unknown;        ///< why its name or another part is not known
};

struct IdentityObject {
    IdentityKind kind = IdentityKind::by_default;
};
struct ComputedObject {
    std::string sql;
    bool known = true;
    bool stored = false;
};
struct SequenceObject {
    TableName name;
    std::string options;
};

struct IndexObject {
    Index index;
    std::optional<TableName> table;
    std::string unknown;
};

/// sa.Table(...), sa.table(...), and a table that was read from the database.
struct TableObject {
    TableName name;
    std::vector<ColumnObject> columns;
    std::vector<ConstraintObject> constraints;
    std::vector<IndexObject> indexes;
    std::string comment;
    bool from_schema = false;  ///< autoload: what the schema has
    std::string unknown;
    std::map<std::string, std::string> naming;  ///< of its MetaData
    std::string schema;                         ///< of its MetaData
};
/// compiles(Class, "sqlite"): a decorator.
struct CompilesObject {
    Value element;      ///< a class, or one of SQLAlchemy's by its path
    bool here = false;  ///< for the dialect of the run
    bool only = false;  ///< and for no other
};

/// table.c
struct ColumnsObject {
    const TableObject* table = nullptr;
};

struct MetadataObject {
    std::vector<Object*> tables;
    std::map<std::string, std::string> naming;  ///< its naming_convention
    std::string schema;                         ///< of tables that name none
    std::string schema_unknown;                 ///< why that is not known
    std::string unknown;                        ///< why its names are not known
    std::string where;                          ///< "file.py:12" of the call that makes it
    bool reflected = false;
};

/// The dialect that statements are made for: bind.dialect, and what load_dialect_impl is given.
struct DialectObject {};

}  // namespace migrate::sqlalchemy
