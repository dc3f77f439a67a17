#include "usecases/create/house_naming.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <map>

#include "base/files.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kLastFiles = 12;
constexpr int kMostDigits = 6;  ///< of a number that counts up

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
}

int to_number(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool is_date(std::string_view digits) {
    const int year = to_number(digits.substr(0, 4)), month = to_number(digits.substr(4, 2)),
              day = to_number(digits.substr(6, 2));
    return year >= 2000 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_time(std::string_view digits) {
    return digits.size() == 6 && to_number(digits.substr(0, 2)) < 24 && to_number(digits.substr(2, 2)) < 60 &&
           to_number(digits.substr(4, 2)) < 60;
}

bool is_hex(std::string_view id) {
    const bool letters =
        std::all_of(id.begin(), id.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
    return letters && id.size() >= 8 && id.size() <= 40;
}

/// One name read as a pattern, with its number.
struct Read {
    std::string pattern;
    int number = 0;
};

/// What follows the digits: nothing, or "_slug".
std::string_view slug_field(std::string_view rest) {
    if (rest.empty()) return "";
    return rest.size() > 1 && (rest.front() == '_' || rest.front() == '-') ? "_{slug}" : "?";
}

/// `letters` is what stands in front of the number: "", "v", "rev_".
Read read_counted(std::string_view letters, std::string_view text) {
    const std::size_t digits = digits_at(text, 0);
    const std::string_view rest = slug_field(text.substr(digits));
    if (digits == 0 || digits > kMostDigits || rest == "?") return {};
    return {fmt::format("{}{{number:{}}}{}", letters, digits, rest), to_number(text.substr(0, digits))};
}

Read read_dated(std::string_view text) {
    const std::string_view rest = text.substr(8);
    const std::size_t glue = rest.empty() || is_digit(rest.front()) ? 0 : 1;
    const std::string separator(rest.substr(0, glue));
    const std::size_t digits = digits_at(rest, glue);
    const std::string_view last = slug_field(rest.substr(glue + digits));
    if (last == "?") return {};
    if (digits == 0) return glue == 1 ? Read{"{date}_{slug}", 0} : Read{};
    const std::string_view number = rest.substr(glue, digits);
    if (digits == 6 && is_time(number))
        return {fmt::format("{{date}}{}{{time}}{}", separator, last), to_number(number)};
    if (digits == 4 && glue == 0) return {fmt::format("{{date}}{{time:4}}{}", last), 0};
    if (glue == 0 || digits > kMostDigits) return {};
    return {fmt::format("{{date}}{}{{number:{}}}{}", separator, digits, last), to_number(number)};
}

Read read_name(const std::string& name) {
    if (is_hex(name) && name.find_first_of("abcdef") != std::string::npos) return {};
    const std::size_t letters = name.find_first_of("0123456789");
    if (digits_at(name, 0) >= 8 && is_date(name)) return read_dated(name);
    if (letters == std::string::npos || letters > 4) return {};
    return read_counted(std::string_view(name).substr(0, letters), std::string_view(name).substr(letters));
}

std::string stem_of(const history::Revision& revision) {
    const std::string name = base::base_name(revision.path);
    return name.substr(0, name.size() - std::min<std::size_t>(3, name.size()));
}

/// The file's name in terms of its id; "" where it is neither.
std::string file_pattern(const history::Revision& revision) {
    const std::string stem = stem_of(revision);
    if (stem == revision.id) return "{rev}";
    if (stem.starts_with(revision.id + "_")) return "{rev}_{slug}";
    return read_name(stem).pattern;
}

template <class PatternOf>
std::string usual(const history::Graph& graph, PatternOf pattern_of) {
    std::map<std::string, int> votes;
    const std::size_t count = graph.revisions.size();
    const std::size_t first = count > kLastFiles ? count - kLastFiles : 0;
    for (std::size_t i = first; i < count; ++i) ++votes[pattern_of(graph.revisions[i])];
    const auto most =
        std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    const bool is_usual = most != votes.end() && most->second * 2 > static_cast<int>(count - first);
    return is_usual ? most->first : "";
}

/// True where the six digits behind dates only ever count up by one: numbers that look like times.
bool counts_up(const history::Graph& graph) {
    std::vector<int> numbers;
    for (const history::Revision& revision : graph.revisions) {
        const Read read = read_name(revision.id);
        if (read.pattern.starts_with("{date}_{time}")) numbers.push_back(read.number);
    }
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        if (numbers[i] - numbers[i - 1] > 5) return false;
    }
    return numbers.size() > 1 || (numbers.size() == 1 && numbers.front() < 100);
}

}  // namespace

HouseNaming house_naming(const history::Graph& graph) {
    HouseNaming naming;
    naming.id = usual(graph, [](const history::Revision& revision) { return read_name(revision.id).pattern; });
    if (naming.id.starts_with("{date}_{time}") && counts_up(graph)) return {};
    if (naming.id == "{date}_{number:6}" || naming.id == "{date}_{number:6}_{slug}") return {};
    naming.file = usual(graph, file_pattern);
    if (naming.id.empty() && naming.file.find("{number") == std::string::npos) return {};
    const bool id_counts = naming.id.find("{number") != std::string::npos;
    for (const history::Revision& revision : graph.revisions) {
        const Read read = read_name(id_counts ? revision.id : stem_of(revision));
        if (read.pattern.find("{number") != std::string::npos) naming.highest = std::max(naming.highest, read.number);
    }
    return naming;
}

std::string fill_name_pattern(const std::string& pattern, const NameParts& parts) {
    std::string filled = base::replace_all(pattern, "{rev}", parts.revision);
    filled = base::replace_all(filled, "{date}", base::replace_all(parts.date, "-", ""));
    filled = base::replace_all(filled, "{time:4}", parts.time.substr(0, 4));
    filled = base::replace_all(filled, "{time}", parts.time);
    filled = base::replace_all(filled, "{slug}", parts.slug);
    const std::size_t at = filled.find("{number:");
    if (at == std::string::npos) return filled;
    const std::size_t end = filled.find('}', at);
    const int width = to_number(std::string_view(filled).substr(at + 8, end - at - 8));
    return filled.substr(0, at) + fmt::format("{:0{}}", parts.number, width) + filled.substr(end + 1);
}

namespace {

std::optional<int> time_field(std::string_view name, const NameParts& parts) {
    if (name == "year") return to_number(parts.date.substr(0, 4));
    if (name == "month") return to_number(parts.date.substr(5, 2));
    if (name == "day") return to_number(parts.date.substr(8, 2));
    if (name == "hour") return to_number(parts.time.substr(0, 2));
    if (name == "minute") return to_number(parts.time.substr(2, 2));
    if (name == "second") return to_number(parts.time.substr(4, 2));
    return std::nullopt;
}

long epoch_of(const NameParts& parts) {
    std::tm time{};
    time.tm_year = *time_field("year", parts) - 1900;
    time.tm_mon = *time_field("month", parts) - 1;
    time.tm_mday = *time_field("day", parts);
    time.tm_hour = *time_field("hour", parts);
    time.tm_min = *time_field("minute", parts);
    time.tm_sec = *time_field("second", parts);
    time.tm_isdst = -1;
    return static_cast<long>(std::mktime(&time));
}

/// A number as "%0.2d", "%-2d", "%02d" write it: what stands between `)` and the last letter.
std::string as_python_writes(long number, std::string_view form) {
    const std::size_t dot = form.find('.');
    std::string digits = std::to_string(number);
    if (dot != std::string_view::npos) {
        const auto least = static_cast<std::size_t>(std::min(to_number(form.substr(dot + 1)), 20));
        if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    }
    const std::string_view flags_and_width = form.substr(0, dot);
    const std::size_t width_at = flags_and_width.find_first_not_of("-+ #0");
    const std::string_view flags = flags_and_width.substr(0, width_at);
    const auto width = width_at == std::string_view::npos
                           ? std::size_t{0}
                           : static_cast<std::size_t>(std::min(to_number(flags_and_width.substr(width_at)), 20));
    if (digits.size() >= width) return digits;
    const std::size_t missing = width - digits.size();
    if (flags.find('-') != std::string_view::npos) return digits + std::string(missing, ' ');
    const bool zeros = flags.find('0') != std::string_view::npos;
    return std::string(missing, zeros ? '0' : ' ') + digits;
}

}  // namespace

std::string fill_file_template(const std::string& file_template, const NameParts& parts) {
    std::string filled;
    std::size_t at = 0;
    while (at < file_template.size()) {
        const std::size_t start = file_template.find("%(", at);
        const std::size_t close = start == std::string::npos ? start : file_template.find(')', start);
        const std::size_t end = close == std::string::npos ? close : file_template.find_first_of("ds", close);
        if (end == std::string::npos) break;
        filled += file_template.substr(at, start - at);
        const std::string name = file_template.substr(start + 2, close - start - 2);
        const std::string_view form = std::string_view(file_template).substr(close + 1, end - close - 1);
        const std::optional<int> time = time_field(name, parts);
        if (name == "rev")
            filled += parts.revision;
        else if (name == "slug")
            filled += parts.slug;
        else if (name == "epoch")
            filled += as_python_writes(epoch_of(parts), form);
        else if (time)
            filled += as_python_writes(*time, form);
        else
            filled += file_template.substr(start, end + 1 - start);
        at = end + 1;
    }
    return filled + file_template.substr(std::min(at, file_template.size()));
}

}  // namespace migrate::usecases
