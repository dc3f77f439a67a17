/// The syntax tree as text, in the form that ast_dump.py gives of Python's own `ast`, so that the two can be
/// compared. One line a node; strings as hexadecimal bytes.
#pragma once

#include <fmt/format.h>

#include <string>

#include "python/syntax.h"

namespace migrate::python::testing {

std::string dump(const Statement& statement);
std::string dump(const Expression& expression);

inline std::string maybe(const Box<Expression>& expression) {
    return expression ? dump(*expression) : "-";
}

inline std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text.empty() ? "''" : text;
}

template <typename Items>
std::string many(std::string text, const Items& items) {
    for (const auto& item : items) text += " " + dump(item);
    return "(" + text + ")";
}

inline std::string sign(BinaryOperator op) {
    constexpr const char* kSigns[] = {"+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"};
    return kSigns[static_cast<int>(op)];
}
inline std::string sign(CompareOperator op) {
    constexpr const char* kSigns[] = {"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"};
    return kSigns[static_cast<int>(op)];
}
inline std::string sign(UnaryOperator op) {
    constexpr const char* kSigns[] = {"not", "-", "+", "~"};
    return kSigns[static_cast<int>(op)];
}

inline std::string dump(const Number& number) {
    if (number.kind == NumberKind::Imaginary) return "(imaginary)";
    if (number.kind == NumberKind::Float) return fmt::format("(float {:.17g})", *float_value(number));
    const auto value = integer_value(number);
    return value ? fmt::format("(integer {})", *value) : "(integer big)";
}

inline std::string joined(const std::vector<FStringPart>& parts) {
    std::string text;
    for (const FStringPart& part : parts) {
        if (!text.empty()) text += ' ';
        if (!part.expression) {
            text += fmt::format("(text {})", hexadecimal(part.text));
        } else {
            const std::string conversion = part.conversion ? std::string(1, part.conversion) : "-";
            text += fmt::format("(field {} {} [{}])", dump(*part.expression), conversion, joined(part.format));
        }
    }
    return text;
}

inline std::string dump(const std::vector<Keyword>& keywords) {
    std::string text = "(keywords";
    for (const Keyword& keyword : keywords) {
        text += fmt::format(" ({} {})", keyword.name.empty() ? "**" : keyword.name, dump(keyword.value));
    }
    return text + ")";
}

inline std::string dump(const std::vector<Parameter>& parameters) {
    constexpr const char* kKinds[] = {"positional", "normal", "args", "keyword", "kwargs"};
    std::string text = "(parameters";
    for (const Parameter& parameter : parameters) {
        text += fmt::format(" ({} {} {} {})", kKinds[static_cast<int>(parameter.kind)], parameter.name,
                            maybe(parameter.annotation), maybe(parameter.default_value));
    }
    return text + ")";
}

inline std::string dump(const Comprehension& comprehension) {
    constexpr const char* kKinds[] = {"listcomp", "setcomp", "dictcomp", "generatorexp"};
    std::string text = fmt::format("({} ", kKinds[static_cast<int>(comprehension.kind)]);
    if (comprehension.value) text += dump(*comprehension.value) + " ";
    text += dump(*comprehension.element);
    for (const ComprehensionClause& clause : comprehension.clauses) {
        text += fmt::format(" ({} {} {} {})", clause.is_async ? "async for" : "for", dump(clause.target),
                            dump(clause.iterable), many("ifs", clause.conditions));
    }
    return text + ")";
}

inline std::string dump(const Compare& compare) {
    std::string text = "(compare " + dump(*compare.first);
    for (const CompareStep& step : compare.rest) text += fmt::format(" {} {}", sign(step.op), dump(step.operand));
    return text + ")";
}

inline std::string dump(const Dict& dict) {
    std::string text = "(dict";
    for (const DictItem& item : dict.items) text += fmt::format(" {}:{}", maybe(item.key), dump(item.value));
    return text + ")";
}

inline std::string dump(const Expression& expression) {
    constexpr const char* kConstants[] = {"None", "True", "False", "Ellipsis"};
    return std::visit(
        overloaded{
            [](const Opaque&) -> std::string { return "(opaque)"; },
            [](const Name& e) { return fmt::format("(name {})", e.id); },
            [](const String& e) { return fmt::format("({} {})", e.bytes ? "bytes" : "string", hexadecimal(e.value)); },
            [](const FString& e) {
                return e.parts.empty() ? std::string("(fstring)") : fmt::format("(fstring {})", joined(e.parts));
            },
            [](const Number& e) { return dump(e); },
            [&](const Constant& e) { return fmt::format("(constant {})", kConstants[static_cast<int>(e)]); },
            [](const Attribute& e) { return fmt::format("(attribute {} {})", dump(*e.object), e.name); },
            [](const Call& e) {
                return fmt::format("(call {} {} {})", dump(*e.callee), many("positional", e.positional),
                                   dump(e.keywords));
            },
            [](const List& e) { return many("list", e.items); },
            [](const Tuple& e) { return many("tuple", e.items); },
            [](const Set& e) { return many("set", e.items); },
            [](const Dict& e) { return dump(e); },
            [](const Subscript& e) { return fmt::format("(subscript {} {})", dump(*e.object), dump(*e.index)); },
            [](const Slice& e) {
                return fmt::format("(slice {} {} {})", maybe(e.lower), maybe(e.upper), maybe(e.step));
            },
            [](const Unary& e) { return fmt::format("(unary {} {})", sign(e.op), dump(*e.operand)); },
            [](const Binary& e) { return fmt::format("(binary {} {} {})", sign(e.op), dump(*e.left), dump(*e.right)); },
            [](const BoolOp& e) { return many(e.op == BoolOperator::And ? "and" : "or", e.operands); },
            [](const Compare& e) { return dump(e); },
            [](const Conditional& e) {
                return fmt::format("(conditional {} {} {})", dump(*e.condition), dump(*e.then), dump(*e.otherwise));
            },
            [](const Lambda& e) { return fmt::format("(lambda {} {})", dump(e.parameters), dump(*e.body)); },
            [](const Comprehension& e) { return dump(e); },
            [](const Await& e) { return fmt::format("(await {})", dump(*e.operand)); },
            [](const Starred& e) { return fmt::format("(starred {})", dump(*e.operand)); },
            [](const NamedExpr& e) { return fmt::format("(named {} {})", e.name, dump(*e.value)); },
            [](const Yield& e) { return fmt::format("({} {})", e.from ? "yieldfrom" : "yield", maybe(e.operand)); },
        },
        expression.value);
}

