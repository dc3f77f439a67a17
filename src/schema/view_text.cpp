#include "schema/view_text.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/text.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/reserved.h"

namespace migrate {
namespace {

template <std::size_t N>
bool is_one_of(const std::string& word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The query's tokens, and those of them that mean something.
class Query {
  public:
    explicit Query(std::string_view sql) : tokens_(read_tokens(sql)) {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (tokens_[i].kind != TokenKind::space) places_.push_back(i);
        }
    }

    std::size_t size() const { return places_.size(); }
    const Token& token(std::size_t i) const { return tokens_[places_[i]]; }
    /// A keyword or symbol in lower case; "" for what is quoted and for what is not there.
    std::string at(std::size_t i) const {
        if (i >= size() || token(i).kind == TokenKind::quoted_word) return {};
        return base::lower(token(i).text);
    }
    bool is(std::size_t i, std::string_view name) const {
        return i < size() && is_name(token(i)) &&
               (identifier_of(token(i)) == name || (token(i).kind == TokenKind::word && token(i).text == name));
    }
    bool is_plain_name(std::size_t i) const {
        return i < size() && is_name(token(i)) && (at(i).empty() || !is_postgres_reserved(at(i)));
    }

    /// Where the relation stands as a source of rows, at its own name.
    std::vector<std::size_t> sources(const TableName& relation) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < size(); ++i) {
            if (!is(i, relation.name) || at(i + 1) == "." || at(i + 1) == "(") continue;
            const bool qualified = i >= 2 && at(i - 1) == ".";
            const std::string schema = qualified ? identifier_of(token(i - 2)) : std::string();
            const bool same = schema == relation.schema || (schema == "public" && relation.schema.empty()) ||
                              (schema == "main" && relation.schema.empty());
            const std::size_t first = qualified ? i - 2 : i;
            if (same && first > 0 && introduces(first - 1)) found.push_back(i);
        }
        return found;
    }

    /// The names by which the query's columns of the relation can be qualified.
    std::set<std::string> qualifiers(const TableName& relation) const {
        std::set<std::string> names;
        for (std::size_t at_name : sources(relation)) {
            const std::size_t next = at_name + (at(at_name + 1) == "as" ? 2 : 1);
            const bool aliased = next < size() && is_name(token(next)) && !ends_source(next);
            names.insert(aliased ? identifier_of(token(next)) : relation.name);
        }
        return names;
    }

    /// True where the i-th token is the column of one that has these qualifiers.
    bool is_column(std::size_t i, std::string_view column, const std::set<std::string>& names) const {
        if (!is(i, column) || at(i + 1) == "(" || at(i + 1) == ".") return false;
        if (i == 0) return false;
        const std::string before = at(i - 1);
        if (before == ".") return i >= 2 && is_name(token(i - 2)) && names.contains(identifier_of(token(i - 2)));
        if (before == "as" || introduces(i - 1)) return false;
        return !is_bare_alias(i);
    }

    bool is_star(std::size_t i, const std::set<std::string>& names) const {
        if (at(i) != "*" || i == 0) return false;
        if (at(i - 1) == ".") return i >= 2 && is_name(token(i - 2)) && names.contains(identifier_of(token(i - 2)));
        constexpr std::array<std::string_view, 4> kBefore = {"select", ",", "distinct", "all"};
        return is_one_of(at(i - 1), kBefore);
    }

    /// True where the i-th token, a column, is by itself what the query gives out, so that it lends its name; with
    /// `end`, what the column and its alias give out.
    bool lends_name(std::size_t i, std::size_t end = 0) const {
        if (end == 0) end = i + 1;
        const std::size_t first = at(i - 1) == "." ? i - 2 : i;
        constexpr std::array<std::string_view, 3> kBefore = {"select", ",", "distinct"};
        if (first == 0 || !is_one_of(at(first - 1), kBefore)) return false;
        if (at(end) != "," && at(end) != "from") return false;
        int depth = 0;
        for (std::size_t at_token = first; at_token-- > 0;) {
            if (at(at_token) == ")") ++depth;
            if (at(at_token) == "(" && depth-- == 0) return false;  // an argument
            if (depth > 0) continue;
            if (at(at_token) == "select") return true;
            if (at(at_token) == "from" || at(at_token) == "by") return false;
        }
        return false;
    }

    std::size_t count_of_sources() const {
        std::size_t count = 0;
        for (std::size_t i = 1; i < size(); ++i) count += introduces(i - 1) && at(i - 1) != "(" ? 1 : 0;
        return count;
    }

