// Binary operators and comparisons of Python values.
#include <cmath>

#include "interpreter/format.h"
#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/methods.h"

namespace migrate::interpreter {

namespace {

using python::BinaryOperator;
using python::CompareOperator;

Value overflow(Machine& machine) {
    return unknown(machine, "a number beyond 64 bits");
}

Value power(Machine& machine, std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) return number(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    std::int64_t made = 1;
    for (std::int64_t i = 0; i < exponent; ++i) {
        machine.step();
        if (base == 0 || base == 1) return integer(base);
        if (__builtin_mul_overflow(made, base, &made)) return overflow(machine);
    }
    return integer(made);
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    std::int64_t quotient = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

std::optional<Value> integer_operation(Machine& machine, BinaryOperator op, std::int64_t a, std::int64_t b) {
    std::int64_t made = 0;
    const bool divides = op == BinaryOperator::Div || op == BinaryOperator::FloorDiv || op == BinaryOperator::Mod;
    if (divides && b == 0) raise(machine, "ZeroDivisionError", "division by zero");
    if (divides && b == -1 && a == INT64_MIN) return overflow(machine);
    switch (op) {
        case BinaryOperator::Add:
            return __builtin_add_overflow(a, b, &made) ? overflow(machine) : integer(made);
        case BinaryOperator::Sub:
            return __builtin_sub_overflow(a, b, &made) ? overflow(machine) : integer(made);
        case BinaryOperator::Mul:
            return __builtin_mul_overflow(a, b, &made) ? overflow(machine) : integer(made);
        case BinaryOperator::Div:
            return number(static_cast<double>(a) / static_cast<double>(b));
        case BinaryOperator::FloorDiv:
            return integer(floor_divide(a, b));
        case BinaryOperator::Mod:
            return integer(a - floor_divide(a, b) * b);
        case BinaryOperator::Pow:
            return power(machine, a, b);
        case BinaryOperator::BitAnd:
            return integer(a & b);
        case BinaryOperator::BitOr:
            return integer(a | b);
        case BinaryOperator::BitXor:
            return integer(a ^ b);
        case BinaryOperator::RShift:
            return integer(b < 0 || b > 62 ? 0 : a >> b);
        case BinaryOperator::LShift:
            if (b < 0 || b > 40 || a < 0 || a > (1LL << 20)) return overflow(machine);
            return integer(a << b);
        case BinaryOperator::MatMul:
            break;
    }
    return std::nullopt;
}

std::optional<Value> real_operation(Machine& machine, BinaryOperator op, double a, double b) {
    const bool divides = op == BinaryOperator::Div || op == BinaryOperator::FloorDiv || op == BinaryOperator::Mod;
    if (divides && b == 0) raise(machine, "ZeroDivisionError", "float division by zero");
    if (op == BinaryOperator::Add) return number(a + b);
    if (op == BinaryOperator::Sub) return number(a - b);
    if (op == BinaryOperator::Mul) return number(a * b);
    if (op == BinaryOperator::Div) return number(a / b);
    if (op == BinaryOperator::FloorDiv) return number(std::floor(a / b));
    if (op == BinaryOperator::Mod) return number(a - std::floor(a / b) * b);
    if (op == BinaryOperator::Pow) return number(std::pow(a, b));
    return std::nullopt;
}

std::optional<Value> repeat(Machine& machine, const Value& what, std::int64_t times) {
    auto count = static_cast<std::size_t>(std::max<std::int64_t>(times, 0));
    if (count > (std::uint64_t{1} << 32)) throw Stopped{"it repeats a value more than four thousand million times"};
    if (const auto* text = text_of(what)) {
        machine.heap.charge(text->size() * count);
        std::string made;
        for (std::size_t i = 0; i < count && !text->empty(); ++i) made += *text;
        return machine.heap.text(std::move(made));
    }
    const auto* list = as<List>(what);
    const auto* tuple = as<Tuple>(what);
    if (!list && !tuple) return std::nullopt;
    const Items source = list ? list->items : tuple->items;
    machine.heap.charge(source.size() * count * sizeof(Value));
    Items made;
    for (std::size_t i = 0; i < count && !source.empty(); ++i) made.insert(made.end(), source.begin(), source.end());
    return list ? machine.heap.list(std::move(made)) : machine.heap.tuple(std::move(made));
}

std::optional<Value> container_operation(Machine& machine, BinaryOperator op, const Value& left, const Value& right) {
    if (op == BinaryOperator::Add) {
        auto joined = [](Items a, const Items& b) { return a.insert(a.end(), b.begin(), b.end()), a; };
        if (auto *a = as<List>(left), *b = as<List>(right); a && b)
            return machine.heap.list(joined(a->items, b->items));
        if (auto *a = as<Tuple>(left), *b = as<Tuple>(right); a && b)
            return machine.heap.tuple(joined(a->items, b->items));
    }
    if (auto *a = as<Dict>(left), *b = as<Dict>(right); a && b && op == BinaryOperator::BitOr) {
        auto* made = machine.heap.make<Dict>(*a);
        for (const auto& [key, value] : b->items) put(*made, key, value);
        return Value{made};
    }
    if (auto *a = as<Set>(left), *b = as<Set>(right); a && b) {
        Arguments arguments{{right}, {}, nullptr, {}, false};
        if (op == BinaryOperator::BitOr) return set_method(machine, *a, "union", arguments);
        if (op == BinaryOperator::BitAnd) return set_method(machine, *a, "intersection", arguments);
        if (op == BinaryOperator::Sub) return set_method(machine, *a, "difference", arguments);
        if (op == BinaryOperator::BitXor) return set_method(machine, *a, "symmetric_difference", arguments);
    }
    return std::nullopt;
}

std::string_view sql_operator(BinaryOperator op) {
    switch (op) {
        case BinaryOperator::Add:
            return "+";
        case BinaryOperator::Sub:
            return "-";
        case BinaryOperator::Mul:
            return "*";
        case BinaryOperator::Div:
            return "/";
        case BinaryOperator::Mod:
            return "%";
        case BinaryOperator::BitAnd:
            return "AND";
        case BinaryOperator::BitOr:
            return "OR";
        default:
            return "?";
    }
}

std::string_view sql_operator(CompareOperator op) {
    switch (op) {
        case CompareOperator::Equal:
            return "=";
        case CompareOperator::NotEqual:
            return "<>";
        case CompareOperator::Less:
            return "<";
        case CompareOperator::LessEqual:
            return "<=";
        case CompareOperator::Greater:
            return ">";
        case CompareOperator::GreaterEqual:
            return ">=";
        default:
            return "?";
    }
}

/// The operation on what the operands are likely to be; nullopt when that is not known or would raise.
template <class Operation>
std::optional<Value> on_likely(Machine& machine, const Value& left, const Value& right, Operation operation) {
    auto a = likely_of(left);
    auto b = likely_of(right);
    if (!a || !b || unknown_in(*a) || unknown_in(*b)) return std::nullopt;
    try {
        return operation(machine, *a, *b);
    } catch (const Raised&) {
        return std::nullopt;
    }
}

/// Unknown and text make a text with a hole.
Value unknown_operation(Machine& machine, BinaryOperator op, const Value& left, const Value& right) {
    const auto* source = as<Unknown>(left) ? as<Unknown>(left) : as<Unknown>(right);
    const bool texts = op == BinaryOperator::Add && (text_of(left) || text_of(right) || !source->shape.empty());
    if (texts) return text_or_unknown(machine, display(machine, left) + display(machine, right), source);
    auto likely = on_likely(machine, left, right,
                            [op](Machine& m, const Value& a, const Value& b) { return binary(m, op, a, b); });
    return unknown_from(machine, *source, likely);
}

/// `in`; nullopt when that is not known.
std::optional<bool> contains(Machine& machine, const Value& container, const Value& value) {
    if (const auto* text = text_of(container)) {
        const auto* part = text_of(value);
        if (!part && !is_unknown(value)) raise(machine, "TypeError", "'in <string>' requires string as left operand");
        return part ? std::optional<bool>(text->find(*part) != std::string::npos) : std::nullopt;
    }
    const auto* dict = as<Dict>(container);
    if (const auto* set = as<Set>(container)) dict = &set->keys;
    if (dict && !unknown_in(value)) {
        if (find(*dict, value)) return true;
        for (const auto& [key, ignored] : dict->items) {
            if (unknown_in(key)) return std::nullopt;
        }
        return false;
    }
    auto items = iterate(machine, container);
    if (!items) return std::nullopt;
    bool certain = true;
    for (const Value& item : *items) {
        machine.step();
        auto same = equal(item, value);
        if (same && *same) return true;
        if (!same) certain = false;
    }
    return certain ? std::optional<bool>(false) : std::nullopt;
}

std::optional<bool> identical(const Value& left, const Value& right) {
    if (is_unknown(left) || is_unknown(right)) return std::nullopt;
    if (text_of(left) && text_of(right)) return equal(left, right);
    if (is_foreign(left) || is_foreign(right)) return equal(left, right);
    return left.data == right.data || (as<Named>(left) && equal(left, right).value_or(false));
}

std::optional<bool> ordered(Machine& machine, CompareOperator op, const Value& left, const Value& right) {
    if (as<Set>(left) && as<Set>(right)) {
        const bool below = op == CompareOperator::Less || op == CompareOperator::LessEqual;
        auto held =
            set_method(machine, *as<Set>(left), below ? "issubset" : "issuperset", {{right}, {}, nullptr, {}, false});
        const bool strict = op == CompareOperator::Less || op == CompareOperator::Greater;
        return held && *bool_of(*held) && !(strict && equal(left, right).value_or(false));
    }
    if (op == CompareOperator::Less) return less(machine, left, right);
    if (op == CompareOperator::Greater) return less(machine, right, left);
    auto other = op == CompareOperator::LessEqual ? less(machine, right, left) : less(machine, left, right);
    return other ? std::optional<bool>(!*other) : std::nullopt;
}

bool is_type(const Value& value) {
    return as<Named>(value) || object<ClassObject>(value) || object<GenericObject>(value);
}

}  // namespace

Value negated(Machine& machine, const Value& value) {
    if (const auto* source = as<Unknown>(value)) {
        auto likely = source->likely;
        const bool known = likely && !unknown_in(*likely);
        Value made = unknown_from(machine, *source, boolean(known ? !truth(machine, *likely) : true));
        as<Unknown>(made)->key = source->key;
        as<Unknown>(made)->negated = !source->negated;
        return made;
    }
    return boolean(!truth(machine, value));
}

Value binary(Machine& machine, BinaryOperator op, const Value& left, const Value& right) {
    machine.step();
    if (op == BinaryOperator::Mod && text_of(left)) return percent_format(machine, *text_of(left), right);
    if (as<Object>(left) || as<Object>(right)) {
        if (auto made = machine.host.operation(machine, sql_operator(op), left, right)) return *made;
    }
    if (op == BinaryOperator::BitOr && (is_type(left) || is_type(right))) {  // int | None
        return keep(machine.heap, GenericObject{machine.heap.named("typing.Union"), {left, right}});
    }
    if (is_unknown(left) || is_unknown(right)) return unknown_operation(machine, op, left, right);
    if (auto a = int_of(left), b = int_of(right); a && b) {
        if (auto made = integer_operation(machine, op, *a, *b)) {
            const bool logic =
                op == BinaryOperator::BitAnd || op == BinaryOperator::BitOr || op == BinaryOperator::BitXor;
            return logic && bool_of(left) && bool_of(right) ? boolean(*int_of(*made) != 0) : *made;
        }
    }
    if (auto a = number_of(left), b = number_of(right); a && b) {
        if (auto made = real_operation(machine, op, *a, *b)) return *made;
    }
    if (const auto *a = text_of(left), *b = text_of(right); a && b && op == BinaryOperator::Add)
        return machine.heap.text(*a + *b);
    if (op == BinaryOperator::Mul && int_of(right)) {
        if (auto made = repeat(machine, left, *int_of(right))) return *made;
    }
    if (op == BinaryOperator::Mul && int_of(left)) {
        if (auto made = repeat(machine, right, *int_of(left))) return *made;
    }
    if (auto made = container_operation(machine, op, left, right)) return *made;
    if (as<Object>(left) || as<Object>(right) || as<Named>(left) || as<Named>(right)) {
        return unknown(machine, "an operator on an object that is not followed");
    }
    raise(machine, "TypeError",
          "unsupported operand types: " + std::string(type_name(left)) + " and " + std::string(type_name(right)));
}

Value compare(Machine& machine, CompareOperator op, const Value& left, const Value& right) {
    machine.step();
    std::optional<bool> answer;
    const bool membership = op == CompareOperator::In || op == CompareOperator::NotIn;
    const bool identity = op == CompareOperator::Is || op == CompareOperator::IsNot;
    if (!membership && !identity && (as<Object>(left) || as<Object>(right))) {
        if (auto made = machine.host.operation(machine, sql_operator(op), left, right)) return *made;
    }
    if (membership) {
        answer = contains(machine, right, left);
    } else if (identity) {
        answer = identical(left, right);
    } else if (op == CompareOperator::Equal || op == CompareOperator::NotEqual) {
        answer = equal(left, right);
    } else if (!is_unknown(left) && !is_unknown(right)) {
        answer = ordered(machine, op, left, right);
    }
    const bool turned = op == CompareOperator::NotIn || op == CompareOperator::IsNot || op == CompareOperator::NotEqual;
    if (answer) return boolean(*answer != turned);
    const auto* source = unknown_in(left) ? unknown_in(left) : unknown_in(right);
    if (!source) return unknown(machine, "a comparison that is not followed");
    auto likely = on_likely(machine, left, right,
                            [op](Machine& m, const Value& a, const Value& b) { return compare(m, op, a, b); });
    Value made = unknown_from(machine, *source, likely);
    auto other = key_of(right);
    if (!source->key.empty() && as<Unknown>(left) == source && !membership && !unknown_in(right) && other) {
        as<Unknown>(made)->key = source->key + (identity ? " is " : " = ") + *other;
        as<Unknown>(made)->negated = turned;
    }
    return made;
}

}  // namespace migrate::interpreter
