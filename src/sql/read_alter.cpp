#include <algorithm>
#include <array>

#include "base/text.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

/// Commands that change how a table is stored or guarded, not what it is.
bool leaves_schema_alone(std::string_view command) {
    static constexpr std::array<std::string_view, 38> kHarmless = {"AT_EnableRowSecurity",
                                                                   "AT_DisableRowSecurity",
                                                                   "AT_ForceRowSecurity",
                                                                   "AT_NoForceRowSecurity",
                                                                   "AT_SetStatistics",
                                                                   "AT_SetOptions",
                                                                   "AT_ResetOptions",
                                                                   "AT_SetStorage",
                                                                   "AT_SetCompression",
                                                                   "AT_ChangeOwner",
                                                                   "AT_ClusterOn",
                                                                   "AT_DropCluster",
                                                                   "AT_SetLogged",
                                                                   "AT_SetUnLogged",
                                                                   "AT_DropOids",
                                                                   "AT_SetAccessMethod",
                                                                   "AT_SetTableSpace",
                                                                   "AT_SetRelOptions",
                                                                   "AT_ResetRelOptions",
                                                                   "AT_ReplaceRelOptions",
                                                                   "AT_EnableTrig",
                                                                   "AT_EnableAlwaysTrig",
                                                                   "AT_EnableReplicaTrig",
                                                                   "AT_DisableTrig",
                                                                   "AT_EnableTrigAll",
                                                                   "AT_DisableTrigAll",
                                                                   "AT_EnableTrigUser",
                                                                   "AT_DisableTrigUser",
                                                                   "AT_EnableRule",
                                                                   "AT_EnableAlwaysRule",
                                                                   "AT_EnableReplicaRule",
                                                                   "AT_DisableRule",
                                                                   "AT_ReplicaIdentity",
                                                                   "AT_GenericOptions",
                                                                   "AT_AlterColumnGenericOptions",
                                                                   "AT_DetachPartitionFinalize",
                                                                   "AT_ReAddStatistics",
                                                                   "AT_ReAddComment"};
    return std::find(kHarmless.begin(), kHarmless.end(), command) != kHarmless.end();
}

/// ENABLE, FORCE and their opposites ROW LEVEL SECURITY: it goes with its table, and must come back with it.
std::optional<Execute> read_row_security(std::string_view command, const TableName& table, const std::string& sql) {
    const bool forced = command == "AT_ForceRowSecurity" || command == "AT_NoForceRowSecurity";
    if (!forced && command != "AT_EnableRowSecurity" && command != "AT_DisableRowSecurity") return std::nullopt;
    const Attachment thing{"row security", forced ? "forced" : "enabled", table, sql};
    Execute execute{.sql = sql};
    const bool makes = command == "AT_ForceRowSecurity" || command == "AT_EnableRowSecurity";
    (makes ? execute.makes : execute.takes) = {thing};
    return execute;
}

/// Reads one command of an ALTER TABLE after the other; tokens [from, to) are the command's own.
class AlterReader {
  public:
    AlterReader(const Statement& statement, const TableName& table) : statement_(statement), table_(table) {}

    Operations read(const Node& command, std::size_t from, std::size_t to) {
        const std::string& kind = command.str("subtype");
        from_ = from;
        to_ = to;
        if (auto row_security = read_row_security(kind, table_, statement_text())) return {std::move(*row_security)};
        if (leaves_schema_alone(kind)) return {Execute{.sql = statement_text()}};
        if (kind == "AT_AddColumn") return add_column(command);
        if (kind == "AT_AddConstraint") return add_constraint(command["def"]["Constraint"]);
        if (kind == "AT_DropColumn")
            return {DropColumn{table_, column(command), command.flag("missing_ok"), cascades(command)}};
        if (kind == "AT_DropConstraint") return {drop_constraint(command)};
        if (kind == "AT_ValidateConstraint") return {ValidateConstraint{table_, command.str("name")}};
        return alter_column(kind, command);
    }

