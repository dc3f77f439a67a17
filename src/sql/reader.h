/// What the readers of statements share: the schema as it is at that statement, the statement's text, and the
/// small values that most statements are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operations/operation.h"
#include "syntax/source.h"
#include "syntax/tree.h"

namespace migrate::sql {

using Operations = std::vector<Operation>;

/// The schema that a statement meets: the given one after the statements before it. Applies them only when
/// someone looks. What cannot be applied is left out: the caller of read_statements applies all of it again
/// and says so.
class World {
  public:
    explicit World(const Schema& schema) : given_(&schema) {}

    const Schema& schema();
    void add(const Operations& operations) { waiting_.insert(waiting_.end(), operations.begin(), operations.end()); }
    /// Tables that live only as long as the session: what is done to them leaves no trace.
    std::vector<std::string> temporary;

  private:
    void take(Operation operation);

    const Schema* given_;
    std::optional<Schema> current_;
    Operations waiting_;
    Operations taken_;
    int rebuilds_ = 0;
};

/// One statement with all that its reader may look at.
struct Statement {
    const Source& source;
    World& world;
    std::string_view where;
    std::size_t begin = 0;  ///< first token
    std::size_t end = 0;    ///< behind the last token, without ";"
    int depth = 0;          ///< statements inside DO blocks are read by this room again

    std::string text() const;
    bool on_sqlite() const { return source.dialect() == Dialect::sqlite; }
};

Operation execute(const Statement& statement);
Operation opaque(const Statement& statement, std::string reason, std::vector<std::string> objects = {});
/// Opaque whose reason starts with kFailsOnSqlite.
Operation fails_on_sqlite(const Statement& statement, const std::string& reason);

inline constexpr std::string_view kFailsOnSqlite = "fails on SQLite: ";

/// Doubt::object of a table, a type ...: ("table", users) is "table users".
std::string object_of(std::string_view kind, const TableName& name);
/// The objects of all tables of the schema that the tokens name; empty when there are none.
std::vector<std::string> tables_mentioned(const Source& source, std::size_t from, std::size_t to, const Schema& schema);

/// The name of a RangeVar node, spelled as the schema has it. "public" and SQLite's "main" are "".
TableName relation_name(const Statement& statement, const Node& range);
/// The same for a list of String nodes.
TableName qualified_name(const Statement& statement, const std::vector<std::string>& parts);
std::string column_name(const Statement& statement, const TableName& table, const std::string& folded);

/// The type that stands in tokens [from, to), named by `type_name` in the tree.
Type column_type(const Statement& statement, const Node& type_name, std::size_t from, std::size_t to);

/// A ColumnDef with the constraints that stand in it.
struct ColumnParts {
    Column column;
    std::optional<PrimaryKey> primary_key;
    std::vector<Unique> uniques;
    std::vector<Check> checks;
    std::vector<ForeignKey> foreign_keys;
    std::vector<std::string> unread;  ///< what the values cannot hold, one clause each
};
/// `until` is the token behind the column's element.
ColumnParts read_column(const Statement& statement, const TableName& table, const Node& definition, std::size_t until);

/// A table-level constraint; exactly one of them is set unless `unread` says why not.
struct ConstraintParts {
    std::optional<PrimaryKey> primary_key;
    std::optional<Unique> unique;
    std::optional<Check> check;
    std::optional<ForeignKey> foreign_key;
    std::optional<Exclude> exclude;
    std::string using_index;
    std::vector<std::string> unread;
};
ConstraintParts read_constraint(const Statement& statement, const TableName& table, const Node& constraint,
                                std::size_t until);
/// Gives a foreign key without target columns those of its target's primary key, where that is known.
void complete_target(const Statement& statement, ForeignKey& key, const Table* itself);

// One reader for each kind of statement; the node is the value behind the kind's name. All return at least
// one operation.
Operations read_create_table(const Statement& statement, const Node& node);
Operations read_alter_table(const Statement& statement, const Node& node);
Operations read_create_index(const Statement& statement, const Node& node);
Operations read_rename(const Statement& statement, const Node& node);
Operations read_set_schema(const Statement& statement, const Node& node);
Operations read_drop(const Statement& statement, const Node& node);
Operations read_comment(const Statement& statement, const Node& node);
Operations read_create_enum(const Statement& statement, const Node& node);
Operations read_alter_enum(const Statement& statement, const Node& node);
Operations read_create_sequence(const Statement& statement, const Node& node);
Operations read_alter_sequence(const Statement& statement, const Node& node);
Operations read_create_view(const Statement& statement, const Node& node);
Operations read_create_table_as(const Statement& statement, const Node& node);
Operations read_select(const Statement& statement, const Node& node);
Operations read_call(const Statement& statement, const Node& node);
Operations read_set(const Statement& statement, const Node& node);
Operations read_do_block(const Statement& statement, const Node& node);

/// The statement as an Execute that says which attachment it makes, if it does.
Operation read_attached(const Statement& statement, std::string_view kind, const Node& node);
/// The same for DROP TRIGGER, RULE, POLICY, STATISTICS and FUNCTION.
Operation read_detached(const Statement& statement, std::string_view removed, const Node& node);
/// CREATE TRIGGER and DROP TRIGGER as SQLite has them.
Operation read_sqlite_trigger(const Statement& statement);

/// Statements that SQLite runs and the grammar does not know, and those that SQLite refuses whatever they
/// say; nullopt: go on.
std::optional<Operations> read_sqlite_only(const Statement& statement);
/// The first thing in a statement that SQLite is known to refuse; "" when there is none.
std::string refused_by_sqlite(const Statement& statement, const Node& node);

/// read_statements for text inside a statement, `depth` levels down.
Operations read_inner(std::string_view text, World& world, Dialect dialect, std::string_view where, int depth);

}  // namespace migrate::sql
