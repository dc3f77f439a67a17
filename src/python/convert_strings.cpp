#include "base/attempt.h"
#include "python/convert.h"

namespace migrate::python {

namespace {

/// Adds text, into the last part if that is text too.
void add_text(std::vector<FStringPart>& parts, std::string text) {
    if (text.empty()) return;
    if (!parts.empty() && !parts.back().expression) {
        parts.back().text += text;
    } else {
        parts.push_back({.text = std::move(text)});
    }
}

void add_parts(std::vector<FStringPart>& parts, std::vector<FStringPart> more) {
    for (FStringPart& part : more) {
        if (part.expression) {
            parts.push_back(std::move(part));
        } else {
            add_text(parts, std::move(part.text));
        }
    }
}

}  // namespace

ExpressionValue Converter::string(Index index) {
    return joined({index}, index);
}

ExpressionValue Converter::concatenated_string(Index index) {
    return joined(named_children(index), index);
}

/// One value from neighbouring literals; `whole` is what to keep when they cannot be read.
ExpressionValue Converter::joined(const std::vector<Index>& strings, Index whole) {
    std::vector<FStringPart> parts;
    bool any_format = false;
    std::size_t bytes = 0;
    for (const Index index : strings) {
        if (at(index).kind != "string") return opaque(whole, "string");
        const StringPrefix prefix = read_string_prefix(text(at(index).first_child));
        any_format |= prefix.format;
        bytes += prefix.bytes ? 1 : 0;
        auto pieces = string_parts(index, prefix);
        if (!pieces) return opaque(whole, pieces.error().message);
        add_parts(parts, std::move(*pieces));
    }
    if (bytes != 0 && (bytes != strings.size() || any_format)) {
        report(whole, "bytes and str literals side by side");
        return opaque(whole, "bytes and str literals side by side");
    }
    if (any_format) return FString{std::move(parts)};
    return String{parts.empty() ? std::string() : std::move(parts.front().text), bytes != 0};
}

Result<std::vector<FStringPart>> Converter::string_parts(Index index, const StringPrefix& prefix) {
    if (!prefix.known) return fail("python_string", "a string prefix that is not known");
    const Index start = child_of_kind(index, "string_start");
    const Index end = child_of_kind(index, "string_end");
    if (start < 0 || end < 0) return fail("python_string", "a string without an end");
    // The grammar takes backslashes at the start of a raw string into its end token, so only the end of that
    // is trusted.
    const std::string_view opening = text(start);
    const auto quotes = static_cast<std::uint32_t>(opening.size() - opening.find_first_of("'\""));
    return string_pieces(index, prefix, at(start).span.end, at(end).span.end - quotes);
}

/// The literal text and the fields below `index`, between two offsets.
Result<std::vector<FStringPart>> Converter::string_pieces(Index index, const StringPrefix& prefix, std::uint32_t begin,
                                                          std::uint32_t end) {
    const Depth depth(depth_);
    if (too_deep()) return fail("python_string", "nested too deep");
    std::vector<FStringPart> parts;
    for (const Index child : named_children(index)) {
        if (at(child).kind != "interpolation" && at(child).kind != "format_expression") continue;
        auto before = TRY(read_string_body(text(begin, at(child).span.begin), prefix));
        add_text(parts, std::move(before));
        if (auto added = add_field(child, prefix, parts); !added) return tl::unexpected(added.error());
        begin = at(child).span.end;
    }
    auto rest = TRY(read_string_body(text(begin, end), prefix));
    add_text(parts, std::move(rest));
    return parts;
}

Result<void> Converter::add_field(Index field, const StringPrefix& prefix, std::vector<FStringPart>& parts) {
    const Index value = child_of_field(field, "expression");
    if (value < 0) return fail("python_string", "an empty replacement field");
    const Index equals = child_of_kind(field, "=");
    const Index conversion = child_of_field(field, "type_conversion");
    const Index format = child_of_field(field, "format_specifier");
    FStringPart part{.expression = expression(value)};
    if (conversion >= 0) part.conversion = text(conversion).back();
    if (equals >= 0) {
        add_text(parts, debug_text(field, equals));
        if (conversion < 0 && format < 0) part.conversion = 'r';
    }
    if (format >= 0) {
        auto pieces = TRY(string_pieces(format, prefix, at(format).span.begin + 1, at(format).span.end));
        part.format = std::move(pieces);
    }
    parts.push_back(std::move(part));
    return {};
}

/// What `{x = }` prints before the value: all between the brace and what follows the sign.
std::string Converter::debug_text(Index field, Index equals) const {
    const Index after = at(equals).next_sibling;
    const std::uint32_t end = after >= 0 ? at(after).span.begin : at(equals).span.end;
    return std::string(text(at(field).span.begin + 1, end));
}

}  // namespace migrate::python
