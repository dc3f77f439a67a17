#include "catalog/evaluate.h"

#include <algorithm>

#include "base/text.h"

namespace migrate::sql {
namespace {

bool same_name(const Question& question, const std::string& a, const std::string& b) {
    return question.on_sqlite() ? base::equal_ignoring_case(a, b) : a == b;
}

std::optional<Value> find_value(const Question& question, const Bound& bound, const std::string& column) {
    for (std::size_t i = 0; i < bound.relation->columns.size(); ++i) {
        if (!same_name(question, bound.relation->columns[i], column)) continue;
        if (!bound.row) return null_value();
        return i < bound.row->size() ? (*bound.row)[i] : null_value();
    }
    return std::nullopt;
}

Value column_value(const Question& question, const Node& reference, const Scope& scope) {
    const auto parts = strings_of(reference["fields"]);
    if (parts.empty() || parts.back().empty()) return unknown_value("a star cannot be compared");
    const std::string& column = parts.back();
    const std::string alias = parts.size() > 1 ? parts[parts.size() - 2] : "";
    for (const Scope* at = &scope; at; at = at->outer) {
        for (const Bound& bound : at->bounds) {
            if (!alias.empty() && !same_name(question, bound.alias, alias)) continue;
            if (auto value = find_value(question, bound, column)) return *value;
        }
    }
    // SQLite reads "name" as a string where there is no such column.
    if (question.on_sqlite() && alias.empty()) return text_value(column);
    return unknown_value("the column " + column + " is in no catalog here");
}

Value constant(const Node& node) {
    if (node.flag("isnull")) return null_value();
    if (node["ival"]) return number_value(node["ival"]["ival"].number);
    if (node["fval"]) return {Value::Kind::number, node["fval"].str("fval"), {}};
    if (node["boolval"]) return boolean_value(node["boolval"].flag("boolval"));
    if (node["sval"]) return text_value(node["sval"].str("sval"));
    return unknown_value("a constant of an unknown kind");
}

class Evaluator {
  public:
    Evaluator(Question& question, const Scope& scope) : question_(question), scope_(scope) {}

    Value value(const Node& node) {
        if (++question_.steps > kMaxSteps) return unknown_value("it takes too long to answer");
        const std::string_view type = node.type();
        const Node& inner = node.value();
        if (type == "A_Const") return constant(inner);
        if (type == "ColumnRef") return column_value(question_, inner, scope_);
        if (type == "BoolExpr") return logic(inner);
        if (type == "A_Expr") return operation(inner);
        if (type == "NullTest") return null_test(inner);
        if (type == "BooleanTest") return boolean_test(inner);
        if (type == "SubLink") return subquery(inner);
        if (type == "TypeCast") return cast_of(inner);
        if (type == "FuncCall") return function(inner);
        if (type == "CoalesceExpr") return coalesce(inner["args"]);
        if (type == "CaseExpr") return choice(inner);
        if (type == "CollateClause") return value(inner["arg"]);
        if (type == "A_ArrayExpr") return list_value(values(inner["elements"]));
        if (type == "SQLValueFunction")
            return inner.str("op") == "SVFOP_CURRENT_SCHEMA" ? text_value("public") : outside(inner.str("op"));
        return unknown_value("it holds an expression that is not followed (" + std::string(type) + ")");
    }

  private:
    Value evaluate_in(const Node& node, const Scope& scope) { return Evaluator(question_, scope).value(node); }

    static Value outside(const std::string& what) {
        if (what == "SVFOP_CURRENT_CATALOG") return vague_value("the database's name");
        return unknown_value("who and when is not in a schema");
    }

    std::vector<Value> values(const Node& list) {
        std::vector<Value> result;
        for (const Node& item : list.items) result.push_back(value(item));
        return result;
    }

    Value logic(const Node& node) {
        const auto& arguments = node["args"].items;
        if (node.str("boolop") == "NOT_EXPR") return arguments.empty() ? null_value() : negation(truth(arguments[0]));
        const bool all = node.str("boolop") == "AND_EXPR";
        Value result = boolean_value(all);
        for (const Node& argument : arguments) {
            const Value next = truth(argument);
            result = all ? both(result, next) : either(result, next);
        }
        return result;
    }

    Value truth(const Node& node) {
        Value found = value(node);
        if (found.kind == Value::Kind::number) return boolean_value(found.text != "0");
        return found;
    }

    Value operation(const Node& node) {
        const std::string& kind = node.str("kind");
        const auto names = strings_of(node["name"]);
        const std::string name = names.empty() ? "" : names.back();
        if (kind == "AEXPR_OP") return binary(node, name);
        if (kind == "AEXPR_IN")
            return within(value(node["lexpr"]), values(node["rexpr"]["List"]["items"]), name == "<>");
        if (kind == "AEXPR_OP_ANY" && name == "=") {
            const auto items = list_items(value(node["rexpr"]));
            return items ? within(value(node["lexpr"]), *items, false) : unknown_value("ANY of what is not a list");
        }
        if (kind == "AEXPR_OP_ALL" && (name == "<>" || name == "!=")) {
            const auto items = list_items(value(node["rexpr"]));
            return items ? within(value(node["lexpr"]), *items, true) : unknown_value("ALL of what is not a list");
        }
        if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE") {
            const bool fold = kind == "AEXPR_ILIKE" || question_.on_sqlite();
            const Value found = like(value(node["lexpr"]), value(node["rexpr"]), fold);
            return name.starts_with("!") ? negation(found) : found;
        }
        if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") return distinct(node, kind == "AEXPR_DISTINCT");
        if (kind == "AEXPR_BETWEEN") return between(node);
        return unknown_value("it holds a comparison that is not followed");
    }

