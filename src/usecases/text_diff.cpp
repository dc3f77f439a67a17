#include "usecases/text_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <dtl/dtl.hpp>
#include <utility>
#include <vector>

namespace migrate::usecases {

namespace {

constexpr std::size_t kAround = 3;
constexpr std::size_t kMostCells = 250'000'000;  ///< of lines by lines; beyond it the whole is shown as changed

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

/// All lines of both texts, in order.
std::vector<Line> compare(std::string_view before, std::string_view after) {
    const std::vector<std::string_view> a = lines_of(before);
    const std::vector<std::string_view> b = lines_of(after);
    std::vector<Line> lines;
    if (a.size() * b.size() > kMostCells) {
        for (const std::string_view line : a) lines.push_back({'-', line});
        for (const std::string_view line : b) lines.push_back({'+', line});
        return lines;
    }
    dtl::Diff<std::string_view, std::vector<std::string_view>> diff(a, b, true);
    diff.compose();
    for (const auto& [line, info] : diff.getSes().getSequence())
        lines.push_back({info.type == dtl::SES_COMMON ? ' ' : info.type == dtl::SES_ADD ? '+' : '-', line});
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

/// Lines [begin, end) of a text, and what stands in their place in another one.
struct Change {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
    bool operator==(const Change&) const = default;
};

std::vector<Change> changes(std::string_view before, std::string_view after) {
    std::vector<Change> found;
    std::size_t at = 0;
    bool is_open = false;
    for (const Line& line : compare(before, after)) {
        if (line.mark != ' ' && !std::exchange(is_open, true)) found.push_back({at, at, ""});
        if (line.mark == ' ') is_open = false;
        if (line.mark == '+') found.back().text += line.text;
        if (line.mark != '+') ++at;
        if (line.mark == '-') found.back().end = at;
    }
    return found;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const std::string& old_path,
                         const std::string& new_path) {
    if (before == after && old_path == new_path) return "";
    const std::vector<Line> lines = compare(before, after);
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

std::optional<std::string> merged(std::string_view base, std::string_view first, std::string_view second) {
    const std::vector<std::string_view> lines = lines_of(base);
    std::vector<Change> all = changes(base, first);
    for (Change& change : changes(base, second)) {
        if (std::ranges::find(all, change) == all.end()) all.push_back(std::move(change));
    }
    std::ranges::stable_sort(all, {}, [](const Change& change) { return std::pair(change.begin, change.end); });
    std::string text;
    std::size_t at = 0;
    const auto keep_until = [&](std::size_t end) {
        for (; at < end; ++at) text += lines[at];
    };
    for (const Change& change : all) {
        if (change.begin < at) return std::nullopt;
        keep_until(change.begin);
        text += change.text;
        at = change.end;
    }
    keep_until(lines.size());
    return text;
}

}  // namespace migrate::usecases
