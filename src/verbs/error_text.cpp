#include "verbs/error_text.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "base/visible.h"

namespace migrate::verbs {

namespace {

constexpr std::size_t kMaxWord = 160;  ///< bytes; the longest name that a database takes has 63
constexpr std::size_t kMaxText = 2400;
constexpr std::string_view kCut = "…";

bool is_blank(char c) {
    return c == ' ' || c == '\n';
}

std::string with_short_words(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const auto end = std::find_if(text.begin(), text.end(), is_blank);
        const auto length = static_cast<std::size_t>(end - text.begin());
        const std::string_view word = text.substr(0, length);
        kept += base::cut_utf8(word, kMaxWord);
        if (word.size() > kMaxWord) kept += kCut;
        const std::size_t next = std::min(text.size(), length + 1);
        kept += text.substr(length, next - length);
        text.remove_prefix(next);
    }
    return kept;
}

std::string shorten(const std::string& text) {
    std::string kept = with_short_words(base::visible(text, true));
    if (kept.size() <= kMaxText) return kept;
    return std::string(base::cut_utf8(kept, kMaxText)) + std::string(kCut);
}

}  // namespace

Error bounded(Error error) {
    error.message = shorten(error.message);
    error.hint = shorten(error.hint);
    if (error.where.size() > kMaxText)
        error.where = std::string(base::cut_utf8(error.where, kMaxText)) + std::string(kCut);
    error.where = base::visible(std::move(error.where), true);
    return error;
}

}  // namespace migrate::verbs
