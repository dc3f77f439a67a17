#include "python/printer.h"

#include "python/unicode.h"

namespace migrate::python {

namespace {

constexpr int kStep = 4;

/// The text between which the items of a node stand.
struct Frame {
    std::string open;
    std::string close;
    std::size_t first = 0;  ///< index of the first item inside
};

class Printer {
  public:
    Printer(int line_length, Quote quotes) : line_length_(line_length), quotes_(quotes) {}

    /// Prints `before` + code + `after` at the indent.
    void print(const std::string& before, const Code& code, const std::string& after, int indent) {
        const std::string blanks(static_cast<std::size_t>(indent), ' ');
        const std::string one_line = blanks + before + flat(code) + after;
        if (code.kind == Code::Kind::keyword) return print(before + code.text + "=", code.items.front(), after, indent);
        if (display_width(one_line) <= line_length_ || !can_explode(code)) {
            lines.push_back(one_line);
            return;
        }
        const Frame frame = frame_of(code);
        lines.push_back(blanks + before + frame.open);
        if (code.kind == Code::Kind::dict) {
            for (std::size_t i = 0; i + 1 < code.items.size(); i += 2) {
                print(flat(code.items[i]) + ": ", code.items[i + 1], ",", indent + kStep);
            }
        } else {
            for (std::size_t i = frame.first; i < code.items.size(); ++i) print("", code.items[i], ",", indent + kStep);
        }
        lines.push_back(blanks + frame.close + after);
    }

    std::vector<std::string> lines;

  private:
    std::string flat(const Code& code) const {
        switch (code.kind) {
            case Code::Kind::raw: return code.text;
            case Code::Kind::string: return write_string(code.text, quotes_);
            case Code::Kind::keyword: return code.text + "=" + flat(code.items.front());
            case Code::Kind::conditional:
                return flat(code.items[0]) + " if " + flat(code.items[1]) + " else " + flat(code.items[2]);
            case Code::Kind::dict: {
                std::string pairs;
                for (std::size_t i = 0; i + 1 < code.items.size(); i += 2) {
                    pairs += (i == 0 ? "" : ", ") + flat(code.items[i]) + ": " + flat(code.items[i + 1]);
                }
                return "{" + pairs + "}";
            }
            case Code::Kind::list:
            case Code::Kind::call:
            case Code::Kind::method: break;
        }
        const Frame frame = frame_of(code);
        std::string inside;
        for (std::size_t i = frame.first; i < code.items.size(); ++i) {
            inside += (i == frame.first ? "" : ", ") + flat(code.items[i]);
        }
        return frame.open + inside + frame.close;
    }

    Frame frame_of(const Code& code) const {
        switch (code.kind) {
            case Code::Kind::list: return {"[", "]", 0};
            case Code::Kind::dict: return {"{", "}", 0};
            case Code::Kind::call: return {code.text + "(", ")", 0};
            case Code::Kind::method: return {flat(code.items.front()) + "." + code.text + "(", ")", 1};
            default: return {};
        }
    }

    static bool can_explode(const Code& code) {
        switch (code.kind) {
            case Code::Kind::list:
            case Code::Kind::dict:
            case Code::Kind::call: return !code.items.empty();
            case Code::Kind::method: return code.items.size() > 1;
            default: return false;
        }
    }

    int line_length_;
    Quote quotes_;
};

std::vector<std::string> print_between(const std::string& before, const Code& code, const std::string& after, int indent,
                                       int line_length, Quote quotes) {
    Printer printer(line_length, quotes);
    printer.print(before, code, after, indent);
    return std::move(printer.lines);
}

}  // namespace

Code raw(std::string text) { return {Code::Kind::raw, std::move(text), {}}; }
Code text(std::string value) { return {Code::Kind::string, std::move(value), {}}; }
Code list(std::vector<Code> items) { return {Code::Kind::list, "", std::move(items)}; }
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

std::vector<std::string> print_statement(const Code& code, int indent, int line_length, Quote quotes) {
    return print_between("", code, "", indent, line_length, quotes);
}
std::vector<std::string> print_assignment(const std::string& name, const Code& code, int indent, int line_length, Quote quotes) {
    return print_between(name + " = ", code, "", indent, line_length, quotes);
}
std::vector<std::string> print_with(const Code& code, const std::string& name, int indent, int line_length, Quote quotes) {
    return print_between("with ", code, " as " + name + ":", indent, line_length, quotes);
}

}  // namespace migrate::python
