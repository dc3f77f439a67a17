// Runs statements of the syntax tree.
#include <algorithm>

#include "interpreter/bound_names.h"
#include "interpreter/interpreter.h"
#include "interpreter/methods.h"

namespace migrate::interpreter {

namespace {

constexpr int kMaxWhile = 20'000;

/// A loop that goes on until what is not known ends it goes two rounds: `while` and `while True` with a `break` alike.
/// Scope::rounds is the outer loop's again at its end.
class Rounds {
  public:
    explicit Rounds(Scope& scope) : scope_(scope), outer_(std::exchange(scope.rounds, 0)) {}
    ~Rounds() { scope_.rounds = outer_; }
    Rounds(const Rounds&) = delete;
    Rounds& operator=(const Rounds&) = delete;

  private:
    Scope& scope_;
    int outer_;
};

/// Raises a counter as long as it lives.
struct Counted {
    int& count;
    int by;
    Counted(int& the_count, int the_by) : count(the_count), by(the_by) { count += by; }
    ~Counted() { count -= by; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
};

/// A call that stands alone knows that its result is not used.
Value evaluate_alone(Machine& machine, Scope& scope, const python::Expression& expression);

struct Executor {
    Machine& machine;
    Scope& scope;
    const python::Statement& statement;

    Flow operator()(const python::Opaque& node) const {
        if (&scope == machine.module) {
            machine.host.note(machine, "not followed: " + node.reason);
        } else {
            machine.host.unseen_statement(machine, node.source.substr(0, 500), "not followed: " + node.reason);
        }
        return Flow::next;
    }
    Flow operator()(const python::Import& node) const { return import_names(machine, scope, node), Flow::next; }
    Flow operator()(const python::ImportFrom& node) const { return import_names(machine, scope, node), Flow::next; }

    Flow operator()(const python::Assign& node) const {
        if (!node.value) return Flow::next;
        Value value = evaluate(machine, scope, *node.value);
        for (const python::Expression& target : node.targets) assign(machine, scope, target, value);
        return Flow::next;
    }

    Flow operator()(const python::AugAssign& node) const {
        Value old = evaluate(machine, scope, node.target);
        Value more = evaluate(machine, scope, node.value);
        Arguments arguments{{more}, {}, nullptr, {}, false};
        if (auto* list = as<List>(old); list && node.op == python::BinaryOperator::Add) {
            list_method(machine, *list, "extend", arguments);
        } else if (auto* set = as<Set>(old);
                   set && !set->frozen && node.op == python::BinaryOperator::BitOr && as<Set>(more)) {
            set_method(machine, *set, "update", arguments);
        } else {
            assign(machine, scope, node.target, binary(machine, node.op, old, more));
        }
        return Flow::next;
    }

    Flow operator()(const python::ExpressionStatement& node) const {
        if (!node.expression.as<python::String>()) evaluate_alone(machine, scope, node.expression);
        return Flow::next;
    }

    Flow operator()(const python::If& node) const {
        for (const python::Branch& branch : node.branches) {
            machine.line = static_cast<int>(branch.condition.span.line);
            const Value condition = evaluate(machine, scope, branch.condition);
            const bool leaves = !branch.body.empty() && branch.body.back().as<python::Break>() != nullptr;
            if (leaves && scope.rounds > 0 && is_unknown(condition)) return execute(machine, scope, branch.body);
            if (truth(machine, condition)) return execute(machine, scope, branch.body);
        }
        return execute(machine, scope, node.otherwise);
    }

    Flow operator()(const python::For& node) const {
        Value source = evaluate(machine, scope, node.iterable);
        auto items = iterate(machine, source);
        if (!items) {
            const auto* unknown = unknown_in(source);
            Value question =
                unknown ? unknown_from(machine, *unknown, unknown->likely)
                        : interpreter::unknown(machine, "what this loop goes over is not known", boolean(false));
            if (!truth(machine, question)) return execute(machine, scope, node.otherwise);
            items = Items{unknown ? unknown_from(machine, *unknown) : question};
        }
        const Rounds rounds(scope);
        for (const Value& item : *items) {
            machine.step();
            assign(machine, scope, node.target, item);
            Flow flow = execute(machine, scope, node.body);
            if (flow == Flow::broke) return Flow::next;
            if (flow == Flow::returned) return flow;
        }
        return execute(machine, scope, node.otherwise);
    }

