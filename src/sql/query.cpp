#include <algorithm>
#include <deque>
#include <map>

#include "base/text.h"
#include "sql/evaluate.h"

namespace migrate::sql {
namespace {

/// One relation of FROM with how it is joined to those before it.
struct Joined {
    std::string alias;
    const Relation* relation = nullptr;
    bool outer = false;              ///< LEFT JOIN
    std::vector<const Node*> on;     ///< of a LEFT JOIN; others go to WHERE
    std::vector<std::string> using_columns;
};

std::vector<const Node*> conjuncts(const Node& condition) {
    if (!condition) return {};
    if (condition["BoolExpr"].str("boolop") != "AND_EXPR") return {&condition};
    std::vector<const Node*> list;
    for (const Node& argument : condition["BoolExpr"]["args"].items)
        for (const Node* inner : conjuncts(argument)) list.push_back(inner);
    return list;
}

bool has_aggregate(const Node& targets) {
    bool found = false;
    walk(targets, [&](const Node& node) {
        const auto names = strings_of(node["FuncCall"]["funcname"]);
        found = found || (!names.empty() && is_aggregate(names.back()));
        return !found && !node["SubLink"];
    });
    return found;
}

class QueryRunner {
  public:
    QueryRunner(Question& question, const Scope* outer) : question_(question), outer_(outer) {}

    Result<Relation> run(const Node& select) {
        if (select["withClause"]) return unknown("it uses WITH");
        if (select["valuesLists"]) return unknown("it is a list of VALUES");
        if (select["windowClause"]) return unknown("it uses windows");
        if (select.str("op") == "SETOP_UNION") return unite(select);
        if (!select.str("op").empty() && select.str("op") != "SETOP_NONE") return unknown("it uses INTERSECT or EXCEPT");
        for (const Node& item : select["fromClause"].items)
            if (auto joined = add_from(item); !joined) return tl::unexpected(joined.error());
        for (const Node* condition : conjuncts(select["whereClause"])) filters_.push_back(condition);
        auto rows = combine();
        if (!rows) return tl::unexpected(rows.error());
        return project(select, std::move(*rows));
    }

  private:
    static tl::unexpected<Error> unknown(std::string reason) { return fail("unknown", std::move(reason)); }

    Result<Relation> unite(const Node& select) {
        auto left = run_query(question_, select["larg"], outer_);
        if (!left) return left;
        auto right = run_query(question_, select["rarg"], outer_);
        if (!right) return right;
        left->rows.insert(left->rows.end(), right->rows.begin(), right->rows.end());
        if (!select.flag("all")) remove_repeated(*left);
        return left;
    }

    static std::string key_of(const Row& row) {
        std::string key;
        for (const Value& value : row) key += std::to_string(static_cast<int>(value.kind)) + value.text + '\0';
        return key;
    }

    static void remove_repeated(Relation& relation) {
        std::map<std::string, bool> seen;
        std::erase_if(relation.rows, [&](const Row& row) { return !seen.emplace(key_of(row), true).second; });
    }

    // --- FROM

    Result<bool> add_from(const Node& item) {
        if (item["JoinExpr"]) return add_join(item["JoinExpr"]);
        Joined joined;
        if (item["RangeVar"]) {
            auto relation = relation_of(item["RangeVar"]);
            if (!relation) return tl::unexpected(relation.error());
            const std::string& alias = item["RangeVar"]["alias"].str("aliasname");
            joined.alias = alias.empty() ? item["RangeVar"].str("relname") : alias;
            relations_.push_back(std::move(*relation));
        } else if (item["RangeSubselect"]) {
            auto relation = run_query(question_, item["RangeSubselect"]["subquery"]["SelectStmt"], outer_);
            if (!relation) return tl::unexpected(relation.error());
            joined.alias = item["RangeSubselect"]["alias"].str("aliasname");
            relations_.push_back(std::move(*relation));
        } else if (auto relation = pragma_of(item["RangeFunction"])) {
            joined.alias = item["RangeFunction"]["alias"].str("aliasname");
            relations_.push_back(std::move(*relation));
        } else {
            return unknown("it reads from something that is not followed");
        }
        joined.relation = &relations_.back();
        sources_.push_back(std::move(joined));
        return true;
    }

