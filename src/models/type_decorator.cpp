#include "models/type_decorator.h"

#include <algorithm>
#include <optional>
#include <set>

#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr std::size_t kMaxClasses = 200;

/// The truth of a condition on `dialect.name` for one dialect; nothing when it is about something else.
std::optional<bool> holds(const Expression& condition, const std::string& dialect, int depth = 0) {
    if (depth > 16) return std::nullopt;
    if (const auto* unary = condition.as<Unary>(); unary != nullptr && unary->op == UnaryOperator::Not) {
        const auto inside = holds(*unary->operand, dialect, depth + 1);
        return inside ? std::optional(!*inside) : std::nullopt;
    }
    const auto* compare = condition.as<Compare>();
    if (compare == nullptr || compare->rest.size() != 1) return std::nullopt;
    const auto name = dotted_name(*compare->first);
    if (!name || !name->ends_with("dialect.name")) return std::nullopt;
    const CompareStep& step = compare->rest.front();
    const auto text = string_value(step.operand);
    if (text && step.op == CompareOperator::Equal) return *text == dialect;
    if (text && step.op == CompareOperator::NotEqual) return *text != dialect;
    const std::vector<Expression>* items = nullptr;
    if (const auto* tuple = step.operand.as<Tuple>()) items = &tuple->items;
    if (const auto* list = step.operand.as<List>()) items = &list->items;
    if (const auto* set = step.operand.as<Set>()) items = &set->items;
    if (items == nullptr || (step.op != CompareOperator::In && step.op != CompareOperator::NotIn)) return std::nullopt;
    const bool found = std::any_of(items->begin(), items->end(),
                                   [&](const Expression& item) { return string_value(item) == dialect; });
    return step.op == CompareOperator::In ? found : !found;
}

struct Outcome {
    bool decided = true;
    const Expression* returned = nullptr;  ///< null while running on
};

/// Runs the statements of load_dialect_impl for one dialect.
Outcome run(const Body& body, const std::string& dialect, int depth) {
    if (depth > 16) return {false, nullptr};
    for (const Statement& statement : body) {
        if (const auto* result = statement.as<Return>()) {
            return result->value ? Outcome{true, &*result->value} : Outcome{false, nullptr};
        }
        const auto* condition = statement.as<If>();
        if (condition == nullptr) {
            if (statement.as<ExpressionStatement>() != nullptr || statement.as<Pass>() != nullptr) continue;
            return {false, nullptr};
        }
        const Body* taken = &condition->otherwise;
        for (const Branch& branch : condition->branches) {
            const auto truth = holds(branch.condition, dialect);
            if (!truth) return {false, nullptr};
            if (!*truth) continue;
            taken = &branch.body;
            break;
        }
        const Outcome outcome = run(*taken, dialect, depth + 1);
        if (!outcome.decided || outcome.returned != nullptr) return outcome;
    }
    return {true, nullptr};
}

/// The type inside `dialect.type_descriptor(...)`; null for the impl itself; nothing for anything else.
std::optional<const Expression*> described(const Outcome& outcome, const std::string& dialect, int depth = 0) {
    if (!outcome.decided || outcome.returned == nullptr || depth > 8) return std::nullopt;
    const Expression& value = *outcome.returned;
    if (const auto* choice = value.as<Conditional>()) {
        const auto truth = holds(*choice->condition, dialect);
        if (!truth) return std::nullopt;
        return described({true, *truth ? &*choice->then : &*choice->otherwise}, dialect, depth + 1);
    }
    if (const auto name = dotted_name(value); name && name->starts_with("self.impl")) return nullptr;
    const auto* call = value.as<Call>();
    if (call == nullptr) return std::nullopt;
    const auto* method = call->callee->as<Attribute>();
    if (method != nullptr && method->name == "load_dialect_impl") return nullptr;  // super()'s: the impl
    if (method == nullptr || method->name != "type_descriptor" || call->positional.size() != 1) return std::nullopt;
    const Expression* argument = &call->positional.front();
    if (const auto* choice = argument->as<Conditional>()) {
        const auto truth = holds(*choice->condition, dialect);
        if (!truth) return std::nullopt;
        argument = *truth ? &*choice->then : &*choice->otherwise;
    }
    const auto name = dotted_name(*argument);
    if (name && name->starts_with("self."))
        return name->starts_with("self.impl") ? std::optional<const Expression*>(nullptr) : std::nullopt;
    return argument;
}

void read_body(const ClassDef& class_def, std::size_t file, DecoratorParts& parts) {
    for (const Statement& statement : class_def.body) {
        if (const auto* assign = statement.as<Assign>(); assign != nullptr && assign->value) {
            for (const Expression& target : assign->targets) {
                const auto* name = target.as<Name>();
                if (name == nullptr || name->id != "impl") continue;
                parts.impl = &*assign->value;
                parts.file = file;
            }
        }
        const auto* function = statement.as<FunctionDef>();
        if (function == nullptr) continue;
        if (function->name == "__init__") parts.has_init = true;
        if (function->name == "get_col_spec") {
            const Expression* value = returned_by(*function);
            parts.sql = value == nullptr ? "" : string_value(*value).value_or("");
        }
        if (function->name != "load_dialect_impl") continue;
        const auto postgresql = described(run(function->body, "postgresql", 0), "postgresql");
        const auto sqlite = described(run(function->body, "sqlite", 0), "sqlite");
        parts.has_load = true;
        parts.undecided = !postgresql || !sqlite;
        parts.postgresql = postgresql.value_or(nullptr);
        parts.sqlite = sqlite.value_or(nullptr);
    }
}

DecoratorParts parts_at(const Library& library, const Target& class_target, std::set<const ClassDef*>& seen) {
    DecoratorParts parts;
    if (class_target.class_def == nullptr || !seen.insert(class_target.class_def).second) return parts;
    if (seen.size() > kMaxClasses) return parts;
    parts.file = class_target.file;
    Scope scope;
    scope.library = &library;
    scope.file = class_target.file;
    for (const Expression& base : class_target.class_def->bases) {
        const auto* generic = base.as<Subscript>();  // TypeDecorator[str]
        const Target target = find_target(scope, generic == nullptr ? base : *generic->object);
        if (target.kind != Target::Kind::class_def) continue;
        const DecoratorParts inherited = parts_at(library, target, seen);
        if (inherited.impl != nullptr || !inherited.sql.empty()) {
            parts = inherited;
            break;
        }
    }
    const bool inherits = parts.impl != nullptr;
    const std::size_t file = parts.file;
    read_body(*class_target.class_def, class_target.file, parts);
    // Expressions of two files cannot be told apart later: then it is not decided.
    if (inherits && parts.has_load && file != class_target.file) parts.undecided = true;
    return parts;
}

}  // namespace

DecoratorParts decorator_parts(const Library& library, const Target& class_target) {
    std::set<const ClassDef*> seen;
    return parts_at(library, class_target, seen);
}

}  // namespace migrate::models
