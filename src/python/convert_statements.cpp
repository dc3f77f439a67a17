#include <unordered_map>

#include "base/allowance.h"
#include "python/convert.h"

namespace migrate::python {

void Converter::report(Index index, std::string message) {
    errors_.push_back({std::move(message), at(index).span});
}

Body Converter::body(Index block) {
    Body statements;
    for (Index child = at(block).first_child; child >= 0; child = at(child).next_sibling) {
        if (at(child).named || at(child).is_error) statements.push_back(statement(child));
    }
    return statements;
}

Body Converter::required_body(Index owner, std::string_view field) {
    Index block = child_of_field(owner, field);
    if (block < 0) block = child_of_kind(owner, "block");
    Body statements = block < 0 ? Body{} : body(block);
    if (statements.empty()) report(owner, "a block without a statement");
    return statements;
}

/// True if the statement cannot be looked into: something outside of its blocks is broken.
bool Converter::header_is_broken(Index index) const {
    for (Index child = at(index).first_child; child >= 0; child = at(child).next_sibling) {
        if (!at(child).broken) continue;
        const std::string_view kind = at(child).kind;
        if (at(child).is_error) return true;
        if (kind == "block") continue;
        const bool has_blocks = kind == "elif_clause" || kind == "else_clause" || kind == "except_clause" ||
                                kind == "finally_clause" || at(child).field == "definition";
        if (!has_blocks || header_is_broken(child)) return true;
    }
    return false;
}

Statement Converter::statement(Index index) {
    base::step();
    const Depth depth(depth_);
    const Span span = at(index).span;
    if (at(index).is_error) return {opaque(index, "syntax error"), span};
    if (too_deep()) return {opaque(index, "nested too deep"), span};
    if (at(index).broken && header_is_broken(index)) return {opaque(index, "syntax error"), span};
    return {convert_statement(index), span};
}

StatementValue Converter::convert_statement(Index index) {
    using Convert = StatementValue (Converter::*)(Index);
    static const std::unordered_map<std::string_view, Convert> kHandlers = {
        {"expression_statement", &Converter::expression_statement},
        {"import_statement", &Converter::import},
        {"import_from_statement", &Converter::import_from},
        {"future_import_statement", &Converter::import_from},
        {"if_statement", &Converter::if_statement},
        {"for_statement", &Converter::for_statement},
        {"while_statement", &Converter::while_statement},
        {"with_statement", &Converter::with_statement},
        {"try_statement", &Converter::try_statement},
        {"function_definition", &Converter::function},
        {"class_definition", &Converter::class_definition},
        {"decorated_definition", &Converter::decorated},
        {"return_statement", &Converter::return_statement},
        {"raise_statement", &Converter::raise},
        {"pass_statement", &Converter::pass},
        {"break_statement", &Converter::break_statement},
        {"continue_statement", &Converter::continue_statement},
        {"delete_statement", &Converter::del},
        {"global_statement", &Converter::global},
        {"nonlocal_statement", &Converter::global},
        {"assert_statement", &Converter::assert_statement},
        {"print_statement", &Converter::python_2},
        {"exec_statement", &Converter::python_2},
    };
    const auto handler = kHandlers.find(at(index).kind);
    if (handler == kHandlers.end()) return opaque(index, std::string(at(index).kind));
    return (this->*handler->second)(index);
}

StatementValue Converter::python_2(Index index) {
    report(index, "a statement of Python 2");
    return opaque(index, "a statement of Python 2");
}

StatementValue Converter::expression_statement(Index index) {
    const Index first = at(index).first_child;
    if (at(first).kind == "assignment") return assign(first);
    if (at(first).kind == "augmented_assignment") return aug_assign(first);
    const std::vector<Index> values = named_children(index);
    if (values.size() == 1 && !has_token(index, ",")) return ExpressionStatement{expression(first)};
    return ExpressionStatement{{Tuple{expressions(values)}, at(index).span}};
}

StatementValue Converter::assign(Index index) {
    Assign assign;
    while (true) {
        assign.targets.push_back(expression(child_of_field(index, "left")));
        if (const Index type = child_of_field(index, "type"); type >= 0) assign.annotation = expression(type);
        const Index right = child_of_field(index, "right");
        if (right < 0) return assign;
        if (at(right).kind == "augmented_assignment") return opaque(index, "assignment");
        if (at(right).kind != "assignment") {
            assign.value = expression(right);
            return assign;
        }
        index = right;
    }
}

StatementValue Converter::aug_assign(Index index) {
    std::string_view sign = text(child_of_field(index, "operator"));
    sign.remove_suffix(1);
    const auto op = binary_operator(sign);
    const Index right = child_of_field(index, "right");
    if (!op || at(right).kind == "assignment" || at(right).kind == "augmented_assignment")
        return opaque(index, "assignment");
    return AugAssign{expression(child_of_field(index, "left")), *op, expression(right)};
}

std::vector<ImportedName> Converter::imported_names(Index index) const {
    std::vector<ImportedName> names;
    for (const Index child : named_children(index)) {
        if (at(child).kind == "wildcard_import") names.push_back({"*", ""});
        if (at(child).field != "name") continue;
        if (at(child).kind == "aliased_import") {
            names.push_back(
                {std::string(text(child_of_field(child, "name"))), std::string(text(child_of_field(child, "alias")))});
        } else {
            names.push_back({std::string(text(child)), ""});
        }
    }
    return names;
}

StatementValue Converter::import(Index index) {
    return Import{imported_names(index)};
}

StatementValue Converter::import_from(Index index) {
    ImportFrom import{.names = imported_names(index)};
    const Index module = child_of_field(index, "module_name");
    if (module < 0) {
        import.module = "__future__";
    } else if (at(module).kind == "relative_import") {
        const Index prefix = child_of_kind(module, "import_prefix");
        for (const char byte : text(prefix)) import.level += byte == '.' ? 1 : 0;
        if (const Index name = child_of_kind(module, "dotted_name"); name >= 0) import.module = text(name);
    } else {
        import.module = text(module);
    }
    return import;
}

StatementValue Converter::return_statement(Index index) {
    return named_children(index).empty() ? Return{} : Return{only_child(index)};
}

StatementValue Converter::raise(Index index) {
    Raise raise{.cause = optional_expression(child_of_field(index, "cause"))};
    for (const Index child : named_children(index)) {
        if (at(child).field != "cause") raise.value = expression(child);
    }
    return raise;
}

StatementValue Converter::pass(Index) {
    return Pass{};
}

StatementValue Converter::break_statement(Index) {
    return Break{};
}

StatementValue Converter::continue_statement(Index) {
    return Continue{};
}

StatementValue Converter::del(Index index) {
    const std::vector<Index> targets = named_children(index);
    if (targets.size() == 1 && at(targets.front()).kind == "expression_list")
        return Del{expressions(named_children(targets.front()))};
    return Del{expressions(targets)};
}

StatementValue Converter::global(Index index) {
    Global global{.nonlocal = at(index).kind == "nonlocal_statement"};
    for (const Index name : named_children(index)) global.names.emplace_back(text(name));
    return global;
}

StatementValue Converter::assert_statement(Index index) {
    const std::vector<Index> parts = named_children(index);
    if (parts.empty() || parts.size() > 2) return opaque(index, "assert");
    return Assert{expression(parts[0]), optional_expression(parts.size() == 2 ? parts[1] : -1)};
}

}  // namespace migrate::python
