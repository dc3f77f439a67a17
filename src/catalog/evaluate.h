/// Evaluates queries over the virtual catalogs of one schema.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "syntax/tree.h"

namespace migrate::sql {

/// What one question collects while it is evaluated.
struct Question {
    const Schema& schema;
    long steps = 0;             ///< bounded by kMaxSteps
    bool touches_data = false;  ///< it reads rows of a user's table
    bool on_sqlite() const { return schema.dialect == Dialect::sqlite; }
};
inline constexpr long kMaxSteps = 2'000'000;

/// One relation of a FROM with the row it stands at; no row: an outer join found none.
struct Bound {
    std::string alias;
    const Relation* relation = nullptr;
    const Row* row = nullptr;
};
using Combination = std::vector<const Row*>;

struct Scope {
    std::vector<Bound> bounds;
    const Scope* outer = nullptr;
    const std::vector<Combination>* group = nullptr;  ///< rows that an aggregate runs over
};

/// The value of an expression node; unknown where it cannot be told.
Value evaluate(Question& question, const Node& expression, const Scope& scope);
/// The result of a SelectStmt's value. Errors: "unknown" with the reason.
Result<Relation> run_query(Question& question, const Node& select, const Scope* outer);

/// A function call with its arguments evaluated; unknown for functions that are not followed.
Value call_function(Question& question, const std::string& name, const std::vector<Value>& arguments);
bool is_aggregate(const std::string& name);
/// `values` are the argument's values over the group; empty `values` with `rows` > 0 is count(*).
Value aggregate(const std::string& name, bool star, std::size_t rows, std::vector<Value> values, bool distinct);
/// A cast to the named type.
Value cast(Question& question, const Value& value, const std::string& type);
/// The elements of a list value or of an array literal '{a,b}'; nullopt for anything else.
std::optional<std::vector<Value>> list_items(const Value& value);

}  // namespace migrate::sql
