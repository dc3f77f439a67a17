// Evaluates expressions of the syntax tree.
#include "interpreter/format.h"
#include "interpreter/interpreter.h"
#include "interpreter/methods.h"
#include "interpreter/modules.h"

namespace migrate::interpreter {

namespace {

constexpr int kMaxNesting = 500;

struct Evaluator {
    Machine& machine;
    Scope& scope;

    Value operator()(const python::Opaque& node) const { return unknown(machine, "not followed: " + node.reason); }

    Value operator()(const python::Name& node) const {
        if (const Value* value = look_up(machine, scope, node.id)) return settled(machine, *value);
        if (const auto value = lazy_name(machine, scope, node.id)) return settled(machine, *value);
        if (auto value = outside_name(machine, node.id)) return *value;
        raise(machine, "NameError", "name '" + node.id + "' is not defined");
    }

    Value operator()(const python::String& node) const {
        return node.bytes ? machine.heap.bytes(node.value) : machine.heap.text(node.value);
    }

    Value operator()(const python::FString& node) const { return joined(node.parts); }

    Value operator()(const python::Number& node) const {
        if (auto whole = python::integer_value(node)) return integer(*whole);
        if (auto real = python::float_value(node)) return number(*real);
        return unknown(machine, "the number " + node.text.substr(0, 40) + " is not followed");
    }

    Value operator()(python::Constant node) const {
        if (node == python::Constant::None) return none();
        if (node == python::Constant::Ellipsis) return machine.heap.named("builtins.Ellipsis");
        return boolean(node == python::Constant::True);
    }

    Value operator()(const python::Attribute& node) const {
        return settled(machine, attribute(machine, evaluate(machine, scope, *node.object), node.name));
    }

    Value operator()(const python::Call& node) const;

    Value operator()(const python::List& node) const { return machine.heap.list(items(node.items)); }
    Value operator()(const python::Tuple& node) const { return machine.heap.tuple(items(node.items)); }

    Value operator()(const python::Set& node) const {
        Value made = machine.heap.set();
        for (const Value& item : items(node.items)) {
            machine.heap.charge(96);
            if (!put(as<Set>(made)->keys, item, none())) raise(machine, "TypeError", "unhashable value in a set");
        }
        return made;
    }

    Value operator()(const python::Dict& node) const {
        Value made = machine.heap.dict();
        for (const python::DictItem& item : node.items) {
            machine.heap.charge(96);
            Value value = evaluate(machine, scope, item.value);
            if (item.key) {
                if (!put(*as<Dict>(made), evaluate(machine, scope, *item.key), value))
                    raise(machine, "TypeError", "unhashable key");
            } else if (const auto* other = as<Dict>(value)) {
                for (const auto& [key, inner] : other->items) put(*as<Dict>(made), key, inner);
            } else if (const auto* source = as<Unknown>(value)) {
                return unknown_from(machine, *source);
            }
        }
        return made;
    }

    Value operator()(const python::Subscript& node) const {
        Value value = evaluate(machine, scope, *node.object);
        if (const auto* cut = node.index->as<python::Slice>()) {
            return slice(machine, value, optional(cut->lower), optional(cut->upper), optional(cut->step));
        }
        return subscript(machine, value, evaluate(machine, scope, *node.index));
    }

    Value operator()(const python::Slice&) const { return unknown(machine, "a slice that is not followed"); }

    Value operator()(const python::Unary& node) const {
        Value value = evaluate(machine, scope, *node.operand);
        const char* op = node.op == python::UnaryOperator::Minus ? "-" : "NOT";
        if (auto made = as<Object>(value) ? machine.host.operation(machine, op, value, none()) : std::nullopt)
            return *made;
        if (node.op == python::UnaryOperator::Not) return negated(machine, value);
        if (const auto* source = as<Unknown>(value)) return unknown_from(machine, *source);
        if (node.op == python::UnaryOperator::Minus)
            return binary(machine, python::BinaryOperator::Sub, integer(0), value);
        if (node.op == python::UnaryOperator::Invert) {
            return binary(machine, python::BinaryOperator::Sub,
                          binary(machine, python::BinaryOperator::Sub, integer(0), value), integer(1));
        }
        return value;
    }

    Value operator()(const python::Binary& node) const {
        Value left = evaluate(machine, scope, *node.left);
        return binary(machine, node.op, left, evaluate(machine, scope, *node.right));
    }

