#include "usecases/text_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace migrate::usecases {

namespace {

constexpr std::size_t kAround = 3;
constexpr std::size_t kMostCells = 25'000'000;  ///< beyond it the whole middle is shown as changed

/// Lines with their ends.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// One line of the result: ' ', '-' or '+'.
struct Line {
    char mark = ' ';
    std::string_view text;
};

/// The middle parts, where neither the first nor the last lines are equal, by their longest common subsequence.
void compare(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b, std::vector<Line>& lines) {
    const std::size_t width = b.size() + 1;
    const bool too_large = (a.size() + 1) * width > kMostCells;
    std::vector<std::uint32_t> longest(too_large ? 0 : (a.size() + 1) * width, 0);
    for (std::size_t i = too_large ? 0 : a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            longest[i * width + j] = a[i] == b[j] ? longest[(i + 1) * width + j + 1] + 1
                                                  : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (!too_large && i < a.size() && j < b.size()) {
        if (a[i] == b[j]) {
            lines.push_back({' ', a[i++]});
            ++j;
        } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            lines.push_back({'-', a[i++]});
        } else {
            lines.push_back({'+', b[j++]});
        }
    }
    while (i < a.size()) lines.push_back({'-', a[i++]});
    while (j < b.size()) lines.push_back({'+', b[j++]});
}

std::vector<Line> all_lines(std::string_view before, std::string_view after) {
    std::vector<std::string_view> a = lines_of(before);
    std::vector<std::string_view> b = lines_of(after);
    std::size_t front = 0;
    while (front < a.size() && front < b.size() && a[front] == b[front]) ++front;
    std::size_t back = 0;
    while (back + front < a.size() && back + front < b.size() && a[a.size() - 1 - back] == b[b.size() - 1 - back]) {
        ++back;
    }
    std::vector<Line> lines;
    for (std::size_t i = 0; i < front; ++i) lines.push_back({' ', a[i]});
    const std::vector<std::string_view> middle_a(a.begin() + static_cast<std::ptrdiff_t>(front),
                                                 a.end() - static_cast<std::ptrdiff_t>(back));
    const std::vector<std::string_view> middle_b(b.begin() + static_cast<std::ptrdiff_t>(front),
                                                 b.end() - static_cast<std::ptrdiff_t>(back));
    compare(middle_a, middle_b, lines);
    for (std::size_t i = a.size() - back; i < a.size(); ++i) lines.push_back({' ', a[i]});
    return lines;
}

/// "3,7", or "3" for one line, as diff writes the lines from `first` (counted from 1) on.
std::string range(std::size_t first, std::size_t count) {
    if (count == 0) return fmt::format("{},0", first - 1);
    return count == 1 ? std::to_string(first) : fmt::format("{},{}", first, count);
}

/// Numbers of the lines of both texts in front of a place.
struct Place {
    std::size_t before = 0;
    std::size_t after = 0;
};

void write_hunk(const std::vector<Line>& lines, std::size_t begin, std::size_t end, Place& place, std::string& text) {
    Place length;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
        if (lines[i].mark != '+') ++length.before;
        if (lines[i].mark != '-') ++length.after;
        body += lines[i].mark;
        body += lines[i].text;
        if (!lines[i].text.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    text += fmt::format("@@ -{} +{} @@\n{}", range(place.before + 1, length.before),
                        range(place.after + 1, length.after), body);
    place.before += length.before;
    place.after += length.after;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const std::string& old_path,
                         const std::string& new_path) {
    if (before == after && old_path == new_path) return "";
    const std::vector<Line> lines = all_lines(before, after);
    std::string text = "--- a/" + old_path + "\n+++ b/" + new_path + "\n";
    Place place;
    std::size_t next = 0;  // first line that no hunk has shown or passed
    while (next < lines.size()) {
        std::size_t first = next;
        while (first < lines.size() && lines[first].mark == ' ') ++first;
        if (first == lines.size()) break;
        std::size_t last = first;
        for (std::size_t i = first; i < lines.size() && i <= last + 2 * kAround; ++i) {
            if (lines[i].mark != ' ') last = i;
        }
        const std::size_t begin = std::max(next, first < kAround ? 0 : first - kAround);
        const std::size_t end = std::min(lines.size(), last + 1 + kAround);
        place.before += begin - next;
        place.after += begin - next;
        write_hunk(lines, begin, end, place, text);
        next = end;
    }
    return text;
}

}  // namespace migrate::usecases
