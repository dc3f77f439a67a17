#include "sql/expression_check.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/text.h"
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

template <std::size_t N>
bool is_one_of(const std::string& word, const std::array<const char*, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// PostgreSQL's operator of the same place and the tokens that it stands for; "" where there is nothing to replace.
std::pair<std::string, std::size_t> operator_like(const std::string& word, const std::string& next,
                                                  const std::string& third) {
    constexpr std::array kPatterns = {"glob", "regexp", "match"};
    constexpr std::array kAfterIs = {"null", "not", "true", "false", "distinct", "unknown"};
    if (is_one_of(word, kPatterns)) return {"LIKE", 1};
    if (word == "==") return {"=", 1};
    if (word != "is") return {"", 1};
    if (!is_one_of(next, kAfterIs)) return {"=", 1};
    return next == "not" && !is_one_of(third, kAfterIs) ? std::pair("<>", 2) : std::pair("", 1);
}

/// The text with SQLite's own operators replaced, for PostgreSQL's grammar to read. Names in backticks and brackets
/// become quoted ones.
std::string as_postgres_reads_it(const std::string& text) {
    const Tokens tokens = read_tokens(text, Dialect::sqlite);
    std::string made;
    std::size_t done = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto word_at = [&](std::size_t at) {
            return at < tokens.size() ? base::lower(text.substr(tokens[at].begin, tokens[at].end - tokens[at].begin))
                                      : std::string();
        };
        std::string instead;
        std::size_t count = 1;
        if (tokens[i].kind == TokenKind::quoted) {
            const std::string name = name_of_token(text, tokens[i], Dialect::sqlite);
            instead = "\"" + base::replace_all(name, "\"", "\"\"") + "\"";
        } else if (tokens[i].kind == TokenKind::word || tokens[i].kind == TokenKind::symbol) {
            std::tie(instead, count) = operator_like(word_at(i), word_at(i + 1), word_at(i + 2));
        }
        if (instead.empty()) continue;
        made += text.substr(done, tokens[i].begin - done) + instead;
        i += count - 1;
        done = tokens[i].end;
    }
    return made + text.substr(done);
}

}  // namespace

Result<void> check_expression(const std::string& text, Dialect dialect) {
    if (depth_bound(text, read_tokens(text, Dialect::postgresql)) > kMaxDepth)
        return no_expression(text, "it is nested too deeply");
    const auto statements =
        parse("SELECT (" + (dialect == Dialect::sqlite ? as_postgres_reads_it(text) : text) + "\n)");
    if (!statements) return no_expression(text, statements.error().message);
    const bool lone = statements->size() == 1 && is_lone_expression(statements->front().node["SelectStmt"]);
    if (!lone) return no_expression(text, "it is more than one");
    return {};
}

}  // namespace migrate::sql