    Value operator()(const python::BoolOp& node) const {
        const bool is_and = node.op == python::BoolOperator::And;
        Value value = none();
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            value = evaluate(machine, scope, node.operands[i]);
            if (i + 1 == node.operands.size()) return value;
            if (is_unknown(value)) {
                const bool taken = truth(machine, value);
                if (taken != is_and) return is_and ? boolean(false) : value;
            } else if (truth(machine, value) != is_and) {
                return value;
            }
        }
        return value;
    }

    Value operator()(const python::Compare& node) const {
        Value left = evaluate(machine, scope, *node.first);
        Value answer = boolean(true);
        for (std::size_t i = 0; i < node.rest.size(); ++i) {
            Value right = evaluate(machine, scope, node.rest[i].operand);
            answer = compare(machine, node.rest[i].op, left, right);
            if (i + 1 < node.rest.size() && !truth(machine, answer)) return boolean(false);
            left = right;
        }
        return answer;
    }

    Value operator()(const python::Conditional& node) const {
        const bool taken = truth(machine, evaluate(machine, scope, *node.condition));
        return evaluate(machine, scope, taken ? *node.then : *node.otherwise);
    }

    Value operator()(const python::Lambda& node) const {
        auto made = std::make_shared<Function>();
        made->name = "<lambda>";
        made->parameters = &node.parameters;
        made->expression = &*node.body;
        made->closure = &scope;
        made->module = machine.module;
        for (const auto& parameter : node.parameters) {
            made->defaults.push_back(parameter.default_value
                                         ? std::optional(evaluate(machine, scope, *parameter.default_value))
                                         : std::nullopt);
        }
        return {machine.heap.keep(std::move(made))};
    }

    Value operator()(const python::Comprehension& node) const;

    Value operator()(const python::Await& node) const { return evaluate(machine, scope, *node.operand); }
    Value operator()(const python::Starred& node) const { return evaluate(machine, scope, *node.operand); }

    Value operator()(const python::NamedExpr& node) const {
        Value value = evaluate(machine, scope, *node.value);
        scope.names.insert_or_assign(node.name, value);
        return value;
    }

    Value operator()(const python::Yield& node) const {
        Value value = node.operand ? evaluate(machine, scope, *node.operand) : none();
        scope.generator = true;
        if (!node.from) {
            scope.yielded.push_back(value);
        } else if (auto items = iterate(machine, value)) {
            scope.yielded.insert(scope.yielded.end(), items->begin(), items->end());
        }
        machine.heap.charge(sizeof(Value));
        return none();
    }

    [[nodiscard]] Value optional(const python::Box<python::Expression>& node) const {
        return node ? evaluate(machine, scope, *node) : none();
    }

    /// The items of a list or a call, with `*more` opened.
    [[nodiscard]] Items items(const std::vector<python::Expression>& nodes, const Unknown** rest = nullptr) const {
        Items made;
        for (const python::Expression& node : nodes) {
            const auto* starred = node.as<python::Starred>();
            Value value = evaluate(machine, scope, node);
            machine.heap.charge(sizeof(Value));
            if (!starred) {
                made.push_back(value);
            } else if (auto more = iterate(machine, value)) {
                made.insert(made.end(), more->begin(), more->end());
            } else {
                const auto* source = unknown_in(value);
                Value hole =
                    source ? unknown_from(machine, *source) : unknown(machine, "what * opens here is not known");
                if (rest) *rest = as<Unknown>(hole);
                if (!rest) made.push_back(hole);
            }
        }
        return made;
    }

