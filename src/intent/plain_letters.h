/// Letters with marks (ą, č, ö), which names of tables and columns are written without.
#pragma once

#include <string>
#include <string_view>

namespace migrate::intent {

/// The text with each marked letter of European alphabets as its plain one ("įmonė" is "imone"); other characters stay.
std::string in_plain_letters(std::string_view text);

}  // namespace migrate::intent
