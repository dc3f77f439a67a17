#include "python/syntax.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace migrate::python {

bool Expression::operator==(const Expression& other) const {
    return value == other.value;
}

bool Statement::operator==(const Statement& other) const {
    return value == other.value;
}

std::optional<std::string> dotted_name(const Expression& expression) {
    std::vector<std::string_view> names;
    const Expression* at = &expression;
    while (const auto* attribute = at->as<Attribute>()) {
        names.push_back(attribute->name);
        at = &*attribute->object;
    }
    const auto* root = at->as<Name>();
    if (!root) return std::nullopt;
    std::string dotted = root->id;
    for (auto name = names.rbegin(); name != names.rend(); ++name) dotted.append(".").append(*name);
    return dotted;
}

std::optional<std::string> string_value(const Expression& expression) {
    const auto* string = expression.as<String>();
    if (!string || string->bytes) return std::nullopt;
    return string->value;
}

namespace {

std::string without_underscores(std::string_view text) {
    std::string plain(text);
    std::erase(plain, '_');
    return plain;
}

}  // namespace

std::optional<std::int64_t> integer_value(const Number& number) {
    if (number.kind != NumberKind::Integer) return std::nullopt;
    const std::string plain = without_underscores(number.text);
    std::string_view digits = plain;
    int base = 10;
    if (digits.size() > 2 && digits[0] == '0') {
        const char letter = static_cast<char>(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
        if (base != 10) digits.remove_prefix(2);
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::optional<double> float_value(const Number& number) {
    if (number.kind == NumberKind::Imaginary) return std::nullopt;
    if (const auto integer = integer_value(number)) return static_cast<double>(*integer);
    const std::string plain = without_underscores(number.text);
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
    return value;
}

const Expression* find_keyword(const Call& call, std::string_view name) {
    const auto found = std::ranges::find(call.keywords, name, &Keyword::name);
    return found == call.keywords.end() ? nullptr : &found->value;
}

std::string_view text_of(const Module& module, const Span& span) {
    const std::string_view source = module.source;
    const std::size_t begin = std::min<std::size_t>(span.begin, source.size());
    return source.substr(begin, std::max(span.begin, span.end) - span.begin);
}

std::optional<std::string> docstring(const Body& body) {
    if (body.empty()) return std::nullopt;
    const auto* first = body.front().as<ExpressionStatement>();
    return first ? string_value(first->expression) : std::nullopt;
}

}  // namespace migrate::python
