/// What hangs on tables and views and stands in no table: triggers, rules, policies, statistics, functions, and what a
/// view loses when it is made anew.
#include <algorithm>

#include "sql/reader.h"

namespace migrate::sql {
namespace {

Operation making(const Statement& statement, Attachment thing) {
    thing.sql = statement.text();
    return Execute{.sql = statement.text(), .makes = {std::move(thing)}};
}

std::string last_of(const std::vector<std::string>& parts) {
    return parts.empty() ? std::string() : parts.back();
}

/// GRANT and COMMENT go with the view that they are on, GRANT with its table too.
std::optional<Operation> on_view(const Statement& statement, std::string_view kind, const TableName& name) {
    const Schema& schema = statement.world.schema();
    const bool table = kind == "grant" && schema.tables.contains(name);
    if (!table && !schema.views.contains(name)) return std::nullopt;
    return making(statement, {std::string(kind), statement.text(), name, {}});
}

std::optional<Operation> read_grant(const Statement& statement, const Node& node) {
    if (!node.flag("is_grant") || node.str("objtype") != "OBJECT_TABLE") return std::nullopt;
    for (const Node& object : node["objects"].items) {
        if (!object["RangeVar"]) continue;
        if (auto found = on_view(statement, "grant", relation_name(statement, object["RangeVar"]))) return found;
    }
    return std::nullopt;
}

std::string name_after(const Statement& statement, std::size_t at) {
    const Source& source = statement.source;
    if (source.is(at, "IF")) at += source.is(at + 1, "NOT") ? 3 : 2;
    if (source.is(at + 1, ".")) at += 2;
    return at < source.count() ? name_of_token(source.text(), source.tokens()[at], source.dialect()) : std::string();
}

}  // namespace

Operation read_attached(const Statement& statement, std::string_view kind, const Node& node) {
    std::optional<Operation> read;
    if (kind == "CreateTrigStmt")
        read = making(statement, {"trigger", node.str("trigname"), relation_name(statement, node["relation"]), {}});
    if (kind == "RuleStmt")
        read = making(statement, {"rule", node.str("rulename"), relation_name(statement, node["relation"]), {}});
    if (kind == "CreatePolicyStmt")
        read = making(statement, {"policy", node.str("policy_name"), relation_name(statement, node["table"]), {}});
    if (kind == "CreateStatsStmt" && !node["relations"].items.empty())
        read = making(statement, {"statistics",
                                  last_of(strings_of(node["defnames"])),
                                  relation_name(statement, node["relations"].items.front()["RangeVar"]),
                                  {}});
    if (kind == "CreateFunctionStmt")
        read =
            making(statement, {"function", to_string(qualified_name(statement, strings_of(node["funcname"]))), {}, {}});
    if (kind == "GrantStmt") read = read_grant(statement, node);
    if (kind == "CommentStmt" && (node.str("objtype") == "OBJECT_VIEW" || node.str("objtype") == "OBJECT_MATVIEW"))
        read = on_view(statement, "comment", qualified_name(statement, strings_of(node["object"]["List"]["items"])));
    if (kind == "IndexStmt")
        read = making(statement, {"index", node.str("idxname"), relation_name(statement, node["relation"]), {}});
    return read ? *read : execute(statement);
}

Operation read_detached(const Statement& statement, std::string_view removed, const Node& node) {
    Execute drop{.sql = statement.text()};
    for (const Node& object : node["objects"].items) {
        std::vector<std::string> parts = strings_of(object["List"]["items"]);
        if (removed == "OBJECT_FUNCTION") {
            const auto name = qualified_name(statement, strings_of(object["ObjectWithArgs"]["objname"]));
            drop.takes.push_back({"function", to_string(name), {}, {}});
            continue;
        }
        if (removed == "OBJECT_STATISTIC_EXT") {
            drop.takes.push_back({"statistics", last_of(parts), {}, {}});
            continue;
        }
        if (parts.size() < 2) continue;
        const std::string name = parts.back();
        parts.pop_back();
        const std::string kind = removed == "OBJECT_TRIGGER" ? "trigger" : removed == "OBJECT_RULE" ? "rule" : "policy";
        drop.takes.push_back({kind, name, qualified_name(statement, parts), {}});
    }
    return drop;
}

Operation read_sqlite_trigger(const Statement& statement) {
    const Source& source = statement.source;
    std::size_t at = statement.begin + 1;
    if (source.is(statement.begin, "DROP"))
        return Execute{.sql = statement.text(), .takes = {{"trigger", name_after(statement, at + 1), {}, {}}}};
    if (!source.is(at, "TRIGGER")) return execute(statement);  // a temporary one
    const std::size_t on = source.find("ON", at + 1, statement.end);
    const TableName table = qualified_name(statement, {name_after(statement, on + 1)});
    return making(statement, {"trigger", name_after(statement, at + 1), table, {}});
}

}  // namespace migrate::sql
