// Annotations: the grammar has nodes of its own for them, in our tree they are expressions like any other.
#include "python/convert.h"

namespace migrate::python {

ExpressionValue Converter::type(Index index) {
    return only_child(index).value;
}

/// `list[int, str]` in an annotation.
ExpressionValue Converter::generic_type(Index index) {
    const std::vector<Index> parts = named_children(index);
    if (parts.size() != 2) return opaque(index, "type");
    std::vector<Expression> arguments = expressions(named_children(parts[1]));
    Box<Expression> object = expression(parts[0]);
    if (arguments.size() == 1 && !has_token(parts[1], ","))
        return Subscript{std::move(object), std::move(arguments.front())};
    return Subscript{std::move(object), Expression{Tuple{std::move(arguments)}, at(parts[1]).span}};
}

/// `dict[str, int] | str | None` in an annotation. The grammar leans it to the right, Python to the left.
ExpressionValue Converter::union_type(Index index) {
    std::vector<Index> open = {index};
    std::vector<Index> members;
    while (!open.empty()) {
        const Index next = open.back();
        open.pop_back();
        const bool is_union =
            at(next).kind == "union_type" || (at(next).kind == "binary_operator" && has_token(next, "|"));
        if (!is_union && at(next).kind != "type") {
            members.push_back(next);
            continue;
        }
        const std::vector<Index> parts = named_children(next);
        open.insert(open.end(), parts.rbegin(), parts.rend());
    }
    if (members.empty() || depth_ + static_cast<int>(members.size()) > kMaxDepth)
        return opaque(index, "nested too deep");
    Expression result = expression(members.front());
    for (std::size_t i = 1; i < members.size(); ++i) {
        result = {Binary{BinaryOperator::BitOr, std::move(result), expression(members[i])}, at(index).span};
    }
    return result.value;
}

/// `list[int].member` in an annotation.
ExpressionValue Converter::member_type(Index index) {
    const std::vector<Index> parts = named_children(index);
    if (parts.size() != 2) return opaque(index, "type");
    return Attribute{expression(parts[0]), std::string(text(parts[1]))};
}

}  // namespace migrate::python
