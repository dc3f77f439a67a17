#include "sql/expression_check.h"

#include "sql/tokens.h"
#include "sql/tree.h"

namespace migrate::sql {
namespace {

tl::unexpected<Error> no_expression(const std::string& text, const std::string& why) {
    return fail("bad_sql", "\"" + text.substr(0, 200) + "\" is no SQL expression: " + why,
                "write one expression, without what stands around it (CHECK, WHERE, DESC)");
}

/// True for a tree that is SELECT with one expression and nothing else.
bool is_lone_expression(const Node& select) {
    const bool more = select["fromClause"] || select["whereClause"] || select["groupClause"] || select["larg"] ||
                      select["sortClause"] || select["limitCount"] || select["lockingClause"] || select["intoClause"] ||
                      select["havingClause"] || select["windowClause"] || select["valuesLists"];
    const Node& targets = select["targetList"];
    if (more || targets.items.size() != 1) return false;
    const Node& target = targets.items.front()["ResTarget"];
    return !target["name"] && !target["val"]["RowExpr"];  // (a, b) is a row
}

}  // namespace

Result<void> check_expression(const std::string& text) {
    if (depth_bound(text, read_tokens(text, Dialect::postgresql)) > kMaxDepth)
        return no_expression(text, "it is nested too deeply");
    const auto statements = parse("SELECT (" + text + "\n)");
    if (!statements) return no_expression(text, statements.error().message);
    const bool lone = statements->size() == 1 && is_lone_expression(statements->front().node["SelectStmt"]);
    if (!lone) return no_expression(text, "it is more than one");
    return {};
}

}  // namespace migrate::sql
