#include <unordered_map>

#include "python/convert.h"

namespace migrate::python {

std::vector<Converter::Index> Converter::children(Index index) const {
    std::vector<Index> found;
    for (Index child = at(index).first_child; child >= 0; child = at(child).next_sibling) found.push_back(child);
    return found;
}

std::vector<Converter::Index> Converter::named_children(Index index) const {
    std::vector<Index> found;
    for (Index child = at(index).first_child; child >= 0; child = at(child).next_sibling) {
        if (at(child).named) found.push_back(child);
    }
    return found;
}

Converter::Index Converter::child_of_field(Index index, std::string_view field) const {
    for (Index child = at(index).first_child; child >= 0; child = at(child).next_sibling) {
        if (at(child).field == field) return child;
    }
    return -1;
}

Converter::Index Converter::child_of_kind(Index index, std::string_view kind) const {
    for (Index child = at(index).first_child; child >= 0; child = at(child).next_sibling) {
        if (at(child).kind == kind) return child;
    }
    return -1;
}

Opaque Converter::opaque(Index index, std::string reason) const {
    return {.source = std::string(text(index)), .reason = std::move(reason)};
}

Expression Converter::expression(Index index) {
    // Brackets around one expression are not nesting: any number of them is one step.
    while (at(index).kind == "parenthesized_expression") {
        const std::vector<Index> inner = named_children(index);
        if (inner.size() != 1) break;
        index = inner.front();
    }
    const Depth depth(depth_);
    if (too_deep()) return {opaque(index, "nested too deep"), at(index).span};
    return {convert(index), at(index).span};
}

ExpressionValue Converter::convert(Index index) {
    using Convert = ExpressionValue (Converter::*)(Index);
    static const std::unordered_map<std::string_view, Convert> kHandlers = {
        {"identifier", &Converter::name},
        {"dotted_name", &Converter::name},
        {"integer", &Converter::number},
        {"float", &Converter::number},
        {"none", &Converter::constant},
        {"true", &Converter::constant},
        {"false", &Converter::constant},
        {"ellipsis", &Converter::constant},
        {"attribute", &Converter::attribute},
        {"call", &Converter::call},
        {"list", &Converter::sequence},
        {"list_pattern", &Converter::sequence},
        {"tuple", &Converter::sequence},
        {"tuple_pattern", &Converter::sequence},
        {"expression_list", &Converter::sequence},
        {"pattern_list", &Converter::sequence},
        {"set", &Converter::sequence},
        {"dictionary", &Converter::dict},
        {"subscript", &Converter::subscript},
        {"slice", &Converter::slice},
        {"unary_operator", &Converter::unary},
        {"not_operator", &Converter::unary},
        {"binary_operator", &Converter::binary},
        {"boolean_operator", &Converter::bool_op},
        {"comparison_operator", &Converter::compare},
        {"conditional_expression", &Converter::conditional},
        {"lambda", &Converter::lambda},
        {"list_comprehension", &Converter::comprehension},
        {"set_comprehension", &Converter::comprehension},
        {"dictionary_comprehension", &Converter::comprehension},
        {"generator_expression", &Converter::comprehension},
        {"await", &Converter::await},
        {"list_splat", &Converter::starred},
        {"list_splat_pattern", &Converter::starred},
        {"named_expression", &Converter::named_expr},
        {"yield", &Converter::yield},
        {"type", &Converter::type},
        {"generic_type", &Converter::generic_type},
        {"union_type", &Converter::union_type},
        {"member_type", &Converter::member_type},
        {"string", &Converter::string},
        {"concatenated_string", &Converter::concatenated_string},
    };
    const auto handler = kHandlers.find(at(index).kind);
    if (handler == kHandlers.end() || at(index).is_error) return opaque(index, std::string(at(index).kind));
    return (this->*handler->second)(index);
}

std::vector<Expression> Converter::expressions(const std::vector<Index>& indexes) {
    std::vector<Expression> found;
    found.reserve(indexes.size());
    for (const Index index : indexes) found.push_back(expression(index));
    return found;
}

Box<Expression> Converter::optional_expression(Index index) {
    if (index < 0) return {};
    return expression(index);
}

Expression Converter::only_child(Index index) {
    const std::vector<Index> inner = named_children(index);
    if (inner.size() == 1) return expression(inner.front());
    return {opaque(index, std::string(at(index).kind)), at(index).span};
}

ExpressionValue Converter::name(Index index) {
    return Name{std::string(text(index))};
}

ExpressionValue Converter::number(Index index) {
    const std::string_view digits = text(index);
    const char last = digits.empty() ? '\0' : static_cast<char>(digits.back() | 0x20);
    if (last == 'l') return opaque(index, "a Python 2 number");
    if (last == 'j') return Number{std::string(digits), NumberKind::Imaginary};
    return Number{std::string(digits), at(index).kind == "float" ? NumberKind::Float : NumberKind::Integer};
}

ExpressionValue Converter::constant(Index index) {
    const std::string_view kind = at(index).kind;
    if (kind == "true") return Constant::True;
    if (kind == "false") return Constant::False;
    return kind == "none" ? Constant::None : Constant::Ellipsis;
}

ExpressionValue Converter::attribute(Index index) {
    return Attribute{expression(child_of_field(index, "object")),
                     std::string(text(child_of_field(index, "attribute")))};
}

ExpressionValue Converter::call(Index index) {
    Call call{.callee = expression(child_of_field(index, "function"))};
    const Index arguments = child_of_field(index, "arguments");
    if (at(arguments).kind == "generator_expression") {
        call.positional.push_back(expression(arguments));
    } else {
        add_arguments(arguments, call.positional, call.keywords);
    }
    return call;
}

void Converter::add_arguments(Index list, std::vector<Expression>& positional, std::vector<Keyword>& keywords) {
    for (const Index argument : named_children(list)) {
        const std::string_view kind = at(argument).kind;
        if (kind == "keyword_argument") {
            keywords.push_back(
                {std::string(text(child_of_field(argument, "name"))), expression(child_of_field(argument, "value"))});
        } else if (kind == "dictionary_splat") {
            keywords.push_back({"", only_child(argument)});
        } else {
            positional.push_back(expression(argument));
        }
    }
}

ExpressionValue Converter::sequence(Index index) {
    std::vector<Expression> items = expressions(named_children(index));
    const std::string_view kind = at(index).kind;
    if (kind == "list" || kind == "list_pattern") return List{std::move(items)};
    if (kind == "set") return Set{std::move(items)};
    return Tuple{std::move(items)};
}

ExpressionValue Converter::dict(Index index) {
    Dict dict;
    for (const Index item : named_children(index)) {
        if (at(item).kind == "pair") {
            dict.items.push_back({expression(child_of_field(item, "key")), expression(child_of_field(item, "value"))});
        } else {
            dict.items.push_back({{}, only_child(item)});
        }
    }
    return dict;
}

ExpressionValue Converter::subscript(Index index) {
    std::vector<Index> indexes;
    for (const Index child : named_children(index)) {
        if (at(child).field == "subscript") indexes.push_back(child);
    }
    Box<Expression> object = expression(child_of_field(index, "value"));
    if (indexes.size() == 1 && !has_token(index, ",")) return Subscript{std::move(object), expression(indexes.front())};
    return Subscript{std::move(object), Expression{Tuple{expressions(indexes)}, at(index).span}};
}

ExpressionValue Converter::slice(Index index) {
    Slice slice;
    Box<Expression>* const parts[] = {&slice.lower, &slice.upper, &slice.step};
    std::size_t part = 0;
    for (const Index child : children(index)) {
        if (at(child).kind == ":") {
            ++part;
        } else if (part < std::size(parts)) {
            *parts[part] = expression(child);
        }
    }
    return slice;
}

ExpressionValue Converter::unary(Index index) {
    Box<Expression> operand = expression(child_of_field(index, "argument"));
    if (at(index).kind == "not_operator") return Unary{UnaryOperator::Not, std::move(operand)};
    const std::string_view sign = text(child_of_field(index, "operator"));
    const UnaryOperator op = sign == "-"   ? UnaryOperator::Minus
                             : sign == "+" ? UnaryOperator::Plus
                                           : UnaryOperator::Invert;
    return Unary{op, std::move(operand)};
}

std::optional<BinaryOperator> binary_operator(std::string_view sign) {
    static const std::unordered_map<std::string_view, BinaryOperator> kOperators = {
        {"+", BinaryOperator::Add},     {"-", BinaryOperator::Sub},       {"*", BinaryOperator::Mul},
        {"/", BinaryOperator::Div},     {"//", BinaryOperator::FloorDiv}, {"%", BinaryOperator::Mod},
        {"**", BinaryOperator::Pow},    {"@", BinaryOperator::MatMul},    {"<<", BinaryOperator::LShift},
        {">>", BinaryOperator::RShift}, {"&", BinaryOperator::BitAnd},    {"|", BinaryOperator::BitOr},
        {"^", BinaryOperator::BitXor},
    };
    const auto found = kOperators.find(sign);
    if (found == kOperators.end()) return std::nullopt;
    return found->second;
}

ExpressionValue Converter::binary(Index index) {
    const auto op = binary_operator(text(child_of_field(index, "operator")));
    if (!op) return opaque(index, "an operator that is not known");
    return Binary{*op, expression(child_of_field(index, "left")), expression(child_of_field(index, "right"))};
}

ExpressionValue Converter::bool_op(Index index) {
    const std::string_view sign = text(child_of_field(index, "operator"));
    std::vector<Index> operands;
    Index left = index;
    while (at(left).kind == "boolean_operator" && text(child_of_field(left, "operator")) == sign) {
        operands.push_back(child_of_field(left, "right"));
        left = child_of_field(left, "left");
    }
    operands.push_back(left);
    return BoolOp{sign == "and" ? BoolOperator::And : BoolOperator::Or,
                  expressions({operands.rbegin(), operands.rend()})};
}

ExpressionValue Converter::compare(Index index) {
    static const std::unordered_map<std::string_view, CompareOperator> kOperators = {
        {"==", CompareOperator::Equal},     {"!=", CompareOperator::NotEqual},  {"<", CompareOperator::Less},
        {"<=", CompareOperator::LessEqual}, {">", CompareOperator::Greater},    {">=", CompareOperator::GreaterEqual},
        {"in", CompareOperator::In},        {"not in", CompareOperator::NotIn}, {"is", CompareOperator::Is},
        {"is not", CompareOperator::IsNot},
    };
    Compare compare;
    std::string_view sign;
    for (const Index child : children(index)) {
        if (at(child).field == "operators") {
            sign = at(child).kind;
        } else if (!compare.first) {
            compare.first = expression(child);
        } else if (const auto op = kOperators.find(sign); op != kOperators.end()) {
            compare.rest.push_back({op->second, expression(child)});
        } else {
            return opaque(index, "a comparison that is not known");
        }
    }
    return compare;
}

ExpressionValue Converter::conditional(Index index) {
    const std::vector<Index> parts = named_children(index);
    if (parts.size() != 3) return opaque(index, "conditional");
    return Conditional{
        .condition = expression(parts[1]), .then = expression(parts[0]), .otherwise = expression(parts[2])};
}

ExpressionValue Converter::await(Index index) {
    return Await{only_child(index)};
}

ExpressionValue Converter::starred(Index index) {
    return Starred{only_child(index)};
}

ExpressionValue Converter::named_expr(Index index) {
    return NamedExpr{std::string(text(child_of_field(index, "name"))), expression(child_of_field(index, "value"))};
}

ExpressionValue Converter::yield(Index index) {
    const std::vector<Index> inner = named_children(index);
    if (inner.empty()) return Yield{};
    return Yield{only_child(index), has_token(index, "from")};
}

}  // namespace migrate::python
