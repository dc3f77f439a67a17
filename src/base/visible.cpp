#include "base/visible.h"

#include <fmt/format.h>

#include <algorithm>

namespace migrate::base {

namespace {

/// Controls of ASCII and Latin-1, marks and changes of direction, separators of lines and paragraphs.
bool is_unseen(char32_t c) {
    if (c < 0x20) return c != '\n' && c != '\t';
    return (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string visible(std::string text, bool keep_lines) {
    std::replace_if(
        text.begin(), text.end(),
        [&](char c) {
            const bool control = static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
            return control && !(keep_lines && c == '\n');
        },
        ' ');
    return text;
}

std::string with_escapes(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        std::size_t size = 1;
        char32_t character = byte;
        if (byte >= 0xC2 && byte <= 0xF4) {
            size = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
            character = byte & (0x7FU >> size);
            for (std::size_t i = 1; i < size; ++i) {
                const auto next = at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
                character = (next & 0xC0U) == 0x80U ? (character << 6U | (next & 0x3FU)) : 0xFFFDU;
                if (character == 0xFFFDU) size = 1;
            }
        }
        if (is_unseen(character))
            shown += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
        else
            shown += text.substr(at, size);
        at += size;
    }
    return shown;
}

}  // namespace migrate::base