inline std::string names(const std::vector<ImportedName>& imported) {
    std::string text;
    for (const ImportedName& name : imported) {
        text += (text.empty() ? "" : " ") + name.name + (name.alias.empty() ? "" : "=" + name.alias);
    }
    return text;
}

inline std::string dump(const If& s) {
    std::string text = "(if";
    for (const Branch& branch : s.branches) {
        text += fmt::format(" (branch {} {})", dump(branch.condition), many("body", branch.body));
    }
    return text + " " + many("else", s.otherwise) + ")";
}

inline std::string dump(const With& s) {
    std::string text = s.is_async ? "(async with" : "(with";
    for (const WithItem& item : s.items) text += fmt::format(" (item {} {})", dump(item.context), maybe(item.target));
    return text + " " + many("body", s.body) + ")";
}

inline std::string dump(const Try& s) {
    const bool group = !s.handlers.empty() && s.handlers.front().is_group;
    std::string text = fmt::format("({} {}", group ? "trystar" : "try", many("body", s.body));
    for (const Handler& handler : s.handlers) {
        text += fmt::format(" (except {} {} {})", maybe(handler.type), handler.name.empty() ? "-" : handler.name,
                            many("body", handler.body));
    }
    return text + " " + many("else", s.otherwise) + " " + many("finally", s.finally) + ")";
}

inline std::string dump(const Global& s) {
    std::string text = s.nonlocal ? "(nonlocal" : "(global";
    for (const std::string& name : s.names) text += " " + name;
    return text + ")";
}

inline std::string dump(const Statement& statement) {
    return std::visit(
        overloaded{
            [](const Opaque&) -> std::string { return "(opaque)"; },
            [](const Import& s) { return fmt::format("(import {})", names(s.names)); },
            [](const ImportFrom& s) {
                return fmt::format("(from {} {} {})", s.level, s.module.empty() ? "-" : s.module, names(s.names));
            },
            [](const Assign& s) {
                return fmt::format("(assign {} {} {})", many("targets", s.targets), maybe(s.annotation),
                                   maybe(s.value));
            },
            [](const AugAssign& s) {
                return fmt::format("(augmented {} {} {})", sign(s.op), dump(s.target), dump(s.value));
            },
            [](const ExpressionStatement& s) { return fmt::format("(expression {})", dump(s.expression)); },
            [](const If& s) { return dump(s); },
            [](const For& s) {
                return fmt::format("({}for {} {} {} {})", s.is_async ? "async " : "", dump(s.target), dump(s.iterable),
                                   many("body", s.body), many("else", s.otherwise));
            },
            [](const While& s) {
                return fmt::format("(while {} {} {})", dump(s.condition), many("body", s.body),
                                   many("else", s.otherwise));
            },
            [](const With& s) { return dump(s); },
            [](const Try& s) { return dump(s); },
            [](const FunctionDef& s) {
                return fmt::format("({}def {} {} {} {} {})", s.is_async ? "async " : "", s.name, dump(s.parameters),
                                   maybe(s.returns), many("decorators", s.decorators), many("body", s.body));
            },
            [](const ClassDef& s) {
                return fmt::format("(class {} {} {} {} {})", s.name, many("bases", s.bases), dump(s.keywords),
                                   many("decorators", s.decorators), many("body", s.body));
            },
            [](const Return& s) { return fmt::format("(return {})", maybe(s.value)); },
            [](const Raise& s) { return fmt::format("(raise {} {})", maybe(s.value), maybe(s.cause)); },
            [](const Pass&) -> std::string { return "(pass)"; },
            [](const Break&) -> std::string { return "(break)"; },
            [](const Continue&) -> std::string { return "(continue)"; },
            [](const Del& s) { return many("del", s.targets); },
            [](const Global& s) { return dump(s); },
            [](const Assert& s) { return fmt::format("(assert {} {})", dump(s.condition), maybe(s.message)); },
        },
        statement.value);
}

}  // namespace migrate::python::testing
