#include "base/visible.h"

#include <algorithm>

namespace migrate::base {

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

}  // namespace migrate::base
