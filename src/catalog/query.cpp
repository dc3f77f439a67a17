#include <algorithm>
#include <map>

#include "base/attempt.h"
#include "catalog/from_clause.h"

namespace migrate::sql {
namespace {

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
    QueryRunner(Question& question, const Scope* outer, const Node& select)
        : question_(question), outer_(outer), from_(question, outer, select["whereClause"]) {}

    Result<Relation> run(const Node& select) {
        if (select["withClause"]) return unknown("it uses WITH");
        if (select["valuesLists"]) return unknown("it is a list of VALUES");
        if (select["windowClause"]) return unknown("it uses windows");
        if (select.str("op") == "SETOP_UNION") return unite(select);
        if (!select.str("op").empty() && select.str("op") != "SETOP_NONE")
            return unknown("it uses INTERSECT or EXCEPT");
        for (const Node& item : select["fromClause"].items)
            if (auto joined = from_.add(item); !joined) return tl::unexpected(joined.error());
        from_.filter(select["whereClause"]);
        auto rows = TRY(from_.combine());
        return project(select, std::move(rows));
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
            for (const Joined& source : from_.sources())
                names.insert(names.end(), source.relation->columns.begin(), source.relation->columns.end());
        }
        return names;
    }

    std::vector<std::vector<Combination>> groups_of(const Node& select, std::vector<Combination> rows) {
        if (!select["groupClause"]) return {std::move(rows)};
        std::map<std::string, std::vector<Combination>> groups;
        for (Combination& combination : rows) {
            const Scope scope = from_.scope_of(combination);
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
            for (const Node& item : select["sortClause"].items)
                key.push_back(sort_value(item["SortBy"]["node"], result.columns, row, scope));
            sorted.emplace_back(std::move(key), std::move(row));
        };
        if (select["groupClause"] || has_aggregate(targets) || select["havingClause"]) {
            for (const auto& group : groups_of(select, std::move(rows))) {
                Scope scope =
                    from_.scope_of(group.empty() ? Combination(from_.sources().size(), nullptr) : group.front());
                scope.group = &group;
                if (select["havingClause"]) {
                    const Value keep = evaluate(question_, select["havingClause"], scope);
                    if (!keep.is_known()) return unknown(keep.text);
                    if (!keep.is_true()) continue;
                }
                add(scope);
            }
        } else {
            for (const Combination& combination : rows) add(from_.scope_of(combination));
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
            const auto count =
                std::min(result.rows.size(), static_cast<std::size_t>(std::max(0L, number["ival"]["ival"].number)));
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
    FromClause from_;
};

}  // namespace

Result<Relation> run_query(Question& question, const Node& select, const Scope* outer) {
    if (!select) return fail("unknown", "it is not a plain query");
    return QueryRunner(question, outer, select).run(select);
}

}  // namespace migrate::sql
