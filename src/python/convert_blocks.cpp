// Statements that hold other statements.
#include "python/convert.h"

namespace migrate::python {

/// The body of the `else` of a loop or a try; empty without one.
Body Converter::else_body(Index index) {
    const Index clause = child_of_kind(index, "else_clause");
    return clause < 0 ? Body{} : required_body(clause, "body");
}

StatementValue Converter::if_statement(Index index) {
    If result;
    result.branches.push_back({expression(child_of_field(index, "condition")), required_body(index, "consequence")});
    for (const Index clause : named_children(index)) {
        if (at(clause).kind != "elif_clause") continue;
        result.branches.push_back(
            {expression(child_of_field(clause, "condition")), required_body(clause, "consequence")});
    }
    result.otherwise = else_body(index);
    return result;
}

StatementValue Converter::for_statement(Index index) {
    return For{.target = expression(child_of_field(index, "left")),
               .iterable = expression(child_of_field(index, "right")),
               .body = required_body(index, "body"),
               .otherwise = else_body(index),
               .is_async = has_token(index, "async")};
}

StatementValue Converter::while_statement(Index index) {
    return While{expression(child_of_field(index, "condition")), required_body(index, "body"), else_body(index)};
}

StatementValue Converter::with_statement(Index index) {
    With with{.is_async = has_token(index, "async")};
    for (const Index item : named_children(child_of_kind(index, "with_clause"))) {
        const Index value = child_of_field(item, "value");
        if (at(value).kind != "as_pattern") {
            with.items.push_back({expression(value), {}});
            continue;
        }
        const Index alias = child_of_field(value, "alias");
        with.items.push_back({expression(at(value).first_child), only_child(alias)});
    }
    with.body = required_body(index, "body");
    return with;
}

Handler Converter::handler(Index index) {
    Handler handler{.is_group = has_token(index, "*")};
    const Index value = child_of_field(index, "value");
    if (value >= 0 && at(value).kind == "as_pattern") {
        handler.type = expression(at(value).first_child);
        handler.name = text(child_of_field(value, "alias"));
    } else if (value >= 0) {
        handler.type = expression(value);
    }
    if (const Index alias = child_of_field(index, "alias"); alias >= 0) handler.name = text(alias);
    handler.body = required_body(index, "body");
    return handler;
}

StatementValue Converter::try_statement(Index index) {
    Try result{.body = required_body(index, "body")};
    for (const Index clause : named_children(index)) {
        if (at(clause).kind == "except_clause") result.handlers.push_back(handler(clause));
        if (at(clause).kind == "finally_clause") result.finally = required_body(clause, "body");
    }
    result.otherwise = else_body(index);
    return result;
}

StatementValue Converter::function(Index index) {
    return FunctionDef{.name = std::string(text(child_of_field(index, "name"))),
                       .parameters = parameters(child_of_field(index, "parameters")),
                       .returns = optional_expression(child_of_field(index, "return_type")),
                       .body = required_body(index, "body"),
                       .is_async = has_token(index, "async")};
}

StatementValue Converter::class_definition(Index index) {
    ClassDef result{.name = std::string(text(child_of_field(index, "name")))};
    if (const Index bases = child_of_field(index, "superclasses"); bases >= 0) {
        add_arguments(bases, result.bases, result.keywords);
    }
    result.body = required_body(index, "body");
    return result;
}

StatementValue Converter::decorated(Index index) {
    std::vector<Expression> decorators;
    for (const Index child : named_children(index)) {
        if (at(child).kind == "decorator") decorators.push_back(only_child(child));
    }
    const Index definition = child_of_field(index, "definition");
    StatementValue value = convert_statement(definition);
    if (auto* function = std::get_if<FunctionDef>(&value)) function->decorators = std::move(decorators);
    if (auto* type = std::get_if<ClassDef>(&value)) type->decorators = std::move(decorators);
    return value;
}

}  // namespace migrate::python
