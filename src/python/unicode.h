/// Characters one by one: UTF-8 both ways, and how many columns ruff counts for them. Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace migrate::python {

inline constexpr char32_t kReplacement = 0xFFFD;

/// One character of a text. `valid` is false (and `code` U+FFFD, `size` 1) where the bytes are not UTF-8.
struct Character {
    char32_t code = 0;
    std::size_t size = 1;
    bool valid = true;
};

/// The character that begins at `text[at]`; `at` must be inside the text.
Character character_at(std::string_view text, std::size_t at);

/// Adds the UTF-8 of a character; `code` must not be a surrogate nor above U+10FFFF.
void append_utf8(std::string& text, char32_t code);

/// The columns that ruff counts for the text: 2 for wide characters, 0 for combining ones. No line feeds in
/// it.
int display_width(std::string_view text);

/// True for what a reader would not see or would see wrongly: controls, direction marks, zero-width
/// characters, odd blanks.
bool must_be_escaped(char32_t code);

}  // namespace migrate::python
