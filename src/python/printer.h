/// A small pretty-printer for generated Python: calls, lists, strings and a few statements, nothing more.
///
/// What it prints is a fixed point of `ruff format` at the given line length: a call stands on one line if it fits, else one argument
/// a line with a trailing comma, which ruff leaves alone. It does not try to print what it is not sure of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "python/literal.h"

namespace migrate::python {

/// A piece of Python. Made by the functions below; a value like any other.
struct Code {
    enum class Kind {
        raw,          ///< `text` as it is: a name, a number, None; one line
        string,       ///< a string literal with the value `text`
        list,         ///< [items]
        dict,         ///< {items}: keys and values in turn
        call,         ///< `text`(items)
        method,       ///< items[0].`text`(the other items)
        keyword,      ///< `text`=items[0]; as an argument only
        conditional,  ///< items[0] if items[1] else items[2]; on one line always: give it a short name of its own
    };
    Kind kind = Kind::raw;
    std::string text;
    std::vector<Code> items;
    bool operator==(const Code&) const = default;
};

Code raw(std::string text);
Code text(std::string value);
Code list(std::vector<Code> items);
Code dict(std::vector<std::pair<Code, Code>> items);
Code call(std::string callee, std::vector<Code> arguments);
Code method(Code receiver, std::string name, std::vector<Code> arguments);
Code keyword(std::string name, Code value);
Code conditional(Code then, Code condition, Code otherwise);

/// The lines of the expression as a statement, each indented by at least `indent` blanks.
std::vector<std::string> print_statement(const Code& code, int indent, int line_length, Quote quotes);
/// `name = code`
std::vector<std::string> print_assignment(const std::string& name, const Code& code, int indent, int line_length, Quote quotes);
/// `with code as name:`
std::vector<std::string> print_with(const Code& code, const std::string& name, int indent, int line_length, Quote quotes);

}  // namespace migrate::python
