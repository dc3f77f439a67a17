#include "sql/effects.h"

#include <algorithm>
#include <array>

#include "syntax/source.h"
#include "syntax/tree.h"

namespace migrate::sql {

namespace {

using Kind = Effect::Kind;

constexpr std::size_t kMaxRead = 1 << 16;  // more is data

TableName name_of_range(const Node& range) {
    TableName name{range.str("schemaname"), range.str("relname")};
    if (name.schema == "public") name.schema.clear();
    return name;
}

bool is_constant(const Node& node) {
    if (node.type() == "TypeCast") return is_constant(node.value()["arg"]);
    if (node.type() == "List") return true;
    return node.type() == "A_Const" || node.type() == "ParamRef";
}

/// True when a constant or a LIMIT chooses among the rows.
bool chooses(const Node& where) {
    bool chosen = false;
    walk(where, [&](const Node& node) {
        if (node.type() == "A_Expr")
            chosen = chosen || is_constant(node.value()["lexpr"]) || is_constant(node.value()["rexpr"]);
        if (node.type() == "SelectStmt") chosen = chosen || bool(node.value()["limitCount"]);
        if (node.type() == "CurrentOfExpr") chosen = true;
        return !chosen;
    });
    return chosen;
}

std::string column_of(const Node& node) {
    if (node.type() != "ColumnRef") return {};
    const std::vector<std::string> parts = strings_of(node.value()["fields"]);
    return parts.empty() ? std::string() : parts.back();
}

std::string only_nulls(const Node& where) {
    const Node& test = where.value();
    if (where.type() != "NullTest" || test.str("nulltesttype") != "IS_NULL") return {};
    return column_of(test["arg"]);
}

/// True for NOT IN (SELECT ...) and NOT EXISTS (SELECT ...).
bool finds_orphans(const Node& where) {
    bool found = false;
    walk(where, [&](const Node& node) {
        if (node.type() == "BoolExpr" && node.value().str("boolop") == "NOT_EXPR") {
            for (const Node& inner : node.value()["args"].items) found = found || inner.type() == "SubLink";
        }
        return !found;
    });
    return found;
}

Effect::Rows rows_of(const Node& where) {
    if (!where) return Effect::Rows::all;
    if (chooses(where)) return Effect::Rows::chosen;
    if (!only_nulls(where).empty()) return Effect::Rows::nulls;
    return finds_orphans(where) ? Effect::Rows::orphans : Effect::Rows::open;
}

Effect change(Kind kind, const Node& node, std::string words) {
    Effect effect{.kind = kind, .words = std::move(words), .table = name_of_range(node["relation"])};
    effect.only_nulls = only_nulls(node["whereClause"]);
    effect.rows = rows_of(node["whereClause"]);
    for (const Node& target : node["targetList"].items) effect.columns.push_back(target.value().str("name"));
    return effect;
}

bool has_option(const Node& list, std::string_view name) {
    return std::any_of(list.items.begin(), list.items.end(),
                       [&](const Node& option) { return option.value().str("defname") == name; });
}

std::vector<Effect> read_truncate(const Node& node) {
    std::vector<Effect> effects;
    for (const Node& relation : node["relations"].items) {
        effects.push_back({.kind = Kind::truncate,
                           .words = "TRUNCATE",
                           .table = name_of_range(relation.value()),
                           .rows = Effect::Rows::all,
                           .cascade = node.str("behavior") == "DROP_CASCADE"});
    }
    return effects;
}

std::vector<Effect> read_vacuum(const Node& node) {
    if (!node.flag("is_vacuumcmd")) return {};  // ANALYZE
    const bool full = has_option(node["options"], "full");
    const Node& first = node["rels"].items.empty() ? node["rels"] : node["rels"].items.front();
    return {{.kind = full ? Kind::rewrite : Kind::vacuum,
             .words = full ? "VACUUM FULL" : "VACUUM",
             .table = name_of_range(first.value()["relation"])}};
}

std::vector<Effect> read_alter_table(const Node& node) {
    std::vector<Effect> effects;
    const TableName table = name_of_range(node["relation"]);
    for (const Node& command : node["cmds"].items) {
        const std::string& what = command.value().str("subtype");
        if (what == "AT_DetachPartition")
            effects.push_back({.kind = Kind::detach,
                               .words = "DETACH PARTITION",
                               .table = table,
                               .concurrently = command.value()["def"].value().flag("concurrent")});
        if (what == "AT_SetTableSpace" || what == "AT_SetLogged" || what == "AT_SetUnLogged")
            effects.push_back({.kind = Kind::move, .words = "ALTER TABLE", .table = table});
    }
    return effects;
}

/// "schema", "function" or "domain" for what has no Operation of its own.
std::string_view noun_of(const std::string& object) {
    if (object == "OBJECT_SCHEMA") return "SCHEMA";
    if (object == "OBJECT_FUNCTION" || object == "OBJECT_PROCEDURE") return "FUNCTION";
    return object == "OBJECT_DOMAIN" ? "DOMAIN" : "";
}

std::vector<Effect> read_named(Kind kind, const std::string& verb, const std::string& object, bool cascade) {
    const std::string_view noun = noun_of(object);
    if (noun.empty()) return {};
    return {{.kind = kind, .words = verb + std::string(noun), .cascade = cascade}};
}

std::vector<Effect> read_transaction(const Node& node) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWords = {
        {{"TRANS_STMT_BEGIN", "BEGIN"},
         {"TRANS_STMT_START", "START TRANSACTION"},
         {"TRANS_STMT_COMMIT", "COMMIT"},
         {"TRANS_STMT_ROLLBACK", "ROLLBACK"}}};
    for (const auto& [kind, words] : kWords) {
        if (node.str("kind") == kind) return {{.kind = Kind::transaction, .words = std::string(words)}};
    }
    return {};
}

std::vector<Effect> read_domain(const Node& node) {
    const std::string& what = node.str("subtype");
    if (what != "C" && what != "O") return {};
    return {{.kind = Kind::domain, .words = what == "C" ? "ALTER DOMAIN ADD CONSTRAINT" : "ALTER DOMAIN SET NOT NULL"}};
}

std::vector<Effect> read_setting(const Node& node) {
    if (node.str("name") != "lock_timeout" && node.str("name") != "statement_timeout") return {};
    return {{.kind = Kind::set_timeout, .words = "SET " + node.str("name")}};
}

std::vector<Effect> read_maintenance(std::string_view kind, const Node& node) {
    if (kind == "VacuumStmt") return read_vacuum(node);
    if (kind == "ClusterStmt")
        return {{.kind = Kind::rewrite, .words = "CLUSTER", .table = name_of_range(node["relation"])}};
    if (kind == "ReindexStmt")
        return {{.kind = Kind::reindex,
                 .words = "REINDEX",
                 .table = node.str("kind") == "REINDEX_OBJECT_TABLE" ? name_of_range(node["relation"]) : TableName{},
                 .concurrently = has_option(node["params"], "concurrently")}};
    if (kind == "RefreshMatViewStmt")
        return {{.kind = Kind::refresh,
                 .words = "REFRESH MATERIALIZED VIEW",
                 .table = name_of_range(node["relation"]),
                 .concurrently = node.flag("concurrent")}};
    if (kind == "LockStmt" && !node["relations"].items.empty())
        return {{.kind = Kind::lock,
                 .words = "LOCK TABLE",
                 .table = name_of_range(node["relations"].items.front().value())}};
    if (kind == "CreatedbStmt" || kind == "DropdbStmt")
        return {{.kind = Kind::database, .words = kind == "DropdbStmt" ? "DROP DATABASE" : "CREATE DATABASE"}};
    if (kind == "AlterSystemStmt") return {{.kind = Kind::database, .words = "ALTER SYSTEM"}};
    return {};
}

std::vector<Effect> read_one(std::string_view kind, const Node& node) {
    if (kind == "UpdateStmt") return {change(Kind::update, node, "UPDATE")};
    if (kind == "DeleteStmt") return {change(Kind::remove, node, "DELETE")};
    if (kind == "InsertStmt")
        return {{.kind = Kind::insert, .words = "INSERT", .table = name_of_range(node["relation"])}};
    if (kind == "TruncateStmt") return read_truncate(node);
    if (kind == "TransactionStmt") return read_transaction(node);
    if (kind == "AlterTableStmt") return read_alter_table(node);
    if (kind == "DropStmt")
        return read_named(Kind::drop, "DROP ", node.str("removeType"), node.str("behavior") == "DROP_CASCADE");
    if (kind == "RenameStmt") return read_named(Kind::rename, "RENAME ", node.str("renameType"), false);
    if (kind == "AlterDomainStmt") return read_domain(node);
    if (kind == "VariableSetStmt") return read_setting(node);
    return read_maintenance(kind, node);
}

}  // namespace

std::vector<Effect> effects_of(std::string_view text) {
    const Source source{std::string(text), Dialect::postgresql};
    const std::string readable = source.for_grammar();
    if (readable.size() > kMaxRead || depth_bound(readable, source.tokens()) > kMaxDepth) return {};
    const auto parsed = parse(readable);
    if (!parsed) return {};
    std::vector<Effect> effects;
    for (const ParsedStatement& statement : **parsed) {
        std::vector<Effect> more = read_one(statement.node.type(), statement.node.value());
        std::move(more.begin(), more.end(), std::back_inserter(effects));
    }
    return effects;
}

}  // namespace migrate::sql
