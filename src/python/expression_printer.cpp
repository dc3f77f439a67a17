#include "python/expression_printer.h"

#include <algorithm>

#include "base/text.h"
#include "python/unicode.h"

namespace migrate::python {

namespace {

using Kind = Code::Kind;

constexpr int kIndent = 4;

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(count), ' ');
}

bool is_call(const Code& code) {
    return code.kind == Kind::call || code.kind == Kind::method;
}

bool has_receiver(const Code& code) {
    return code.kind == Kind::method || code.kind == Kind::attribute;
}

/// It begins with a dot after a call, where ruff may break a chain.
bool starts_link(const Code& code) {
    return has_receiver(code) && is_call(code.items.front());
}

/// The calls and attributes that follow one another, the root first: sa.String(36) | .with_variant(…) | .name
std::vector<const Code*> links_of(const Code& code) {
    std::vector<const Code*> links = {&code};
    while (has_receiver(*links.back())) links.push_back(&links.back()->items.front());
    std::ranges::reverse(links);
    return links;
}

/// Two dots after calls make a chain that ruff breaks at each of them.
bool is_chain(const Code& code) {
    return std::ranges::count_if(links_of(code), [](const Code* link) { return starts_link(*link); }) >= 2;
}

bool is_bracketed(const Code& code) {
    return code.kind == Kind::list || code.kind == Kind::tuple || code.kind == Kind::dict;
}

/// True if no line can end inside of it.
bool is_solid(const Code& code) {
    switch (code.kind) {
        case Kind::raw:
        case Kind::string:
            return true;
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::call:
            return code.items.empty();
        case Kind::method:
        case Kind::attribute:
            return code.items.size() == 1 && is_solid(code.items.front()) && !is_chain(code);
        case Kind::keyword:
        case Kind::conditional:
            return false;
    }
    return true;
}

}  // namespace

bool ExpressionPrinter::fits(const std::string& line, Place place) const {
    return place.used + display_width(line) + place.after <= line_length_;
}

bool ExpressionPrinter::first_line_fits(const std::string& lines, Place place) const {
    return place.used + display_width(lines.substr(0, lines.find('\n'))) <= line_length_;
}

bool ExpressionPrinter::all_lines_fit(const std::string& lines, Place place) const {
    if (!first_line_fits(lines, place)) return false;
    const std::vector<std::string> rest = base::split(lines, '\n');
    return std::all_of(rest.begin() + 1, rest.end(),
                       [&](const std::string& line) { return display_width(line) <= line_length_; });
}

std::string ExpressionPrinter::flat_items(const Items& items, std::size_t first) const {
    std::string line;
    for (std::size_t i = first; i < items.size(); ++i) line += (i == first ? "" : ", ") + flat(items[i]);
    return line;
}

std::string ExpressionPrinter::flat_pairs(const Items& items) const {
    std::string line;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        line += (i == 0 ? "" : ", ") + flat(items[i]) + ": " + flat(items[i + 1]);
    }
    return line;
}

std::string ExpressionPrinter::flat(const Code& code) const {
    const Items& items = code.items;
    switch (code.kind) {
        case Kind::raw:
            return code.text;
        case Kind::string:
            return write_string(code.text, quotes_);
        case Kind::list:
            return "[" + flat_items(items, 0) + "]";
        case Kind::tuple:
            return "(" + flat_items(items, 0) + (items.size() == 1 ? ",)" : ")");
        case Kind::dict:
            return "{" + flat_pairs(items) + "}";
        case Kind::call:
            return code.text + "(" + flat_items(items, 0) + ")";
        case Kind::method:
            return flat(items[0]) + "." + code.text + "(" + flat_items(items, 1) + ")";
        case Kind::attribute:
            return flat(items[0]) + "." + code.text;
        case Kind::keyword:
            return code.text + "=" + flat(items[0]);
        case Kind::conditional:
            return flat(items[0]) + " if " + flat(items[1]) + " else " + flat(items[2]);
    }
    return {};
}

std::string ExpressionPrinter::print(const Code& code, Place place) const {
    std::string line = flat(code);
    return is_solid(code) || fits(line, place) ? line : explode(code, place);
}