    Result<bool> add_join(const Node& join) {
        const std::string& kind = join.str("jointype");
        if ((kind != "JOIN_INNER" && kind != "JOIN_LEFT") || join.flag("isNatural")) return unknown("it uses a join that is not followed");
        if (auto left = add_from(join["larg"]); !left) return left;
        const std::size_t first = sources_.size();
        if (auto right = add_from(join["rarg"]); !right) return right;
        if (first + 1 != sources_.size()) return unknown("it uses nested joins");
        Joined& joined = sources_.back();
        joined.using_columns = strings_of(join["usingClause"]);
        joined.outer = kind == "JOIN_LEFT";
        for (const Node* condition : conjuncts(join["quals"])) (joined.outer ? joined.on : filters_).push_back(condition);
        return true;
    }

    Result<Relation> relation_of(const Node& range) {
        const std::string& schema_name = range.str("schemaname");
        const std::string& name = range.str("relname");
        if (auto catalog = find_catalog(question_.schema, schema_name, name)) return std::move(*catalog);
        if (is_catalog_name(schema_name, name)) return unknown("what " + name + " holds is not in a schema");
        const TableName table{schema_name == "public" || schema_name == "main" ? "" : schema_name, name};
        question_.touches_data = true;
        Relation relation;
        const Table* known = find_table(question_.schema, table);
        if (!known) return unknown("the rows of " + to_string(table) + " are not known");
        for (const Column& column : known->columns) relation.columns.push_back(column.name);
        return relation;
    }

    std::optional<Relation> pragma_of(const Node& function) {
        if (!question_.on_sqlite() || function["functions"].items.empty()) return std::nullopt;
        const Node& parts = function["functions"].items.front()["List"]["items"];
        if (parts.items.empty()) return std::nullopt;
        const Node& call = parts.items.front()["FuncCall"];
        const auto names = strings_of(call["funcname"]);
        if (names.empty() || !names.back().starts_with("pragma_") || call["args"].items.size() != 1) return std::nullopt;
        Scope scope;
        const Value argument = evaluate(question_, call["args"].items.front(), scope);
        return find_pragma(question_.schema, names.back().substr(7), argument.text);
    }

    // --- WHERE

    std::size_t source_of(const std::string& alias, const std::string& column) const {
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            const auto& columns = sources_[i].relation->columns;
            if (alias.empty() ? std::find(columns.begin(), columns.end(), column) != columns.end() : sources_[i].alias == alias) return i;
        }
        return 0;
    }

    /// The number of the last source that a condition speaks of: from there on it can be tested.
    std::size_t last_source(const Node& condition) const {
        std::size_t last = 0;
        walk(condition, [&](const Node& node) {
            if (node["SubLink"]) last = sources_.size();
            if (const Node& reference = node["ColumnRef"]) {
                const auto parts = strings_of(reference["fields"]);
                if (!parts.empty()) last = std::max(last, source_of(parts.size() > 1 ? parts[parts.size() - 2] : "", parts.back()));
            }
            return true;
        });
        return sources_.empty() ? 0 : std::min(last, sources_.size() - 1);
    }

    Scope scope_of(const Combination& rows) const {
        Scope scope;
        scope.outer = outer_;
        for (std::size_t i = 0; i < rows.size(); ++i) scope.bounds.push_back({sources_[i].alias, sources_[i].relation, rows[i]});
        return scope;
    }

    /// True, false or an error where it cannot be told.
    Result<bool> holds(const std::vector<const Node*>& conditions, const Combination& rows) {
        if (conditions.empty()) return true;
        const Scope scope = scope_of(rows);
        Value result = boolean_value(true);
        for (const Node* condition : conditions) {
            Value next = evaluate(question_, *condition, scope);
            if (next.kind == Value::Kind::number) next = boolean_value(next.text != "0");
            result = both(result, next);
            if (result.is_false()) return false;
        }
        if (!result.is_known()) return unknown(result.text);
        return result.is_true();
    }

