/// What SQLite runs and PostgreSQL's grammar does not know, and what SQLite refuses.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

template <std::size_t N>
bool is_one_of(const Source& source, std::size_t at, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return source.is(at, word); });
}

constexpr std::array<std::string_view, 18> kDataWords = {
    "INSERT", "REPLACE", "UPDATE",   "DELETE",    "SELECT",  "WITH", "VALUES", "VACUUM", "ANALYZE",
    "BEGIN",  "COMMIT",  "ROLLBACK", "SAVEPOINT", "RELEASE", "END",  "ATTACH", "DETACH", "EXPLAIN"};

constexpr std::array<std::string_view, 18> kForeignWords = {
    "TRUNCATE", "COMMENT", "GRANT", "REVOKE",  "DO",      "SET",  "RESET",   "COPY",  "LOCK",
    "NOTIFY",   "LISTEN",  "CALL",  "CLUSTER", "REFRESH", "SHOW", "DISCARD", "MERGE", "DEALLOCATE"};

constexpr std::array<std::string_view, 12> kUnknownFunctions = {
    "now",        "gen_random_uuid", "uuid_generate_v4",   "setval",
    "nextval",    "to_regclass",     "jsonb_set",          "array_agg",
    "string_agg", "to_jsonb",        "jsonb_build_object", "clock_timestamp"};

/// The first thing in the tokens that SQLite cannot run wherever it stands.
std::string unknown_syntax(const Statement& statement) {
    const Source& source = statement.source;
    for (std::size_t i = statement.begin; i < statement.end; ++i) {
        if (source.is(i, "::")) return "it has no :: casts";
        if (source.is(i, "ILIKE")) return "it has no ILIKE";
    }
    return {};
}

std::string unknown_function(const Statement& statement) {
    for (std::size_t i = statement.begin; i < statement.end; ++i)
        if (statement.source.is(i + 1, "(") && is_one_of(statement.source, i, kUnknownFunctions))
            return "it has no function " + base::lower(statement.source.at(i)) + "()";
    return {};
}

bool touches_master(const Statement& statement) {
    constexpr std::array<std::string_view, 3> kWriting = {"INSERT", "UPDATE", "DELETE"};
    constexpr std::array<std::string_view, 2> kMaster = {"sqlite_master", "sqlite_schema"};
    if (!is_one_of(statement.source, statement.begin, kWriting)) return false;
    const std::size_t end = std::min(statement.end, statement.begin + 3);
    for (std::size_t i = statement.begin; i < end; ++i)
        if (is_one_of(statement.source, i, kMaster)) return true;
    return false;
}

Operations read_data(const Statement& statement) {
    std::string refused = unknown_syntax(statement);
    if (refused.empty()) refused = unknown_function(statement);
    if (!refused.empty()) return {fails_on_sqlite(statement, refused)};
    if (touches_master(statement)) return {opaque(statement, "it writes SQLite's own schema table")};
    return {execute(statement)};
}

/// CREATE VIEW [IF NOT EXISTS] name [(columns)] AS query
Operations read_view(const Statement& statement, std::size_t at) {
    const Source& source = statement.source;
    const bool if_not_exists = source.is(at + 1, "IF");
    std::size_t name_at = at + (if_not_exists ? 4 : 1);
    std::vector<std::string> parts = {
        name_of_token(source.text(), source.tokens()[std::min(name_at, source.count() - 1)], Dialect::sqlite)};
    if (source.is(name_at + 1, ".") && name_at + 2 < source.count()) {
        name_at += 2;
        parts.push_back(name_of_token(source.text(), source.tokens()[name_at], Dialect::sqlite));
    }
    const TableName name = qualified_name(statement, parts);
    const std::size_t as = source.find("AS", name_at + 1, statement.end);
    if (as == statement.end) return {opaque(statement, "CREATE VIEW without a query", {object_of("view", name)})};
    if (if_not_exists && statement.world.schema().views.contains(name)) return {execute(statement)};
    if (as == name_at + 1) return {CreateView{name, source.slice(as + 1, statement.end), false}};
    return {CreateView{name, "CREATE VIEW " + source.slice(name_at, statement.end), false}};
}

std::optional<Operations> read_create(const Statement& statement) {
    const Source& source = statement.source;
    std::size_t at = statement.begin + 1;
    const bool temporary = source.is(at, "TEMP") || source.is(at, "TEMPORARY");
    if (temporary) ++at;
    if (source.is(at, "TRIGGER")) return Operations{read_sqlite_trigger(statement)};
    if (source.is(at, "VIEW")) return temporary ? Operations{execute(statement)} : read_view(statement, at);
    if (source.is(at, "VIRTUAL")) {
        const std::size_t name = at + (source.is(at + 2, "IF") ? 5 : 2);
        if (name >= source.count()) return std::nullopt;
        const TableName table{"", name_of_token(source.text(), source.tokens()[name], Dialect::sqlite)};
        return Operations{opaque(statement, "virtual tables are not followed", {object_of("table", table)})};
    }
    if (source.is(at, "TABLE") || source.is(at, "INDEX") || (source.is(at, "UNIQUE") && source.is(at + 1, "INDEX")))
        return std::nullopt;
    return Operations{fails_on_sqlite(statement, "it has no CREATE " + base::upper(source.at(at)))};
}