    Flow operator()(const python::While& node) const {
        const Rounds rounds(scope);
        for (int round = 0;; ++round) {
            scope.rounds = round;
            machine.line = static_cast<int>(statement.span.line);
            if (round > kMaxWhile) throw Stopped{"a while loop goes round more than 20000 times"};
            Value condition = evaluate(machine, scope, node.condition);
            if (is_unknown(condition) && round > 0) return Flow::next;
            if (!truth(machine, condition)) return execute(machine, scope, node.otherwise);
            Flow flow = execute(machine, scope, node.body);
            if (flow == Flow::broke) return Flow::next;
            if (flow == Flow::returned) return flow;
        }
    }

    Flow operator()(const python::With& node) const { return with(node, 0); }
    Flow operator()(const python::Try& node) const;

    Flow operator()(const python::FunctionDef& node) const {
        scope.names.insert_or_assign(node.name, make_function(machine, scope, node));
        return Flow::next;
    }
    Flow operator()(const python::ClassDef& node) const {
        scope.names.insert_or_assign(node.name, make_class(machine, scope, node));
        return Flow::next;
    }
    Flow operator()(const python::Return& node) const {
        scope.result = node.value ? evaluate(machine, scope, *node.value) : none();
        return Flow::returned;
    }

    Flow operator()(const python::Raise& node) const {
        if (!node.value) {
            if (scope.handled) throw Raised{*scope.handled, false};
            raise(machine, "builtins.RuntimeError", "no exception to raise again", false);
        }
        Value value = evaluate(machine, scope, *node.value);
        if (as<Named>(value) || object<ClassObject>(value)) value = call(machine, value, {});
        if (!object<ExceptionObject>(value)) value = keep(machine.heap, ExceptionObject{"builtins.Exception", {value}});
        throw Raised{value, false};
    }

    Flow operator()(const python::Pass&) const { return Flow::next; }
    Flow operator()(const python::Break&) const { return Flow::broke; }
    Flow operator()(const python::Continue&) const { return Flow::continued; }

    Flow operator()(const python::Del& node) const {
        for (const python::Expression& target : node.targets) remove(target);
        return Flow::next;
    }

    Flow operator()(const python::Global& node) const {
        for (const std::string& name : node.names) (node.nonlocal ? scope.nonlocals : scope.globals).insert(name);
        return Flow::next;
    }

    Flow operator()(const python::Assert& node) const {
        Value value = evaluate(machine, scope, node.condition);
        if (is_unknown(value) || truth(machine, value)) return Flow::next;
        Value message = node.message ? evaluate(machine, scope, *node.message) : machine.heap.text("assertion failed");
        throw Raised{keep(machine.heap, ExceptionObject{"builtins.AssertionError", {message}}), false};
    }

