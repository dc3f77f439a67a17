#include "python/unicode.h"

#include <algorithm>
#include <iterator>

#include "python/width_table.h"

namespace migrate::python {

namespace {

template <std::size_t N>
bool contains(const CharacterRange (&ranges)[N], char32_t code) {
    const auto* after =
        std::upper_bound(std::begin(ranges), std::end(ranges), code,
                         [](char32_t value, const CharacterRange& range) { return value < range.first; });
    return after != std::begin(ranges) && code <= std::prev(after)->last;
}

/// Characters that are written as escapes. The last range is where no character is assigned and ruff was not
/// measured.
constexpr CharacterRange kEscaped[] = {
    {0x0, 0x1f},      {0x7f, 0xa0},       {0xad, 0xad},       {0x34f, 0x34f},      {0x600, 0x605},   {0x61c, 0x61c},
    {0x6dd, 0x6dd},   {0x70f, 0x70f},     {0x115f, 0x1160},   {0x1680, 0x1680},    {0x17a4, 0x17a4}, {0x17b4, 0x17b5},
    {0x17d8, 0x17d8}, {0x180b, 0x180f},   {0x2000, 0x200f},   {0x2028, 0x202f},    {0x205f, 0x206f}, {0x2800, 0x2800},
    {0x3000, 0x3000}, {0x3164, 0x3164},   {0xd800, 0xdfff},   {0xfeff, 0xfeff},    {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
    {0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0x40000, 0x10ffff},
};

std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_canonical(char32_t code, std::size_t size) {
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return code >= kSmallest[size] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
    constexpr Character kInvalid{.code = kReplacement, .size = 1, .valid = false};
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = sequence_length(lead);
    if (size == 1) return {.code = lead};
    if (size == 0 || at + size > text.size()) return kInvalid;
    char32_t code = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if ((byte & 0xC0) != 0x80) return kInvalid;
        code = (code << 6) | (byte & 0x3F);
    }
    if (!is_canonical(code, size)) return kInvalid;
    return {.code = code, .size = size};
}

void append_utf8(std::string& text, char32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    const int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const char32_t mark = tail == 1 ? 0xC0 : tail == 2 ? 0xE0 : 0xF0;
    text += static_cast<char>(mark | (code >> (6 * tail)));
    for (int i = tail - 1; i >= 0; --i) text += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
}

int display_width(std::string_view text) {
    int width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        at += character.size;
        if (character.code < 0x80) {
            ++width;
        } else if (!contains(kZero, character.code)) {
            width += contains(kWide, character.code) ? 2 : 1;
        }
    }
    return width;
}

bool must_be_escaped(char32_t code) {
    return contains(kEscaped, code);
}

}  // namespace migrate::python