    bool using_matches(const Joined& joined, const Combination& rows) const {
        return std::all_of(joined.using_columns.begin(), joined.using_columns.end(), [&](const std::string& column) {
            const std::size_t at = source_of("", column);
            const auto value_in = [&](std::size_t source, const Row* row) {
                const auto& columns = sources_[source].relation->columns;
                const auto found = std::find(columns.begin(), columns.end(), column);
                return row && found != columns.end() ? (*row)[static_cast<std::size_t>(found - columns.begin())] : null_value();
            };
            return compare(value_in(at, rows[at]), "=", value_in(rows.size() - 1, rows.back())).is_true();
        });
    }

    Result<std::vector<Combination>> combine() {
        std::vector<std::vector<const Node*>> ready(sources_.size() + 1);
        for (const Node* filter : filters_) ready[sources_.empty() ? 0 : last_source(*filter)].push_back(filter);
        std::vector<Combination> rows = {{}};
        if (sources_.empty()) return keep_if(std::move(rows), ready[0]);
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            auto next = join(rows, sources_[i]);
            if (next) next = keep_if(std::move(*next), ready[i]);
            if (!next) return next;
            rows = std::move(*next);
        }
        return rows;
    }

    Result<std::vector<Combination>> keep_if(std::vector<Combination> rows, const std::vector<const Node*>& conditions) {
        std::vector<Combination> kept;
        for (Combination& combination : rows) {
            const auto keep = holds(conditions, combination);
            if (!keep) return tl::unexpected(keep.error());
            if (*keep) kept.push_back(std::move(combination));
        }
        return kept;
    }

    Result<std::vector<Combination>> join(const std::vector<Combination>& rows, const Joined& joined) {
        std::vector<Combination> result;
        for (const Combination& combination : rows) {
            bool found = false;
            for (const Row& row : joined.relation->rows) {
                if (++question_.steps > kMaxSteps) return unknown("it takes too long to answer");
                Combination longer = combination;
                longer.push_back(&row);
                if (!using_matches(joined, longer)) continue;
                const auto keep = holds(joined.on, longer);
                if (!keep) return tl::unexpected(keep.error());
                if (!*keep) continue;
                found = true;
                result.push_back(std::move(longer));
            }
            if (found || !joined.outer) continue;
            Combination longer = combination;
            longer.push_back(nullptr);
            result.push_back(std::move(longer));
        }
        return result;
    }

    // --- SELECT

    static std::string column_title(const Node& target) {
        if (!target.str("name").empty()) return target.str("name");
        const Node& value = target["val"];
        const auto reference = strings_of(value["ColumnRef"]["fields"]);
        if (!reference.empty()) return reference.back();
        const auto function = strings_of(value["FuncCall"]["funcname"]);
        if (!function.empty()) return function.back();
        return value["SubLink"].str("subLinkType") == "EXISTS_SUBLINK" ? "exists" : "?column?";
    }

    static bool is_star(const Node& target) {
        const auto& fields = target["val"]["ColumnRef"]["fields"].items;
        return !fields.empty() && fields.back()["A_Star"];
    }

    Row output(const Node& targets, const Scope& scope) {
        Row row;
        for (const Node& item : targets.items) {
            const Node& target = item["ResTarget"];
            if (!is_star(target)) {
                row.push_back(evaluate(question_, target["val"], scope));
                continue;
            }
            for (const Bound& bound : scope.bounds)
                for (std::size_t i = 0; i < bound.relation->columns.size(); ++i)
                    row.push_back(bound.row ? (*bound.row)[i] : null_value());
        }
        return row;
    }

    std::vector<std::string> titles(const Node& targets) const {
        std::vector<std::string> names;
        for (const Node& item : targets.items) {
            if (!is_star(item["ResTarget"])) {
                names.push_back(column_title(item["ResTarget"]));
                continue;
            }
            for (const Joined& source : sources_)
                names.insert(names.end(), source.relation->columns.begin(), source.relation->columns.end());
        }
        return names;
    }

