#include "python/printer.h"

#include "base/text.h"
#include "python/expression_printer.h"
#include "python/unicode.h"

namespace migrate::python {

namespace {

using Lines = std::vector<std::string>;

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(count), ' ');
}

/// `before` and `after` stand on the expression's first and last line.
Lines print_between(const std::string& before, const Code& code, const std::string& after, int indent, int line_length,
                    Quote quotes) {
    const Place place{.indent = indent, .used = indent + display_width(before), .after = display_width(after)};
    const std::string printed = ExpressionPrinter(line_length, quotes).print_statement_part(code, place);
    return base::split(blanks(indent) + before + printed + after, '\n');
}

}  // namespace

Code raw(std::string text) {
    return {Code::Kind::raw, std::move(text), {}};
}

Code text(std::string value) {
    return {Code::Kind::string, std::move(value), {}};
}

Code list(std::vector<Code> items) {
    return {Code::Kind::list, "", std::move(items)};
}

Code tuple(std::vector<Code> items) {
    return {Code::Kind::tuple, "", std::move(items)};
}

Code dict(std::vector<std::pair<Code, Code>> items) {
    Code code{Code::Kind::dict, "", {}};
    for (auto& [key, value] : items) {
        code.items.push_back(std::move(key));
        code.items.push_back(std::move(value));
    }
    return code;
}

Code call(std::string callee, std::vector<Code> arguments) {
    return {Code::Kind::call, std::move(callee), std::move(arguments)};
}

Code method(Code receiver, std::string name, std::vector<Code> arguments) {
    Code code{Code::Kind::method, std::move(name), {}};
    code.items.push_back(std::move(receiver));
    for (Code& argument : arguments) code.items.push_back(std::move(argument));
    return code;
}

Code attribute(Code receiver, std::string name) {
    Code code{Code::Kind::attribute, std::move(name), {}};
    code.items.push_back(std::move(receiver));
    return code;
}

Code keyword(std::string name, Code value) {
    Code code{Code::Kind::keyword, std::move(name), {}};
    code.items.push_back(std::move(value));
    return code;
}

Code conditional(Code then, Code condition, Code otherwise) {
    Code code{Code::Kind::conditional, "", {}};
    code.items.push_back(std::move(then));
    code.items.push_back(std::move(condition));
    code.items.push_back(std::move(otherwise));
    return code;
}

Lines print_statement(const Code& code, int indent, int line_length, Quote quotes) {
    return print_between("", code, "", indent, line_length, quotes);
}

Lines print_assignment(const std::string& name, const Code& code, int indent, int line_length, Quote quotes) {
    return print_between(name + " = ", code, "", indent, line_length, quotes);
}

Lines print_with(const Code& code, const std::string& name, int indent, int line_length, Quote quotes) {
    return print_between("with ", code, name.empty() ? ":" : " as " + name + ":", indent, line_length, quotes);
}

}  // namespace migrate::python
