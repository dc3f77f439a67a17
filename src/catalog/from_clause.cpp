#include "catalog/from_clause.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/attempt.h"

namespace migrate::sql {
namespace {

std::vector<const Node*> conjuncts(const Node& condition) {
    if (!condition) return {};
    if (condition["BoolExpr"].str("boolop") != "AND_EXPR") return {&condition};
    std::vector<const Node*> list;
    for (const Node& argument : condition["BoolExpr"]["args"].items)
        for (const Node* inner : conjuncts(argument)) list.push_back(inner);
    return list;
}

tl::unexpected<Error> unknown(std::string reason) {
    return fail("unknown", std::move(reason));
}

}  // namespace

FromClause::FromClause(Question& question, const Scope* outer, const Node& where) : question_(question), outer_(outer) {
    bool asks_again = false;
    walk(where, [&](const Node& node) {
        asks_again = asks_again || node["SubLink"];
        return !asks_again;
    });
    if (!asks_again) where_ = conjuncts(where);
}

void FromClause::filter(const Node& condition) {
    for (const Node* part : conjuncts(condition)) filters_.push_back(part);
}

Result<bool> FromClause::add(const Node& item) {
    if (item["JoinExpr"]) return add_join(item["JoinExpr"]);
    Joined joined;
    if (item["RangeVar"]) {
        const std::string& alias = item["RangeVar"]["alias"].str("aliasname");
        joined.alias = alias.empty() ? item["RangeVar"].str("relname") : alias;
        auto relation = TRY(relation_of(item["RangeVar"], joined.alias));
        relations_.push_back(std::move(relation));
    } else if (item["RangeSubselect"]) {
        auto relation = TRY(run_query(question_, item["RangeSubselect"]["subquery"]["SelectStmt"], outer_));
        joined.alias = item["RangeSubselect"]["alias"].str("aliasname");
        relations_.push_back(std::move(relation));
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

Result<bool> FromClause::add_join(const Node& join) {
    const std::string& kind = join.str("jointype");
    if ((kind != "JOIN_INNER" && kind != "JOIN_LEFT") || join.flag("isNatural"))
        return unknown("it uses a join that is not followed");
    const bool may_narrow = std::exchange(may_narrow_, may_narrow_ && kind == "JOIN_INNER");
    if (auto left = add(join["larg"]); !left) return left;
    const std::size_t first = sources_.size();
    if (auto right = add(join["rarg"]); !right) return right;
    may_narrow_ = may_narrow;
    if (first + 1 != sources_.size()) return unknown("it uses nested joins");
    Joined& joined = sources_.back();
    joined.using_columns = strings_of(join["usingClause"]);
    joined.outer = kind == "JOIN_LEFT";
    for (const Node* condition : conjuncts(join["quals"])) (joined.outer ? joined.on : filters_).push_back(condition);
    return true;
}

/// `column = 'text'` and `column IN ('a', 'b')` of this source.
std::optional<Wanted> FromClause::condition_on(const std::string& alias, const Node& condition) {
    const Node& test = condition["A_Expr"];
    const std::string& kind = test.str("kind");
    const bool has_equals = strings_of(test["name"]) == std::vector<std::string>{"="};
    const bool is_equality = kind == "AEXPR_OP" && has_equals;
    if (!is_equality && (kind != "AEXPR_IN" || !has_equals)) return {};
    const auto parts = strings_of(test["lexpr"]["ColumnRef"]["fields"]);
    if (parts.empty() || parts.size() > 2 || (parts.size() == 2 && parts.front() != alias)) return {};
    Wanted wanted{parts.back(), {}};
    for (const Joined& earlier : sources_) {  // which may have the column, too
        const auto& columns = earlier.relation->columns;
        if (earlier.alias == alias || std::ranges::find(columns, parts.back()) != columns.end()) return {};
    }
    const Node& right = test["rexpr"];
    const std::vector<Node>& list = right["List"]["items"].items;
    for (const Node& each : is_equality ? std::span(&right, 1) : std::span(list)) {
        const bool is_plain = each["A_Const"] || each["TypeCast"]["arg"]["A_Const"];
        if (!is_plain) return {};
        const Value value = evaluate(question_, each, Scope{});
        if (value.kind != Value::Kind::text) return {};
        wanted.texts.push_back(value.text);
    }
    return wanted;
}

std::vector<Wanted> FromClause::conditions_on(const std::string& alias) {
    std::vector<Wanted> conditions;
    for (const Node* part : where_) {
        if (auto wanted = may_narrow_ ? condition_on(alias, *part) : std::nullopt) conditions.push_back(*wanted);
    }
    return conditions;
}

Result<Relation> FromClause::relation_of(const Node& range, const std::string& alias) {
    const std::string& schema_name = range.str("schemaname");
    const std::string& name = range.str("relname");
    if (auto catalog = find_catalog(question_.schema, schema_name, name, conditions_on(alias)))
        return std::move(*catalog);
    if (is_catalog_name(schema_name, name)) return unknown("what " + name + " holds is not in a schema");
    const TableName table{schema_name == "public" || schema_name == "main" ? "" : schema_name, name};
    question_.touches_data = true;
    Relation relation;
    const Table* known = find_table(question_.schema, table);
    if (!known) return unknown("the rows of " + to_string(table) + " are not known");
    for (const Column& column : known->columns) relation.columns.push_back(column.name);
    return relation;
}

std::optional<Relation> FromClause::pragma_of(const Node& function) {
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

std::size_t FromClause::source_of(const std::string& alias, const std::string& column) const {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const auto& columns = sources_[i].relation->columns;
        if (alias.empty() ? std::find(columns.begin(), columns.end(), column) != columns.end()
                          : sources_[i].alias == alias)
            return i;
    }
    return 0;
}

/// The number of the last source that a condition speaks of: from there on it can be tested.
std::size_t FromClause::last_source(const Node& condition) const {
    std::size_t last = 0;
    walk(condition, [&](const Node& node) {
        if (node["SubLink"]) last = sources_.size();
        if (const Node& reference = node["ColumnRef"]) {
            const auto parts = strings_of(reference["fields"]);
            if (!parts.empty())
                last = std::max(last, source_of(parts.size() > 1 ? parts[parts.size() - 2] : "", parts.back()));
        }
        return true;
    });
    return sources_.empty() ? 0 : std::min(last, sources_.size() - 1);
}

Scope FromClause::scope_of(const Combination& rows) const {
    Scope scope;
    scope.outer = outer_;
    for (std::size_t i = 0; i < rows.size(); ++i)
        scope.bounds.push_back({sources_[i].alias, sources_[i].relation, rows[i]});
    return scope;
}

/// True, false or an error where it cannot be told.
Result<bool> FromClause::holds(const std::vector<const Node*>& conditions, const Combination& rows) {
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

bool FromClause::using_matches(const Joined& joined, const Combination& rows) const {
    return std::all_of(joined.using_columns.begin(), joined.using_columns.end(), [&](const std::string& column) {
        const std::size_t at = source_of("", column);
        const auto value_in = [&](std::size_t source, const Row* row) {
            const auto& columns = sources_[source].relation->columns;
            const auto found = std::find(columns.begin(), columns.end(), column);
            return row && found != columns.end() ? (*row)[static_cast<std::size_t>(found - columns.begin())]
                                                 : null_value();
        };
        return compare(value_in(at, rows[at]), "=", value_in(rows.size() - 1, rows.back())).is_true();
    });
}

Result<std::vector<Combination>> FromClause::combine() {
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

Result<std::vector<Combination>> FromClause::keep_if(std::vector<Combination> rows,
                                                     const std::vector<const Node*>& conditions) {
    std::vector<Combination> kept;
    for (Combination& combination : rows) {
        const auto keep = TRY(holds(conditions, combination));
        if (keep) kept.push_back(std::move(combination));
    }
    return kept;
}

Result<std::vector<Combination>> FromClause::join(const std::vector<Combination>& rows, const Joined& joined) {
    std::vector<Combination> result;
    for (const Combination& combination : rows) {
        bool found = false;
        for (const Row& row : joined.relation->rows) {
            if (++question_.steps > kMaxSteps) return unknown("it takes too long to answer");
            Combination longer = combination;
            longer.push_back(&row);
            if (!using_matches(joined, longer)) continue;
            const auto keep = TRY(holds(joined.on, longer));
            if (!keep) continue;
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

}  // namespace migrate::sql