std::string refused_alter(const Node& node) {
    if (node.flag("missing_ok")) return "ALTER TABLE takes no IF EXISTS there";
    if (!node["relation"].flag("inh")) return "it has no ONLY";
    if (node["cmds"].items.size() != 1) return "ALTER TABLE takes one change at a time there";
    const Node& command = node["cmds"].items.front()["AlterTableCmd"];
    const std::string& kind = command.str("subtype");
    if (kind != "AT_AddColumn" && kind != "AT_DropColumn") return "ALTER TABLE can only add, drop and rename there";
    if (command.flag("missing_ok")) return "IF EXISTS does not go with columns there";
    if (command.str("behavior") == "DROP_CASCADE") return "it has no CASCADE";
    for (const Node& item : command["def"]["ColumnDef"]["constraints"].items) {
        const std::string& clause = item["Constraint"].str("contype");
        if (clause == "CONSTR_UNIQUE") return "a column with UNIQUE cannot be added to a table";
        if (clause == "CONSTR_PRIMARY") return "a column with PRIMARY KEY cannot be added to a table";
        if (clause == "CONSTR_GENERATED") return "a stored generated column cannot be added to a table";
    }
    return {};
}

std::string refused_index(const Node& node) {
    if (node.flag("concurrent")) return "it has no CREATE INDEX CONCURRENTLY";
    if (node.str("accessMethod") != "btree") return "it has no index methods";
    if (node["indexIncludingParams"]) return "it has no INCLUDE";
    if (node["options"]) return "it has no storage parameters";
    if (!node["idxname"]) return "an index needs a name there";
    if (!node["relation"].flag("inh")) return "it has no ONLY";
    if (node.flag("nulls_not_distinct")) return "it has no NULLS NOT DISTINCT";
    for (const Node& param : node["indexParams"].items)
        if (param["IndexElem"]["opclass"]) return "it has no operator classes";
    for (const Node& param : node["indexParams"].items)
        if (param["IndexElem"].str("nulls_ordering") != "SORTBY_NULLS_DEFAULT")
            return "an index takes no NULLS FIRST or LAST there";
    return {};
}

std::string refused_table(const Statement& statement, const Node& node) {
    if (node["relation"].str("relpersistence") == "u") return "it has no UNLOGGED tables";
    if (node["partspec"] || node["partbound"] || node["inhRelations"]) return "it has no partitions and no inheritance";
    const Source& source = statement.source;
    for (std::size_t i = statement.begin; i < statement.end; ++i)
        if (source.is(i, "DEFAULT") && source.kind(i + 1) == TokenKind::word && source.is(i + 2, "("))
            return "a call as a default needs parentheses there";
    for (const Node& element : node["tableElts"].items) {
        if (element["Constraint"].str("contype") == "CONSTR_UNIQUE" && element["Constraint"].flag("deferrable"))
            return "UNIQUE cannot be deferrable there";
        if (element["Constraint"].str("contype") == "CONSTR_EXCLUSION") return "it has no EXCLUDE";
        for (const Node& item : element["ColumnDef"]["constraints"].items)
            if (item["Constraint"].str("contype") == "CONSTR_IDENTITY") return "it has no identity columns";
    }
    return {};
}

std::string refused_drop(const Node& node) {
    if (node["objects"].items.size() != 1) return "DROP takes one name at a time there";
    if (node.str("behavior") == "DROP_CASCADE") return "it has no CASCADE";
    if (node.flag("concurrent")) return "it has no CONCURRENTLY";
    return {};
}

bool is_foreign_schema(const std::string& name) {
    return !name.empty() && name != "main" && name != "temp";
}

}  // namespace

std::optional<Operations> read_sqlite_only(const Statement& statement) {
    const Source& source = statement.source;
    const std::size_t first = statement.begin;
    if (source.is(first, "PRAGMA")) {
        if (source.is(first + 1, "writable_schema"))
            return Operations{opaque(statement, "it opens SQLite's own schema table")};
        return Operations{execute(statement)};
    }
    if (is_one_of(source, first, kDataWords) || source.is(first, "REINDEX")) return read_data(statement);
    if (is_one_of(source, first, kForeignWords))
        return Operations{fails_on_sqlite(statement, "it has no " + base::upper(source.at(first)))};
    if (source.is(first, "CREATE")) return read_create(statement);
    if (source.is(first, "DROP") && source.is(first + 1, "TRIGGER")) return Operations{read_sqlite_trigger(statement)};
    constexpr std::array<std::string_view, 3> kDroppable = {"TABLE", "INDEX", "VIEW"};
    if (source.is(first, "DROP") && !is_one_of(source, first + 1, kDroppable))
        return Operations{fails_on_sqlite(statement, "it has no DROP " + base::upper(source.at(first + 1)))};
    if (source.is(first, "ALTER") && !source.is(first + 1, "TABLE"))
        return Operations{fails_on_sqlite(statement, "it has no ALTER " + base::upper(source.at(first + 1)))};
    return std::nullopt;
}

std::string refused_by_sqlite(const Statement& statement, const Node& node) {
    if (std::string reason = unknown_syntax(statement); !reason.empty()) return reason;
    const std::string_view kind = node.type();
    const Node& value = node.value();
    if (is_foreign_schema(value["relation"].str("schemaname")))
        return "it has no schema " + value["relation"].str("schemaname");
    if (kind == "AlterTableStmt") return refused_alter(value);
    if (kind == "IndexStmt") return refused_index(value);
    if (kind == "CreateStmt") return refused_table(statement, value);
    if (kind == "DropStmt" && statement.source.is(statement.end - 1, "RESTRICT")) return "DROP takes no RESTRICT there";
    if (kind == "DropStmt") return refused_drop(value);
    if (kind == "RenameStmt" && value.flag("missing_ok")) return "ALTER TABLE takes no IF EXISTS there";
    if (kind == "RenameStmt" && value.str("renameType") == "OBJECT_TABCONSTRAINT")
        return "constraints cannot be renamed there";
    if (kind == "AlterObjectSchemaStmt") return "it has no SET SCHEMA";
    return {};
}

}  // namespace migrate::sql