    [[nodiscard]] Value joined(const std::vector<python::FStringPart>& parts) const {
        std::string made;
        const Unknown* hole = nullptr;
        for (const python::FStringPart& part : parts) {
            made += part.text;
            if (!part.expression) continue;
            Value value = evaluate(machine, scope, *part.expression);
            if (part.conversion == 'r' || part.conversion == 'a') value = machine.heap.text(represent(machine, value));
            std::optional<std::string> text;
            Value spec = part.format.empty() ? machine.heap.text("") : joined(part.format);
            if (text_of(spec) && !is_unknown(value)) text = format_value(machine, value, *text_of(spec));
            if (!text && !hole) hole = unknown_in(value);
            if (is_unknown(value)) text = display(machine, value);
            made += text.value_or(std::string(1, kHole));
        }
        return text_or_unknown(machine, std::move(made), hole);
    }
};

std::string source_of(const python::Expression& callee) {
    auto name = python::dotted_name(callee);
    return (name ? *name : std::string("a call")) + "(...)";
}

Value Evaluator::operator()(const python::Call& node) const {
    const bool alone = std::exchange(machine.alone, false);
    Value callee = evaluate(machine, scope, *node.callee);
    Arguments arguments;
    arguments.source = source_of(*node.callee);
    arguments.result_unused = alone;
    arguments.positional = items(node.positional, &arguments.rest);
    for (const python::Keyword& keyword : node.keywords) {
        Value value = evaluate(machine, scope, keyword.value);
        if (!keyword.name.empty()) {
            arguments.named.emplace_back(keyword.name, value);
        } else if (const auto* dict = as<Dict>(value)) {
            for (const auto& [key, inner] : dict->items) {
                if (text_of(key)) arguments.named.emplace_back(*text_of(key), inner);
            }
        } else {
            const auto* source = unknown_in(value);
            Value hole = source ? unknown_from(machine, *source) : unknown(machine, "what ** opens here is not known");
            arguments.rest = as<Unknown>(hole);
        }
    }
    return call(machine, callee, std::move(arguments));
}

/// Runs the clauses of a comprehension from the one at `place` on, and `each` for every combination; false
/// when unknown.
template <class Each>
bool for_each(Machine& machine, Scope& scope, const python::Comprehension& node, std::size_t place, const Unknown*& why,
              Each each) {
    if (place == node.clauses.size()) {
        each();
        return true;
    }
    const python::ComprehensionClause& clause = node.clauses[place];
    Value source = evaluate(machine, scope, clause.iterable);
    auto items = iterate(machine, source);
    if (!items) {
        why = unknown_in(source);
        return false;
    }
    for (const Value& item : *items) {
        machine.step();
        assign(machine, scope, clause.target, item);
        bool wanted = true;
        for (const python::Expression& condition : clause.conditions) {
            wanted = wanted && truth(machine, evaluate(machine, scope, condition));
        }
        if (wanted && !for_each(machine, scope, node, place + 1, why, each)) return false;
    }
    return true;
}

Value Evaluator::operator()(const python::Comprehension& node) const {
    auto inner = std::make_shared<Scope>();
    inner->outer = &scope;
    Scope& own = *machine.heap.keep(inner);
    Items made;
    Value dict = machine.heap.dict();
    const Unknown* why = nullptr;
    const bool known = for_each(machine, own, node, 0, why, [&] {
        machine.heap.charge(sizeof(Value) + 96);
        Value element = evaluate(machine, own, *node.element);
        if (node.kind == python::ComprehensionKind::Dict) {
            if (!put(*as<Dict>(dict), element, evaluate(machine, own, *node.value)))
                raise(machine, "TypeError", "unhashable key");
        } else if (node.kind == python::ComprehensionKind::Set) {
            if (!put(*as<Dict>(dict), element, none())) raise(machine, "TypeError", "unhashable value in a set");
        } else {
            made.push_back(element);
        }
    });
    if (!known) {
        Value empty = machine.heap.list();
        if (node.kind == python::ComprehensionKind::Dict) empty = machine.heap.dict();
        if (node.kind == python::ComprehensionKind::Set) empty = machine.heap.set();
        return why ? unknown_from(machine, *why, empty) : unknown(machine, "what this goes over is not known", empty);
    }
    if (node.kind == python::ComprehensionKind::Dict) return dict;
    if (node.kind == python::ComprehensionKind::Set) {
        auto* set = machine.heap.make<Set>();
        set->keys = *as<Dict>(dict);
        return {set};
    }
    if (node.kind == python::ComprehensionKind::Generator)
        return keep(machine.heap, IteratorObject{std::move(made), 0});
    return machine.heap.list(std::move(made));
}

}  // namespace

Nested::Nested(Machine& machine) : machine_(machine) {
    if (machine.nesting >= kMaxNesting) throw Stopped{"its calls and expressions nest too deep"};
    ++machine_.nesting;
}

const Value* look_up(const Machine& machine, const Scope& scope, std::string_view name) {
    const bool global = scope.globals.contains(std::string(name));
    for (const Scope* at = global ? machine.module : &scope; at; at = at->outer) {
        auto found = at->names.find(name);
        if (found != at->names.end()) return &found->second;
    }
    return nullptr;
}

Value evaluate(Machine& machine, Scope& scope, const python::Expression& expression) {
    machine.step();
    Nested nested(machine);
    return std::visit(Evaluator{machine, scope}, expression.value);
}

}  // namespace migrate::interpreter