    std::string with_changes(const std::vector<std::pair<std::size_t, std::string>>& changes) const {
        std::string text;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const auto change = std::find_if(changes.begin(), changes.end(),
                                             [&](const auto& each) { return places_[each.first] == i; });
            const bool away = change != changes.end() && change->second.empty();
            if (away && text.ends_with(' ')) text.pop_back();
            text += change == changes.end() ? std::string(tokens_[i].text) : change->second;
        }
        return text;
    }

  private:
    static bool introduces_alone(const std::string& word) {
        constexpr std::array<std::string_view, 4> kWords = {"from", "join", "only", "into"};
        return is_one_of(word, kWords);
    }
    /// True where a source may follow: after FROM, JOIN, ONLY, and the comma of a FROM clause.
    bool introduces(std::size_t i) const {
        if (introduces_alone(at(i))) return true;
        if (at(i) == "(") return i > 0 && introduces(i - 1);
        if (at(i) != ",") return false;
        int depth = 0;
        for (std::size_t at_token = i; at_token-- > 0;) {
            if (at(at_token) == ")") ++depth;
            if (at(at_token) == "(" && depth-- == 0) return false;
            if (depth > 0) continue;
            if (at(at_token) == "from" || at(at_token) == "join") return true;
            if (at(at_token) == "select" || at(at_token) == "where" || at(at_token) == "by") return false;
        }
        return false;
    }
    /// True for a word that cannot be the alias of a source.
    bool ends_source(std::size_t i) const {
        constexpr std::array<std::string_view, 17> kWords = {"where",  "join",    "inner", "left",  "right", "full",
                                                             "cross",  "natural", "on",    "using", "group", "order",
                                                             "having", "limit",   "union", "with",  "window"};
        return is_one_of(at(i), kWords) || (!at(i).empty() && is_postgres_reserved(at(i)));
    }
    /// `total org`: a name right behind a value names it.
    bool is_bare_alias(std::size_t i) const {
        const Token& before = token(i - 1);
        if (before.kind == TokenKind::text || before.kind == TokenKind::number || before.text == ")") return true;
        return is_plain_name(i - 1) && at(i - 1) != "distinct" && at(i - 1) != "by" && before.kind != TokenKind::symbol;
    }

    std::vector<Token> tokens_;
    std::vector<std::size_t> places_;
};

}  // namespace

bool is_materialized(std::string_view view_sql) {
    return view_sql.starts_with("CREATE ") && base::upper(view_sql.substr(0, 32)).find("MATERIALIZED") < 24;
}

bool reads_relation(std::string_view view_sql, const TableName& relation) {
    return !Query(view_sql).sources(relation).empty();
}

bool reads_column(std::string_view view_sql, const TableName& relation, std::string_view column, bool star) {
    const Query query(view_sql);
    const std::set<std::string> names = query.qualifiers(relation);
    if (names.empty()) return false;
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (query.is_column(i, column, names) || (star && query.is_star(i, names))) return true;
    }
    return false;
}

bool gives_out(std::string_view view_sql, const TableName& relation, std::string_view column) {
    const Query query(view_sql);
    const std::set<std::string> names = query.qualifiers(relation);
    for (std::size_t i = 0; !names.empty() && i < query.size(); ++i) {
        if (query.is_star(i, names)) return true;
        if (query.is_column(i, column, names) && query.lends_name(i)) return true;
    }
    return false;
}

std::string with_columns_named(std::string_view view_sql, const Schema& schema) {
    if (view_sql.find('*') == std::string_view::npos) return std::string(view_sql);
    const Query query(view_sql);
    std::vector<std::pair<std::size_t, std::string>> changes;
    for (const auto& [name, table] : schema.tables) {
        const std::set<std::string> names = query.qualifiers(name);
        for (std::size_t i = 0; !names.empty() && i < query.size(); ++i) {
            const bool qualified = query.at(i - (i > 0)) == ".";
            if (!query.is_star(i, names) || (!qualified && query.count_of_sources() != 1)) continue;
            const std::string qualifier = qualified ? std::string(query.token(i - 2).text) + "." : std::string();
            std::string list;
            for (const Column& column : table.columns) {
                const bool first = list.empty();
                list += (first ? "" : ", ") + (first ? "" : qualifier) + quote_identifier(column.name);
            }
            changes.emplace_back(i, std::move(list));
        }
    }
    return query.with_changes(changes);
}

std::string rename_column_in_view(std::string_view view_sql, const TableName& relation, std::string_view from,
                                  std::string_view to, bool keep_name) {
    const Query query(view_sql);
    const std::set<std::string> names = query.qualifiers(relation);
    std::vector<std::pair<std::size_t, std::string>> changes;
    for (std::size_t i = 0; !names.empty() && i < query.size(); ++i) {
        if (!query.is_column(i, from, names)) continue;
        std::string text = quote_identifier(to);
        if (keep_name && query.lends_name(i)) text += " AS " + quote_identifier(from);
        changes.emplace_back(i, std::move(text));
        const bool alias_is_name = query.at(i + 1) == "as" && query.is(i + 2, to) && query.lends_name(i, i + 3);
        if (!keep_name || !alias_is_name) continue;
        changes.emplace_back(i + 1, "");
        changes.emplace_back(i + 2, "");
    }
    return query.with_changes(changes);
}

}  // namespace migrate
