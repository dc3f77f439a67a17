/// The schema room: what a database holds, as plain values. Types (type.h), tables and the whole schema
/// (here), names (naming.h).
///
/// It knows nothing of migrations, files, Python or JSON. A `Schema` belongs to one dialect; everything in it
/// is lowered. Schemas are compared up to column order with `same_schema`: PostgreSQL cannot put a column
/// back in its place.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/shared.h"
#include "schema/shared_map.h"
#include "schema/shared_set.h"
#include "schema/type.h"

namespace migrate {

/// A table's name; `schema` is "" for the default one ("public" on PostgreSQL is written as "").
struct TableName {
    std::string schema;
    std::string name;

    auto operator<=>(const TableName&) const = default;
};

/// "invoices" or "billing.invoices".
std::string to_string(const TableName& table);
/// Splits at the one dot; "public.x" is "x".
TableName read_table_name(std::string_view text);

enum class IdentityKind { serial, always, by_default };

struct Column {
    std::string name;
    Type type;
    bool nullable = true;
    std::optional<Default> server_default;
    std::optional<IdentityKind>
        identity;  ///< serial: an owned sequence behind the default, as SQLAlchemy's integer keys get
    std::optional<std::string> computed;  ///< GENERATED ALWAYS AS (sql) STORED
    std::string comment;