  private:
    const Source& source() const { return statement_.source; }
    std::string column(const Node& command) const { return column_name(statement_, table_, command.str("name")); }
    static bool cascades(const Node& command) { return command.str("behavior") == "DROP_CASCADE"; }
    std::string statement_text() const { return "ALTER TABLE " + to_string(table_) + " " + source().slice(from_, to_); }
    Operation not_followed(const std::string& reason) const {
        Opaque value{statement_text(), std::string(statement_.where), reason, {object_of("table", table_)}};
        return value;
    }
    void note(Operations& operations, const std::vector<std::string>& unread) const {
        if (!unread.empty()) operations.push_back(not_followed("not held in a schema: " + base::join(unread, ", ")));
    }

    /// PostgreSQL adds neither column nor constraints when IF NOT EXISTS finds the column.
    bool is_there(const std::string& name) const {
        const Table* table = find_table(statement_.world.schema(), table_);
        return table && find_column(*table, name);
    }

    Operations add_column(const Node& command) {
        const Node& definition = command["def"]["ColumnDef"];
        const std::size_t at = source().token_at(static_cast<std::size_t>(definition["location"].number));
        ColumnParts parts = read_column(statement_, table_, definition, source().element_end(at, to_));
        const bool if_not_exists = command.flag("missing_ok");
        const std::string name = parts.column.name;
        Operations operations = {AddColumn{table_, std::move(parts.column), if_not_exists}};
        if (if_not_exists && is_there(name)) return operations;
        if (parts.primary_key) operations.push_back(CreatePrimaryKey{table_, *parts.primary_key});
        for (Unique& unique : parts.uniques) operations.push_back(CreateUnique{table_, std::move(unique), {}});
        for (Check& check : parts.checks) operations.push_back(CreateCheck{table_, std::move(check)});
        for (ForeignKey& key : parts.foreign_keys) {
            complete_target(statement_, key, nullptr);
            operations.push_back(CreateForeignKey{table_, std::move(key)});
        }
        note(operations, parts.unread);
        return operations;
    }

    Operations add_constraint(const Node& node) {
        const std::size_t at = source().token_at(static_cast<std::size_t>(node["location"].number));
        const std::size_t until = source().element_end(at, to_);
        ConstraintParts parts = read_constraint(statement_, table_, node, until);
        Operations operations;
        if (!parts.using_index.empty()) return constraint_from_index(parts);
        if (parts.primary_key) operations.push_back(CreatePrimaryKey{table_, *parts.primary_key});
        if (parts.unique) operations.push_back(CreateUnique{table_, *parts.unique, {}});
        if (parts.check) operations.push_back(CreateCheck{table_, *parts.check});
        if (parts.foreign_key) {
            complete_target(statement_, *parts.foreign_key, nullptr);
            operations.push_back(CreateForeignKey{table_, *parts.foreign_key});
        }
        if (parts.exclude) operations.push_back(CreateExclude{table_, *parts.exclude});
        note(operations, parts.unread);
        return operations;
    }

    /// The index becomes the constraint: its columns are the constraint's, and without a name so is its name.
    Operations constraint_from_index(const ConstraintParts& parts) {
        const Table* owner = find_table(statement_.world.schema(), table_);
        const Index* index = owner ? find_index(*owner, parts.using_index) : nullptr;
        if (!index) return {not_followed("the index of USING INDEX is not known")};
        std::vector<std::string> columns;
        for (const IndexElement& element : index->elements) columns.push_back(element.column);
        if (parts.unique) {
            Unique unique = *parts.unique;
            if (unique.name.empty()) unique.name = index->name;
            unique.columns = columns;
            unique.nulls_not_distinct = index->nulls_not_distinct;
            return {CreateUnique{table_, unique, index->name}};
        }
        const std::string name = parts.primary_key->name.empty() ? index->name : parts.primary_key->name;
        Operations operations = {DropIndex{table_, table_.schema, index->name, false, false},
                                 CreatePrimaryKey{table_, {name, columns}}};
        note(operations, parts.unread);
        return operations;
    }

    Operation drop_constraint(const Node& command) const {
        const std::string& name = command.str("name");
        const Table* table = find_table(statement_.world.schema(), table_);
        DropConstraint drop{table_, name, std::nullopt, command.flag("missing_ok"), cascades(command)};
        if (table) drop.kind = find_constraint(*table, name);
        return drop;
    }