    std::vector<std::vector<Combination>> groups_of(const Node& select, std::vector<Combination> rows) {
        if (!select["groupClause"]) return {std::move(rows)};
        std::map<std::string, std::vector<Combination>> groups;
        for (Combination& combination : rows) {
            const Scope scope = scope_of(combination);
            Row key;
            for (const Node& item : select["groupClause"].items) key.push_back(evaluate(question_, item, scope));
            groups[key_of(key)].push_back(std::move(combination));
        }
        std::vector<std::vector<Combination>> list;
        for (auto& [key, group] : groups) list.push_back(std::move(group));
        return list;
    }

    Result<Relation> project(const Node& select, std::vector<Combination> rows) {
        const Node& targets = select["targetList"];
        Relation result{titles(targets), {}};
        std::vector<std::pair<Row, Row>> sorted;
        const auto add = [&](const Scope& scope) {
            Row row = output(targets, scope);
            Row key;
            for (const Node& item : select["sortClause"].items) key.push_back(sort_value(item["SortBy"]["node"], result.columns, row, scope));
            sorted.emplace_back(std::move(key), std::move(row));
        };
        if (select["groupClause"] || has_aggregate(targets) || select["havingClause"]) {
            for (const auto& group : groups_of(select, std::move(rows))) {
                Scope scope = scope_of(group.empty() ? Combination(sources_.size(), nullptr) : group.front());
                scope.group = &group;
                if (select["havingClause"]) {
                    const Value keep = evaluate(question_, select["havingClause"], scope);
                    if (!keep.is_known()) return unknown(keep.text);
                    if (!keep.is_true()) continue;
                }
                add(scope);
            }
        } else {
            for (const Combination& combination : rows) add(scope_of(combination));
        }
        sort_rows(select, sorted);
        for (auto& [key, row] : sorted) result.rows.push_back(std::move(row));
        if (select["distinctClause"]) remove_repeated(result);
        return limited(select, std::move(result));
    }

    Value sort_value(const Node& node, const std::vector<std::string>& names, const Row& row, const Scope& scope) {
        const auto reference = strings_of(node["ColumnRef"]["fields"]);
        for (std::size_t i = 0; reference.size() == 1 && i < names.size(); ++i)
            if (names[i] == reference[0]) return row[i];
        const Node& number = node["A_Const"]["ival"]["ival"];
        if (number && number.number >= 1 && static_cast<std::size_t>(number.number) <= row.size())
            return row[static_cast<std::size_t>(number.number) - 1];
        return evaluate(question_, node, scope);
    }

    static void sort_rows(const Node& select, std::vector<std::pair<Row, Row>>& rows) {
        const auto& keys = select["sortClause"].items;
        std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
            for (std::size_t i = 0; i < keys.size(); ++i) {
                const bool down = keys[i]["SortBy"].str("sortby_dir") == "SORTBY_DESC";
                const Value& first = down ? b.first[i] : a.first[i];
                const Value& second = down ? a.first[i] : b.first[i];
                if (compare(first, "<", second).is_true()) return true;
                if (compare(first, ">", second).is_true()) return false;
            }
            return false;
        });
    }

    Result<Relation> limited(const Node& select, Relation result) {
        for (const char* clause : {"limitOffset", "limitCount"}) {
            if (!select[clause]) continue;
            const Node& number = select[clause]["A_Const"];
            if (number.flag("isnull")) continue;
            if (!number["ival"]) return unknown("its LIMIT is not a number");
            const auto count = std::min(result.rows.size(), static_cast<std::size_t>(std::max(0L, number["ival"]["ival"].number)));
            const auto cut = result.rows.begin() + static_cast<long>(count);
            if (std::string_view(clause) == "limitOffset")
                result.rows.erase(result.rows.begin(), cut);
            else
                result.rows.erase(cut, result.rows.end());
        }
        return result;
    }

    Question& question_;
    const Scope* outer_;
    std::deque<Relation> relations_;
    std::vector<Joined> sources_;
    std::vector<const Node*> filters_;
};

}  // namespace

Result<Relation> run_query(Question& question, const Node& select, const Scope* outer) {
    if (!select) return fail("unknown", "it is not a plain query");
    return QueryRunner(question, outer).run(select);
}

}  // namespace migrate::sql