    Value binary(const Node& node, const std::string& name) {
        const Value left = value(node["lexpr"]);
        const Value right = value(node["rexpr"]);
        if (name != "||") return compare(left, name, right);
        if (left.kind == Value::Kind::null || right.kind == Value::Kind::null) return null_value();
        if (!left.is_known()) return left;
        if (!right.is_known()) return right;
        return text_value(left.text + right.text);
    }

    Value within(const Value& sought, const std::vector<Value>& items, bool negated) {
        Value found = boolean_value(false);
        for (const Value& item : items) found = either(found, compare(sought, "=", item));
        return negated ? negation(found) : found;
    }

    Value between(const Node& node) {
        const Value sought = value(node["lexpr"]);
        const auto ends = values(node["rexpr"]["List"]["items"]);
        if (ends.size() != 2) return unknown_value("BETWEEN without two ends");
        return both(compare(sought, ">=", ends[0]), compare(sought, "<=", ends[1]));
    }

    Value distinct(const Node& node, bool wanted) {
        const Value left = value(node["lexpr"]);
        const Value right = value(node["rexpr"]);
        const bool left_null = left.kind == Value::Kind::null;
        const bool right_null = right.kind == Value::Kind::null;
        if (left_null || right_null) return boolean_value((left_null != right_null) == wanted);
        return compare(left, wanted ? "<>" : "=", right);
    }

    Value null_test(const Node& node) {
        const Value found = value(node["arg"]);
        if (found.kind == Value::Kind::unknown) return found;
        return boolean_value((found.kind == Value::Kind::null) == (node.str("nulltesttype") == "IS_NULL"));
    }

    Value boolean_test(const Node& node) {
        const Value found = truth(node["arg"]);
        if (!found.is_known()) return found;
        const std::string& kind = node.str("booltesttype");
        if (kind == "IS_TRUE") return boolean_value(found.is_true());
        if (kind == "IS_NOT_TRUE") return boolean_value(!found.is_true());
        if (kind == "IS_FALSE") return boolean_value(found.is_false());
        if (kind == "IS_NOT_FALSE") return boolean_value(!found.is_false());
        return boolean_value((found.kind == Value::Kind::null) == (kind == "IS_UNKNOWN"));
    }

    Value subquery(const Node& node) {
        const auto result = run_query(question_, node["subselect"]["SelectStmt"], &scope_);
        if (!result) return unknown_value(result.error().message);
        const std::string& kind = node.str("subLinkType");
        if (kind == "EXISTS_SUBLINK") return boolean_value(!result->rows.empty());
        std::vector<Value> column;
        for (const Row& row : result->rows) column.push_back(row.empty() ? null_value() : row.front());
        if (kind == "ARRAY_SUBLINK") return list_value(std::move(column));
        if (kind == "ANY_SUBLINK" && result->columns.size() == 1) return within(value(node["testexpr"]), column, false);
        if (kind != "EXPR_SUBLINK" || column.size() > 1) return unknown_value("a subquery that is not followed");
        return column.empty() ? null_value() : column.front();
    }

    Value cast_of(const Node& node) {
        const auto names = strings_of(node["typeName"]["names"]);
        const Value found = value(node["arg"]);
        if (node["typeName"]["arrayBounds"]) {
            const auto items = list_items(found);
            return items ? list_value(*items) : found;
        }
        return cast(question_, found, names.empty() ? "" : names.back());
    }

    Value function(const Node& node) {
        const auto names = strings_of(node["funcname"]);
        const std::string name = names.empty() ? "" : names.back();
        if (!is_aggregate(name)) return call_function(question_, name, values(node["args"]));
        if (!scope_.group) return unknown_value("an aggregate where there is no group");
        std::vector<Value> found;
        Scope scope = scope_;
        scope.group = nullptr;
        for (const Combination& rows : *scope_.group) {
            for (std::size_t i = 0; i < scope.bounds.size() && i < rows.size(); ++i) scope.bounds[i].row = rows[i];
            if (!node["args"].items.empty()) found.push_back(evaluate_in(node["args"].items.front(), scope));
        }
        return aggregate(name, node.flag("agg_star"), scope_.group->size(), std::move(found),
                         node.flag("agg_distinct"));
    }

    Value coalesce(const Node& arguments) {
        for (const Node& argument : arguments.items)
            if (Value found = value(argument); found.kind != Value::Kind::null) return found;
        return null_value();
    }

    Value choice(const Node& node) {
        for (const Node& branch : node["args"].items) {
            const Node& when = branch["CaseWhen"];
            const Value holds =
                node["arg"] ? compare(value(node["arg"]), "=", value(when["expr"])) : truth(when["expr"]);
            if (!holds.is_known()) return holds;
            if (holds.is_true()) return value(when["result"]);
        }
        return node["defresult"] ? value(node["defresult"]) : null_value();
    }

    Question& question_;
    const Scope& scope_;
};

}  // namespace

Value evaluate(Question& question, const Node& expression, const Scope& scope) {
    return Evaluator(question, scope).value(expression);
}

}  // namespace migrate::sql