    bool operator==(const Column&) const = default;
};

struct PrimaryKey {
    std::string name;  ///< "" when unnamed (SQLite); PostgreSQL always has one
    std::vector<std::string> columns;
    bool autoincrement = false;  ///< AUTOINCREMENT, which only SQLite has
    bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
    std::string name;
    std::vector<std::string> columns;
    bool nulls_not_distinct = false;
    std::string deferrable;  ///< "", "DEFERRABLE" or "DEFERRABLE INITIALLY DEFERRED"
    bool operator==(const Unique&) const = default;
};

struct Check {
    std::string name;
    std::string sql;  ///< the expression, without CHECK and without the outer parentheses
    bool not_valid = false;
    bool operator==(const Check&) const = default;
};

struct ForeignKey {
    std::string name;
    std::vector<std::string> columns;
    TableName target;
    std::vector<std::string> target_columns;
    std::string on_delete;  ///< "", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"; NO ACTION is ""
    std::string on_update;
    std::string deferrable;  ///< as in Unique
    bool not_valid = false;
    bool operator==(const ForeignKey&) const = default;
};

/// PostgreSQL only.
struct Exclude {
    std::string name;
    std::string sql;  ///< all that follows EXCLUDE: "USING gist (...) WHERE (...)"
    bool operator==(const Exclude&) const = default;
};

struct IndexElement {
    std::string column;      ///< either a column ...
    std::string expression;  ///< ... or an expression, without outer parentheses: "lower(email)"
    bool descending = false;
    std::string nulls;    ///< "", "FIRST", "LAST" where it is not the default of the direction
    std::string opclass;  ///< "" or "gin_trgm_ops"
    std::string collation;
    bool operator==(const IndexElement&) const = default;
};

struct Index {
    std::string name;
    std::vector<IndexElement> elements;
    bool unique = false;
    std::string method;  ///< "" for btree, else "gin", "gist", "hash", "brin" (PostgreSQL)
    std::string where;   ///< predicate of a partial index, without WHERE
    std::vector<std::string> include;
    bool nulls_not_distinct = false;
    std::string with;  ///< storage parameters as text, "" for none
    bool operator==(const Index&) const = default;
};

struct Table {
    TableName name;
    std::vector<Column> columns;
    std::optional<PrimaryKey> primary_key;
    std::vector<Unique> uniques;
    std::vector<Check> checks;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Exclude> excludes;
    std::vector<Index> indexes;
    std::string comment;
    bool operator==(const Table&) const = default;
};

struct EnumType {
    TableName name;
    std::vector<std::string> labels;
    bool operator==(const EnumType&) const = default;
};

/// What a database keeps as a statement of its own beside a table, a view or by itself: no table of a schema shows it,
/// but it goes with its owner, or stands in the way of a change.
struct Attachment {
    std::string kind;  ///< "trigger", "rule", "policy", "statistics", "function"; of a view "index", "grant", "comment"
    std::string name;  ///< without quotes; of a grant or comment the statement
    TableName owner;   ///< the table or view; "" for a function, which is named with its schema
    std::string sql;   ///< the statement that makes it
    std::string unsure;  ///< why it may not be there, with the place; "" where it certainly is
    auto operator<=>(const Attachment&) const = default;
};
/// True where both are the same object, whatever their texts say.
bool is_same_object(const Attachment& one, const Attachment& other);
/// The same for what DROP and CREATE name: without an owner they mean that of any.
bool is_named_by(const Attachment& thing, const Attachment& named);

/// A fact that is not certain, and the place in a migration that made it so.
struct Doubt {
    std::string object;  ///< "table users", "column users.phone", "index idx_x", "type mood", or "*" for everything
    std::string reason;  ///< one sentence
    std::string where;   ///< "file.py:12"
    auto operator<=>(const Doubt&) const = default;
};

/// The mark of tables that this name may be of, or of something of theirs: an index, a constraint.
std::size_t mark_of_name(std::string_view name);
/// The mark of tables with a foreign key to this one.
std::size_t mark_of_target(const TableName& target);
struct MarksOfTable {
    void operator()(const Table& table, Marks& marks) const;
};

/// Copies share what stays as it is.
struct Schema {
    Dialect dialect = Dialect::postgresql;
    SharedMap<TableName, Table, MarksOfTable> tables;
    Shared<std::map<TableName, EnumType>> enums;
    Shared<std::map<TableName, std::string>> sequences;  ///< free-standing ones: name to option text
    Shared<std::map<TableName, std::string>> views;      ///< name to defining SQL
    Shared<std::vector<Attachment>> attachments;         ///< in the order they were made; not compared by same_schema
    SharedSet<Doubt> doubts;
    bool operator==(const Schema&) const = default;
};

// Look-ups return nullptr where there is none. Names are compared exactly. The pointer to a table that may be
// changed is good until the schema is next copied or changed.
const Table* find_table(const Schema& schema, const TableName& name);
Table* find_table(Schema& schema, const TableName& name);
const Column* find_column(const Table& table, std::string_view name);
Column* find_column(Table& table, std::string_view name);
const Column* find_column(const Schema& schema, const TableName& table, std::string_view name);
const Index* find_index(const Table& table, std::string_view name);

/// The table that owns an index of this name (PostgreSQL and SQLite keep index names unique per schema).
const Table* find_index_owner(const Schema& schema, std::string_view schema_name, std::string_view index);

enum class ConstraintKind { primary_key, unique, check, foreign_key, exclude };
/// "primary", "unique", "check", "foreignkey", "exclude": the words of Alembic's type_.
std::string_view name_of(ConstraintKind kind);
std::optional<ConstraintKind> find_constraint(const Table& table, std::string_view name);

/// The first doubt that touches the table (or its column, when `column` is not empty), or everything; nullptr
/// when certain.
const Doubt* find_doubt(const Schema& schema, const TableName& table, std::string_view column = {});
const Doubt* find_doubt_of(const Schema& schema, std::string_view object);
/// The first doubt about exactly this, without a search through all; nullptr for none.
const Doubt* find_doubt_about(const Schema& schema, const std::string& object);
void add_doubt(Schema& schema, Doubt doubt);

/// True when both hold the same objects; the order of columns in a table, and of constraints and indexes,
/// does not count.
bool same_schema(const Schema& a, const Schema& b);
bool same_table(const Table& a, const Table& b);
/// One line for each object that differs, both sides shown; empty exactly when same_schema.
std::vector<std::string> differences(const Schema& a, const Schema& b);

}  // namespace migrate