std::string ExpressionPrinter::print_statement_part(const Code& code, Place place) const {
    std::string line = flat(code);
    if (fits(line, place)) return line;
    const Place inside{.indent = place.indent + kIndent, .used = place.indent + kIndent};
    if (is_bracketed(code)) return print(code, place);
    const bool bracket_fits = place.used < line_length_;
    if (is_solid(code)) {
        if (!bracket_fits || !fits(line, inside)) return line;
    } else if (!is_chain(code) && code.kind != Kind::conditional) {
        std::string exploded = explode(code, place);
        const bool brackets_help =
            bracket_fits && !first_line_fits(exploded, place) && all_lines_fit(print(code, inside), inside);
        if (!brackets_help) return exploded;
    }
    return "(\n" + blanks(inside.indent) + print(code, inside) + "\n" + blanks(place.indent) + ")";
}

std::string ExpressionPrinter::explode(const Code& code, Place place) const {
    if (is_chain(code)) return explode_chain(code, place);
    const std::string end = blanks(place.indent);
    switch (code.kind) {
        case Kind::raw:
        case Kind::string:
            return flat(code);
        case Kind::list:
            return "[\n" + explode_items(code.items, 0, place.indent) + end + "]";
        case Kind::tuple:
            return "(\n" + explode_items(code.items, 0, place.indent) + end + ")";
        case Kind::dict:
            return "{\n" + explode_pairs(code.items, place.indent) + end + "}";
        case Kind::call:
            return code.text + "(\n" + explode_items(code.items, 0, place.indent) + end + ")";
        case Kind::method:
        case Kind::attribute:
            return explode_method(code, place);
        case Kind::keyword:
            return flat(code);
        case Kind::conditional:
            return explode_conditional(code, place);
    }
    return {};
}

std::string ExpressionPrinter::explode_method(const Code& code, Place place) const {
    const bool has_arguments = code.items.size() > 1;
    const std::string name = "." + code.text + (code.kind == Kind::attribute ? "" : has_arguments ? "(" : "()");
    Place receiver = place;
    receiver.after = display_width(name) + (has_arguments ? 0 : place.after);
    const std::string head = print(code.items.front(), receiver) + name;
    if (!has_arguments) return head;
    return head + "\n" + explode_items(code.items, 1, place.indent) + blanks(place.indent) + ")";
}

std::string ExpressionPrinter::item_line(const std::string& before, const Code& value, int indent) const {
    const Place place{.indent = indent, .used = indent + display_width(before), .after = 1};
    return blanks(indent) + before + print(value, place) + ",\n";
}

std::string ExpressionPrinter::explode_items(const Items& items, std::size_t first, int indent) const {
    std::string lines;
    for (std::size_t i = first; i < items.size(); ++i) {
        const bool named = items[i].kind == Kind::keyword;
        lines +=
            item_line(named ? items[i].text + "=" : "", named ? items[i].items.front() : items[i], indent + kIndent);
    }
    return lines;
}

std::string ExpressionPrinter::explode_pairs(const Items& items, int indent) const {
    std::string lines;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        lines += item_line(flat(items[i]) + ": ", items[i + 1], indent + kIndent);
    }
    return lines;
}

/// One link a line; the root keeps everything up to its first call.
std::string ExpressionPrinter::explode_chain(const Code& code, Place place) const {
    std::string lines;
    Place at = place;
    const std::vector<const Code*> links = links_of(code);
    for (const Code* link : links) {
        if (starts_link(*link)) {
            lines += "\n" + blanks(place.indent);
            at.used = place.indent;
        }
        // A link alone is a call with an odd name: ".with_variant".
        Code alone = *link;
        if (has_receiver(*link)) {
            alone = {.kind = link->kind == Kind::method ? Kind::call : Kind::raw, .text = "." + link->text};
            alone.items.assign(link->items.begin() + 1, link->items.end());
        }
        at.after = link == links.back() ? place.after : 0;
        const std::string piece = print(alone, at);
        lines += piece;
        at.used += display_width(piece);
    }
    return lines;
}

std::string ExpressionPrinter::explode_conditional(const Code& code, Place place) const {
    const std::string line_end = "\n" + blanks(place.indent);
    const Place then{.indent = place.indent, .used = place.used};
    const Place condition{.indent = place.indent, .used = place.indent + 3};
    const Place otherwise{.indent = place.indent, .used = place.indent + 5, .after = place.after};
    return print(code.items[0], then) + line_end + "if " + print(code.items[1], condition) + line_end + "else " +
           print(code.items[2], otherwise);
}

}  // namespace migrate::python