    void remove(const python::Expression& target) const;
    Flow with(const python::With& node, std::size_t place) const;
    Flow handle(const python::Try& node, const Raised& raised) const;
};

void Executor::remove(const python::Expression& target) const {
    if (const auto* name = target.as<python::Name>()) {
        scope.names.erase(name->id);
    } else if (const auto* item = target.as<python::Subscript>()) {
        Value holder = evaluate(machine, scope, *item->object);
        Value key = evaluate(machine, scope, *item->index);
        Arguments arguments{{key}, {}, nullptr, {}, false};
        if (auto* dict = as<Dict>(holder)) dict_method(machine, *dict, "pop", arguments);
        if (auto* list = as<List>(holder)) list_method(machine, *list, "pop", arguments);
    } else if (const auto* tuple = target.as<python::Tuple>()) {
        for (const python::Expression& inner : tuple->items) remove(inner);
    }
}

/// The method of `x.method(...)`, "" for anything else.
std::string_view method_called(const python::Expression& expression) {
    const auto* call = expression.as<python::Call>();
    const auto* callee = call ? call->callee->as<python::Attribute>() : nullptr;
    return callee ? std::string_view(callee->name) : std::string_view();
}

/// A block of the host's, ended whatever happens in it.
class Block {
  public:
    Block(Machine& machine, const Value& context, std::string_view method)
        : machine_(machine), context_(context), entered_(machine.host.enter(machine, context, method)) {}
    ~Block() {
        if (entered_) machine_.host.leave(machine_, context_, false);
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    void finish() {
        if (std::exchange(entered_, false)) machine_.host.leave(machine_, context_, true);
    }

  private:
    Machine& machine_;
    const Value context_;
    bool entered_;
};

Flow Executor::with(const python::With& node, std::size_t place) const {
    if (place == node.items.size()) return execute(machine, scope, node.body);
    const python::WithItem& item = node.items[place];
    Value context = evaluate(machine, scope, item.context);
    if (item.target) assign(machine, scope, *item.target, context);
    auto* suppressed = object<ExceptionObject>(context);
    if (!suppressed) {
        Block block(machine, context, method_called(item.context));
        Flow flow = with(node, place + 1);
        block.finish();
        return flow;
    }
    try {
        Counted guard(machine.guarded, 1);
        Counted swallow(machine.swallowing, 1);
        return with(node, place + 1);
    } catch (const Raised& raised) {
        const auto& exception = *object<ExceptionObject>(raised.exception);
        const bool caught =
            std::ranges::any_of(suppressed->arguments, [&](const Value& type) { return catches(type, exception); });
        if (!caught) throw;
        return Flow::next;
    }
}

/// True unless every handler ends by raising, as those do that only log or roll back.
bool swallows(const python::Try& node) {
    return std::ranges::any_of(node.handlers, [](const python::Handler& handler) {
        return handler.body.empty() || handler.body.back().as<python::Raise>() == nullptr;
    });
}

Flow Executor::handle(const python::Try& node, const Raised& raised) const {
    const auto& exception = *object<ExceptionObject>(raised.exception);
    for (const python::Handler& handler : node.handlers) {
        Value type =
            handler.type ? evaluate(machine, scope, *handler.type) : machine.heap.named("builtins.BaseException");
        if (!catches(type, exception)) continue;
        if (!handler.name.empty()) scope.names.insert_or_assign(handler.name, raised.exception);
        const Value* outer = scope.handled;
        scope.handled = &raised.exception;
        Flow flow = execute(machine, scope, handler.body);
        scope.handled = outer;
        return flow;
    }
    throw raised;
}

Flow Executor::operator()(const python::Try& node) const {
    Flow flow = Flow::next;
    bool caught = false;
    try {
        try {
            Counted guard(machine.guarded, node.handlers.empty() ? 0 : 1);
            Counted swallow(machine.swallowing, swallows(node) ? 1 : 0);
            flow = execute(machine, scope, node.body);
        } catch (const Raised& raised) {
            caught = true;
            flow = handle(node, raised);
            machine.host.caught(machine, raised.simulated);
        }
        if (!caught && flow == Flow::next) flow = execute(machine, scope, node.otherwise);
    } catch (const Raised&) {
        execute(machine, scope, node.finally);
        throw;
    }
    Flow last = execute(machine, scope, node.finally);
    return last == Flow::next ? flow : last;
}

Value evaluate_alone(Machine& machine, Scope& scope, const python::Expression& expression) {
    const bool outer = machine.alone;
    machine.alone = expression.as<python::Call>() != nullptr;
    Value value = evaluate(machine, scope, expression);
    machine.alone = outer;
    return value;
}

}  // namespace

Flow execute(Machine& machine, Scope& scope, const python::Statement& statement) {
    machine.step();
    Nested nested(machine);
    machine.line = static_cast<int>(statement.span.line);
    return std::visit(Executor{machine, scope, statement}, statement.value);
}

Flow execute(Machine& machine, Scope& scope, const python::Body& body) {
    for (const python::Statement& statement : body) {
        Flow flow = execute(machine, scope, statement);
        if (flow != Flow::next) return flow;
    }
    return Flow::next;
}

std::optional<Flow> execute_loading(Machine& machine, Scope& scope, const python::Body& body) {
    for (const python::Statement& statement : body) {
        try {
            const Flow flow = execute(machine, scope, statement);
            if (flow != Flow::next) return flow;
        } catch (const NotKnown&) {
            std::set<std::string> names;
            add_bound_names(statement, names);
            if (names.contains("return") || names.contains("*")) return std::nullopt;
            for (const std::string& name : names)
                scope.names.insert_or_assign(name, unknown(machine, name + " depends on what only the real run knows"));
        }
    }
    return Flow::next;
}

}  // namespace migrate::interpreter
