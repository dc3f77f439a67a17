#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace migrate::base {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr std::size_t kMaxWord = 128;

char lower_char(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper_char(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> pieces;
    std::size_t start = 0;
    for (auto end = text.find(separator); end != std::string_view::npos; end = text.find(separator, start)) {
        pieces.emplace_back(text.substr(start, end - start));
        start = end + 1;
    }
    pieces.emplace_back(text.substr(start));
    return pieces;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    for (auto start = text.find_first_not_of(kBlanks); start != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(kBlanks, start), text.size());
        words.emplace_back(text.substr(start, end - start));
        start = text.find_first_not_of(kBlanks, end);
    }
    return words;
}

std::vector<std::string> split_lines(std::string_view text) {
    if (text.empty()) return {};
    auto lines = split(text, '\n');
    if (lines.back().empty()) lines.pop_back();
    for (auto& line : lines) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
    }
    return lines;
}

std::string join(const std::vector<std::string>& pieces, std::string_view separator) {
    std::string whole;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) whole += separator;
        whole += pieces[i];
    }
    return whole;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower_char);
    return result;
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), upper_char);
    return result;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower_char(a) == lower_char(b); });
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    std::size_t start = 0;
    for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from, start)) {
        result += text.substr(start, at - start);
        result += to;
        start = at + from.size();
    }
    result += text.substr(start);
    return result;
}

std::string_view cut_utf8(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U) --max_bytes;
    return text.substr(0, max_bytes);
}

std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit) {
    left = left.substr(0, kMaxWord);
    right = right.substr(0, kMaxWord);
    const auto longer = std::max(left.size(), right.size());
    if (longer - std::min(left.size(), right.size()) > limit) return limit + 1;
    std::array<std::array<std::size_t, kMaxWord + 1>, 3> rows;
    std::size_t *before = rows[0].data(), *previous = rows[1].data(), *current = rows[2].data();
    for (std::size_t j = 0; j <= right.size(); ++j) before[j] = previous[j] = j;
    for (std::size_t i = 1, least_before = 0; i <= left.size(); ++i) {
        current[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const char a = lower_char(left[i - 1]), b = lower_char(right[j - 1]);
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a == b ? 0U : 1U)});
            const bool swapped = i > 1 && j > 1 && a == lower_char(right[j - 2]) && lower_char(left[i - 2]) == b;
            if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
            least = std::min(least, current[j]);
        }
        // What follows is made of these two rows, and no less than what is in them.
        if (least > limit && least_before > limit) return limit + 1;
        least_before = least;
        std::swap(before, previous);
        std::swap(previous, current);
    }
    return std::min(previous[right.size()], limit + 1);
}

std::vector<std::string> nearest(const std::vector<std::string>& names, std::string_view word, std::size_t max) {
    struct Candidate {
        std::size_t distance;
        const std::string* name;
    };
    const auto limit = std::max<std::size_t>(1, std::min(word.size(), kMaxWord) / 3);
    const auto prefix = lower(word);
    std::vector<Candidate> found;
    for (const auto& name : names) {
        const auto distance = edit_distance(name, word, limit);
        const auto folded = lower(name);
        const bool begins =
            std::min(folded.size(), prefix.size()) >= 3 && (folded.starts_with(prefix) || prefix.starts_with(folded));
        if (distance <= limit || begins) found.push_back({distance, &name});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
    std::vector<std::string> result;
    for (const auto& candidate : found) {
        if (result.size() == max) break;
        result.push_back(*candidate.name);
    }
    return result;
}

}  // namespace migrate::base