    Operations alter_column(std::string_view kind, const Node& command) {
        AlterColumn change{.table = table_, .column = column(command)};
        if (kind == "AT_AlterColumnType") return change_type(change, command["def"]["ColumnDef"]);
        if (kind == "AT_SetNotNull" || kind == "AT_DropNotNull") {
            change.nullable = kind == "AT_DropNotNull";
        } else if (kind == "AT_ColumnDefault") {
            change.set_default = true;
            const std::string sql = source().expression(source().find("DEFAULT", from_, to_) + 1, to_);
            if (command["def"] && !base::equal_ignoring_case(sql, "NULL"))
                change.server_default = Default{sql, std::nullopt};
        } else if (kind == "AT_AddIdentity" || kind == "AT_DropIdentity") {
            change.set_identity = true;
            if (kind == "AT_AddIdentity")
                change.identity = identity_of(command["def"]["Constraint"].str("generated_when") == "a");
        } else if (kind == "AT_SetIdentity") {
            return set_identity(change, command);
        } else {
            return {not_followed("this form of ALTER TABLE is not followed")};
        }
        return {change};
    }

    static IdentityKind identity_of(bool always) { return always ? IdentityKind::always : IdentityKind::by_default; }

    Operations set_identity(AlterColumn change, const Node& command) {
        for (const Node& option : command["def"]["List"]["items"].items) {
            if (option["DefElem"].str("defname") != "generated") continue;
            change.set_identity = true;
            change.identity = identity_of(option["DefElem"]["arg"]["Integer"]["ival"].number == 'a');
        }
        if (change.set_identity) return {change};
        return {Execute{statement_text(), std::nullopt}};  // only where the sequence starts and the like
    }

    Operations change_type(AlterColumn change, const Node& definition) {
        const std::size_t using_at = source().find("USING", from_, to_);
        const std::size_t type_at =
            source().token_at(static_cast<std::size_t>(definition["typeName"]["location"].number));
        const std::size_t type_end = std::min(using_at, source().find("COLLATE", type_at, to_));
        change.type = column_type(statement_, definition["typeName"], type_at, type_end);
        if (using_at < to_) change.using_sql = source().expression(using_at + 1, to_);
        Operations operations = {change};
        if (definition["collClause"]) note(operations, {"COLLATE of a column"});
        return operations;
    }

    const Statement& statement_;
    const TableName& table_;
    std::size_t from_ = 0;
    std::size_t to_ = 0;
};

/// The first token behind the table's name, where the commands begin.
std::size_t commands_begin(const Statement& statement, const Node& relation) {
    const Source& source = statement.source;
    std::size_t at = source.token_at(static_cast<std::size_t>(relation["location"].number));
    while (source.is(at + 1, ".")) at += 2;
    return source.is(at + 1, "*") ? at + 2 : at + 1;
}

/// Alembic's own table is in no migration; a view has no columns of its own.
bool is_not_a_table_of_ours(const Schema& schema, const TableName& name) {
    return name.name == "alembic_version" || schema.views.contains(name);
}

}  // namespace

Operations read_alter_table(const Statement& statement, const Node& node) {
    const TableName name = relation_name(statement, node["relation"]);
    const std::string& object = node.str("objtype");
    if (object == "OBJECT_TYPE")
        return {opaque(statement, "composite types are not followed", {object_of("type", name)})};
    if (object != "OBJECT_TABLE" && object != "OBJECT_FOREIGN_TABLE") return {execute(statement)};
    const auto& temporary = statement.world.temporary;
    if (std::find(temporary.begin(), temporary.end(), name.name) != temporary.end()) return {execute(statement)};
    const bool known = find_table(statement.world.schema(), name) != nullptr;
    if (!known && (node.flag("missing_ok") || is_not_a_table_of_ours(statement.world.schema(), name)))
        return {execute(statement)};

    const auto parts = statement.source.elements(commands_begin(statement, node["relation"]), statement.end);
    const auto& commands = node["cmds"].items;
    if (parts.size() != commands.size())
        return {opaque(statement, "its commands could not be told apart", {object_of("table", name)})};
    Operations operations;
    AlterReader reader(statement, name);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        Operations read = reader.read(commands[i]["AlterTableCmd"], parts[i].first, parts[i].second);
        statement.world.add(read);
        operations.insert(operations.end(), read.begin(), read.end());
    }
    return operations;
}

}  // namespace migrate::sql
