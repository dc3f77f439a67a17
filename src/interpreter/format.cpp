#include "interpreter/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace migrate::interpreter {

namespace {

constexpr long kMaxWidth = 10'000;

struct Spec {
    char fill = ' ';
    char align = 0;
    char sign = '-';
    bool alternate = false;
    bool zero = false;
    long width = 0;
    char grouping = 0;
    std::optional<long> precision;
    char type = 0;
};

bool is_align(char c) {
    return c == '<' || c == '>' || c == '^' || c == '=';
}

std::optional<long> read_number(std::string_view text, std::size_t& at) {
    if (at >= text.size() || !std::isdigit(static_cast<unsigned char>(text[at]))) return std::nullopt;
    long number = 0;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) && number <= kMaxWidth) {
        number = number * 10 + (text[at++] - '0');
    }
    return number;
}

std::optional<Spec> read_spec(std::string_view text) {
    Spec spec;
    std::size_t at = 0;
    if (text.size() > 1 && is_align(text[1])) {
        spec.fill = text[0];
        spec.align = text[1];
        at = 2;
    } else if (!text.empty() && is_align(text[0])) {
        spec.align = text[0];
        at = 1;
    }
    if (at < text.size() && (text[at] == '+' || text[at] == '-' || text[at] == ' ')) spec.sign = text[at++];
    if (at < text.size() && text[at] == '#') spec.alternate = true, ++at;
    if (at < text.size() && text[at] == '0') spec.zero = true, ++at;
    if (auto width = read_number(text, at)) spec.width = *width;
    if (at < text.size() && (text[at] == ',' || text[at] == '_')) spec.grouping = text[at++];
    if (at < text.size() && text[at] == '.') {
        spec.precision = read_number(text, ++at);
        if (!spec.precision) return std::nullopt;
    }
    if (at < text.size()) spec.type = text[at++];
    if (at != text.size() || spec.width > kMaxWidth || spec.precision.value_or(0) > kMaxWidth) return std::nullopt;
    return spec;
}

std::string grouped(std::string digits, char separator) {
    std::size_t end = digits.find_first_not_of("0123456789");
    if (end == std::string::npos) end = digits.size();
    for (auto at = static_cast<std::ptrdiff_t>(end) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, separator);
    return digits;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string text, const Spec& spec, char usual) {
    auto length = static_cast<long>(characters(text));
    if (length >= spec.width) return text;
    auto missing = static_cast<std::size_t>(spec.width - length);
    char align = spec.align ? spec.align : usual;
    if (align == '<') return text + std::string(missing, spec.fill);
    if (align == '^') return std::string(missing / 2, spec.fill) + text + std::string(missing - missing / 2, spec.fill);
    if (align == '=' && !text.empty() && (text[0] == '-' || text[0] == '+')) {
        return text.substr(0, 1) + std::string(missing, spec.fill) + text.substr(1);
    }
    return std::string(missing, spec.fill) + text;
}

std::string signed_text(bool negative, char sign, std::string digits) {
    if (negative) return "-" + digits;
    if (sign == '+' || sign == ' ') return sign + digits;
    return digits;
}

std::optional<std::string> format_integer(std::int64_t value, const Spec& spec) {
    auto magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string digits;
    if (spec.type == 0 || spec.type == 'd' || spec.type == 'n') digits = std::to_string(magnitude);
    if (spec.type == 'x') digits = (spec.alternate ? "0x" : "") + fmt::format("{:x}", magnitude);
    if (spec.type == 'X') digits = (spec.alternate ? "0X" : "") + fmt::format("{:X}", magnitude);
    if (spec.type == 'o') digits = (spec.alternate ? "0o" : "") + fmt::format("{:o}", magnitude);
    if (spec.type == 'b') digits = (spec.alternate ? "0b" : "") + fmt::format("{:b}", magnitude);
    if (spec.type == 'c' && magnitude < 128) digits = std::string(1, static_cast<char>(magnitude));
    if (digits.empty()) return std::nullopt;
    if (spec.grouping) digits = grouped(digits, spec.grouping);
    return signed_text(value < 0, spec.sign, digits);
}

std::optional<std::string> format_real(double value, const Spec& spec) {
    auto precision = static_cast<int>(std::min(spec.precision.value_or(6), 300L));
    double magnitude = std::fabs(value);
    std::string digits;
    if (spec.type == 'f' || spec.type == 'F') digits = fmt::format("{:.{}f}", magnitude, precision);
    if (spec.type == 'e') digits = fmt::format("{:.{}e}", magnitude, precision);
    if (spec.type == 'g' || (spec.type == 0 && spec.precision)) digits = fmt::format("{:.{}g}", magnitude, precision);
    if (spec.type == '%') digits = fmt::format("{:.{}f}%", magnitude * 100, precision);
    if (spec.type == 0 && !spec.precision)
        digits = fmt::format("{}", magnitude) + (std::floor(magnitude) == magnitude ? ".0" : "");
    if (digits.empty()) return std::nullopt;
    if (spec.grouping) digits = grouped(digits, spec.grouping);
    return signed_text(std::signbit(value), spec.sign, digits);
}

std::string cut_characters(const std::string& text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size() && count > 0) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
        --count;
    }
    return text.substr(0, at);
}

}  // namespace

std::optional<std::string> format_value(Machine& machine, const Value& value, std::string_view text) {
    if (text.empty()) return display(machine, value);
    auto spec = read_spec(text);
    if (!spec || is_unknown(value)) return std::nullopt;
    if (spec->zero && !spec->align) spec->fill = '0', spec->align = '=';
    std::optional<std::string> made;
    char usual = '>';
    const bool real_type = spec->type != 0 && std::string_view("fFeg%").find(spec->type) != std::string_view::npos;
    if (auto whole = int_of(value); whole && !real_type) {
        made = format_integer(*whole, *spec);
    } else if (auto real = number_of(value)) {
        made = format_real(*real, *spec);
    } else if (spec->type == 0 || spec->type == 's') {
        made = display(machine, value);
        if (spec->precision) made = cut_characters(*made, static_cast<std::size_t>(*spec->precision));
        usual = '<';
    }
    if (!made) return std::nullopt;
    return padded(*made, *spec, usual);
}

Value text_or_unknown(Machine& machine, std::string text, const Unknown* hole) {
    if (!hole && text.find(kHole) == std::string::npos) return machine.heap.text(std::move(text));
    Value made = hole ? unknown_from(machine, *hole) : unknown(machine, "a part of this text is not known");
    machine.heap.charge(text.size());
    as<Unknown>(made)->shape = std::move(text);
    return made;
}

}  // namespace migrate::interpreter
