#include "lint/python_calls.h"

namespace migrate::lint {

namespace {

using namespace python;

class Walker {
  public:
    explicit Walker(const std::function<void(const Call&, int)>& visit) : visit_(visit) {}

    void body(const Body& statements) {
        for (const Statement& statement : statements)
            std::visit([&](const auto& each) { parts(each); }, statement.value);
    }

  private:
    void expression(const Expression& each) {
        if (const auto* call = each.as<Call>()) visit_(*call, static_cast<int>(each.span.line));
        std::visit([&](const auto& node) { parts(node); }, each.value);
    }
    void boxed(const Box<Expression>& box) {
        if (box) expression(*box);
    }
    void all(const std::vector<Expression>& list) {
        for (const Expression& each : list) expression(each);
    }

    void parts(const Call& call) {
        boxed(call.callee);
        all(call.positional);
        for (const Keyword& keyword : call.keywords) expression(keyword.value);
    }
    void parts(const Attribute& attribute) { boxed(attribute.object); }
    void parts(const List& list) { all(list.items); }
    void parts(const Tuple& tuple) { all(tuple.items); }
    void parts(const Set& set) { all(set.items); }
    void parts(const Dict& dict) {
        for (const DictItem& item : dict.items) expression(item.value);
    }
    void parts(const Subscript& subscript) {
        boxed(subscript.object);
        boxed(subscript.index);
    }
    void parts(const Unary& unary) { boxed(unary.operand); }
    void parts(const Binary& binary) {
        boxed(binary.left);
        boxed(binary.right);
    }
    void parts(const BoolOp& operation) { all(operation.operands); }
    void parts(const Compare& compare) {
        boxed(compare.first);
        for (const CompareStep& step : compare.rest) expression(step.operand);
    }
    void parts(const Conditional& conditional) {
        boxed(conditional.condition);
        boxed(conditional.then);
        boxed(conditional.otherwise);
    }
    void parts(const Comprehension& comprehension) {
        boxed(comprehension.element);
        boxed(comprehension.value);
        for (const ComprehensionClause& clause : comprehension.clauses) {
            expression(clause.iterable);
            all(clause.conditions);
        }
    }
    void parts(const Starred& starred) { boxed(starred.operand); }
    void parts(const NamedExpr& named) { boxed(named.value); }
    void parts(const FString& text) {
        for (const FStringPart& part : text.parts) boxed(part.expression);
    }

    void parts(const ExpressionStatement& statement) { expression(statement.expression); }
    void parts(const Assign& assign) { boxed(assign.value); }
    void parts(const AugAssign& assign) { expression(assign.value); }
    void parts(const If& condition) {
        for (const Branch& branch : condition.branches) {
            expression(branch.condition);
            body(branch.body);
        }
        body(condition.otherwise);
    }
    void parts(const For& loop) {
        expression(loop.iterable);
        body(loop.body);
        body(loop.otherwise);
    }
    void parts(const While& loop) {
        expression(loop.condition);
        body(loop.body);
    }
    void parts(const With& with) {
        for (const WithItem& item : with.items) expression(item.context);
        body(with.body);
    }
    void parts(const Try& attempt) {
        body(attempt.body);
        for (const Handler& handler : attempt.handlers) body(handler.body);
        body(attempt.otherwise);
        body(attempt.finally);
    }
    void parts(const FunctionDef& function) { body(function.body); }
    void parts(const Return& statement) { boxed(statement.value); }

    template <class Other>
    void parts(const Other&) {}  // no calls in it that migrations make

    const std::function<void(const Call&, int)>& visit_;
};

}  // namespace

void each_call(const python::Module& module, const std::function<void(const python::Call&, int line)>& visit) {
    each_call(module.statements, visit);
}

void each_call(const python::Body& statements, const std::function<void(const python::Call&, int line)>& visit) {
    Walker(visit).body(statements);
}

}  // namespace migrate::lint
