/// A small pretty-printer for generated Python: calls, brackets, strings and a few statements, nothing more.
///
/// What it prints is a fixed point of `ruff format` at the given line length and quote style: what fits
/// stands on one line; a call or a bracket that does not gets one item a line and a trailing comma, which
/// ruff leaves alone (so it needs ruff's default magic trailing comma, and its indentation of four blanks).
/// Every form here is held against the real ruff by a property test: add none without it. Columns are counted
/// as ruff does, wide characters as two.
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
        tuple,        ///< (items)
        dict,         ///< {items}: keys and values in turn
        call,         ///< `text`(items)
        method,       ///< items[0].`text`(the other items)
        attribute,    ///< items[0].`text`
        keyword,      ///< `text`=items[0]; as an argument only
        conditional,  ///< items[0] if items[1] else items[2], none of them a conditional; no receiver of a
                      ///< method
    };
    Kind kind = Kind::raw;
    std::string text;
    std::vector<Code> items;
    bool operator==(const Code&) const = default;
};

Code raw(std::string text);
Code text(std::string value);
Code list(std::vector<Code> items);
Code tuple(std::vector<Code> items);
Code dict(std::vector<std::pair<Code, Code>> items);
Code call(std::string callee, std::vector<Code> arguments);
Code method(Code receiver, std::string name, std::vector<Code> arguments);
Code attribute(Code receiver, std::string name);
Code keyword(std::string name, Code value);
Code conditional(Code then, Code condition, Code otherwise);

// Statements, as lines without line feeds. Each line is indented by at least `indent` blanks (a multiple of
// four).

/// The expression as a statement: a call.
std::vector<std::string> print_statement(const Code& code, int indent, int line_length, Quote quotes);
/// `name = code`
std::vector<std::string> print_assignment(const std::string& name, const Code& code, int indent, int line_length,
                                          Quote quotes);
/// `with code as name:`; without `as` when the name is empty. The body is the caller's.
std::vector<std::string> print_with(const Code& code, const std::string& name, int indent, int line_length,
                                    Quote quotes);

}  // namespace migrate::python
