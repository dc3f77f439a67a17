#include "sql/expression_check.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "syntax/tokens.h"
#include "syntax/tree.h"

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

/// What a text holds outside of its strings that ends or hides what stands around it; "" for nothing.
std::string stray_mark(const std::string& text, Dialect dialect) {
    const Tokens tokens = read_tokens(text, dialect);
    std::size_t open = 0;
    std::size_t done = 0;
    for (const Token& token : tokens) {
        if (!base::trim(std::string_view(text).substr(done, token.begin - done)).empty()) return "it holds a comment";
        done = token.end;
        const std::string_view symbol = std::string_view(text).substr(token.begin, token.end - token.begin);
        const bool escapes = token.kind == TokenKind::string && (symbol.starts_with('E') || symbol.starts_with('e'));
        if (escapes && dialect == Dialect::sqlite && symbol.find("\\'") != std::string_view::npos)
            return "a quote in a string is written '', which both databases read";
        if (token.kind != TokenKind::symbol) continue;
        if (symbol == ";") return "it holds a semicolon";
        if (symbol == "(") ++open;
        if (symbol == ")" && open-- == 0) return "it closes a parenthesis that it did not open";
    }
    if (!base::trim(std::string_view(text).substr(done)).empty()) return "it holds a comment";
    return open == 0 ? "" : "it leaves a parenthesis open";
}

/// The one statement that the text makes with `before` and `behind` around it; an empty node otherwise.
Node one_statement(const std::string& before, const std::string& text, const std::string& behind) {
    const auto statements = parse(before + text + behind);
    return statements && (*statements)->size() == 1 ? (*statements)->front().node : Node{};
}

tl::unexpected<Error> no_part(const std::string& text, const std::string& what) {
    return fail("bad_sql", "\"" + text.substr(0, 200) + "\" is no " + what,
                "write the name alone, without what follows it");
}

bool is_too_deep(const std::string& text) {
    return depth_bound(text, read_tokens(text, Dialect::postgresql)) > kMaxDepth;
}

/// The index that PostgreSQL reads with the text in that place; an empty node when it is more or less than that.
Node index_with(const std::string& before, const std::string& text, const std::string& behind) {
    if (is_too_deep(text) || !stray_mark(text, Dialect::postgresql).empty()) return {};
    return one_statement("CREATE INDEX " + before, text, behind)["IndexStmt"];
}

}  // namespace

Result<void> check_expression(const std::string& text, Dialect dialect) {
    if (is_too_deep(text)) return no_expression(text, "it is nested too deeply");
    const std::string read = dialect == Dialect::sqlite ? as_postgres_reads_it(text) : text;
    const auto statements = parse("SELECT (" + read + "\n)");
    if (!statements) return no_expression(text, statements.error().message);
    // In parentheses and bare: "1) + (2" is one expression only with what stands around it, "a AS b" only without.
    const bool lone = (*statements)->size() == 1 && is_lone_expression((*statements)->front().node["SelectStmt"]) &&
                      is_lone_expression(one_statement("SELECT ", read, "\n")["SelectStmt"]);
    if (!lone) return no_expression(text, "it is more than one");
    return check_marks(text, dialect);
}

Result<void> check_default(const std::string& text, Dialect dialect) {
    if (const Result<void> fine = check_expression(text, dialect); !fine) return fine;
    const std::string read = dialect == Dialect::sqlite ? as_postgres_reads_it(text) : text;
    const Node table = one_statement("CREATE TABLE t (c text DEFAULT ", read, "\n)")["CreateStmt"];
    const Node& elements = table["tableElts"];
    const bool alone =
        elements.items.size() == 1 && elements.items.front()["ColumnDef"]["constraints"].items.size() == 1;
    if (!alone) return no_expression(text, "behind DEFAULT it needs parentheses around it");
    return {};
}

Result<void> check_marks(const std::string& text, Dialect dialect) {
    if (const std::string why = stray_mark(text, dialect); !why.empty()) return no_expression(text, why);
    return {};
}

Result<void> check_marks_anywhere(const std::string& text) {
    if (const Result<void> fine = check_marks(text, Dialect::postgresql); !fine) return fine;
    for (const Token& token : read_tokens(text, Dialect::postgresql)) {
        const std::string_view word = std::string_view(text).substr(token.begin, token.end - token.begin);
        const bool quotes = token.kind == TokenKind::string || token.kind == TokenKind::quoted;
        if (quotes && word.find('\\') != std::string_view::npos)
            return no_expression(text, "a backslash in quotes is not read alike by all databases");
        if (quotes && word.find_first_of("'\"") != 0) return no_expression(text, "write a string as 'text'");
        if (!quotes && word.find_first_of("#`") != std::string_view::npos)
            return no_expression(text, "# and ` are not read alike by all databases");
    }
    return {};
}

Result<void> check_type(const std::string& text) {
    if (is_too_deep(text)) return no_part(text, "SQL type");
    const Node select = one_statement("SELECT NULL::", text, "\n")["SelectStmt"];
    const bool lone = is_lone_expression(select) &&
                      select["targetList"].items.front()["ResTarget"]["val"]["TypeCast"]["arg"]["A_Const"];
    if (!lone || !stray_mark(text, Dialect::postgresql).empty()) return no_part(text, "SQL type");
    return {};
}

Result<void> check_operator_class(const std::string& text) {
    const Node index = index_with("i ON t (c ", text, "\n)");
    const Node& elements = index["indexParams"];
    if (elements.items.size() != 1 || index["whereClause"] || index["options"]) return no_part(text, "operator class");
    const Node& element = elements.items.front()["IndexElem"];
    const bool plain = element["opclass"] && !element["collation"] && element.str("ordering") == "SORTBY_DEFAULT" &&
                       element.str("nulls_ordering") == "SORTBY_NULLS_DEFAULT";
    if (!plain) return no_part(text, "operator class");
    return {};
}

Result<void> check_access_method(const std::string& text) {
    const bool word = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                      std::string::npos;  // all that SQLAlchemy takes
    if (!word || index_with("i ON t USING ", text, " (c)").str("accessMethod").empty())
        return no_part(text, "index method, such as gin");
    return {};
}

Result<void> check_storage(const std::string& text) {
    const Node index = index_with("i ON t (c) WITH (", text, "\n)");
    if (!index["options"] || index["whereClause"]) return no_part(text, "list of storage parameters");
    return {};
}

}  // namespace migrate::sql
