#include "lint/literal_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "schema/postgres_types.h"

namespace migrate::lint {

namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";

bool is_in(std::string_view text, const auto& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool holds_only(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Takes digits off the front; how many there were.
std::size_t take_digits(std::string_view& text) {
    const std::size_t count = std::min(text.find_first_not_of(kDigits), text.size());
    text.remove_prefix(count);
    return count;
}

void take_sign(std::string_view& text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
}

/// [+-] 12 . 5 e [+-] 3
bool is_decimal(std::string_view text) {
    take_sign(text);
    std::size_t digits = take_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += take_digits(text);
    }
    if (digits > 0 && (text.starts_with('e') || text.starts_with('E'))) {
        text.remove_prefix(1);
        take_sign(text);
        if (take_digits(text) == 0) return false;
    }
    return digits > 0 && text.empty();
}

/// What PostgreSQL 16 reads as a number, too: 0x1F, 1_000.
bool is_newer_number(std::string_view text) {
    take_sign(text);
    const bool based = text.size() > 2 && text[0] == '0' && std::string_view("xXoObB").find(text[1]) != text.npos;
    if (based) return holds_only(text.substr(2), "0123456789abcdefABCDEF_");
    return !text.empty() && kDigits.find(text.front()) != text.npos && holds_only(text, "0123456789_.eE");
}

bool is_boolean(std::string_view value) {
    static constexpr std::array<std::string_view, 4> kWords = {"true", "false", "yes", "no"};
    static constexpr std::array<std::string_view, 5> kOthers = {"on", "of", "off", "1", "0"};
    const std::string word = base::lower(base::trim(value));
    return is_in(word, kOthers) || (!word.empty() && std::any_of(kWords.begin(), kWords.end(),
                                                                 [&](auto known) { return known.starts_with(word); }));
}

bool is_whole(std::string_view value) {
    std::string_view text = base::trim(value);
    if (text.find('_') != text.npos || text.find_first_of("xXoObB") != text.npos) return is_newer_number(text);
    take_sign(text);
    return take_digits(text) > 0 && text.empty();
}

bool is_number_text(std::string_view value) {
    static constexpr std::array<std::string_view, 6> kWords = {"nan",       "infinity", "-infinity",
                                                               "+infinity", "inf",      "-inf"};
    const std::string text = base::lower(base::trim(value));
    const bool newer = text.find_first_of("_xo") != std::string::npos || text.find("0b") != std::string::npos;
    return is_in(text, kWords) || is_decimal(text) || (newer && is_newer_number(text));
}

/// "2020-13-01": the beginning of a date with a month or a day that there is not.
bool is_impossible_date(std::string_view text) {
    const std::string_view start = text;
    const auto number = [&](std::size_t at) {
        int value = 0;
        std::from_chars(start.data() + at, start.data() + at + 2, value);
        return value;
    };
    if (take_digits(text) != 4 || !text.starts_with('-')) return false;
    text.remove_prefix(1);
    if (take_digits(text) != 2 || !text.starts_with('-')) return false;
    text.remove_prefix(1);
    if (take_digits(text) != 2) return false;
    return number(5) < 1 || number(5) > 12 || number(8) < 1 || number(8) > 31;
}

bool is_uuid(std::string_view value) {
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return kHexadecimal.find(c) != kHexadecimal.npos; });
    return digits == 32 && holds_only(value, "0123456789abcdefABCDEF-{}");
}

/// "1 day", "-2 hours 5 min", "P1D", "08:00"
bool is_interval(std::string_view value) {
    static constexpr std::array<std::string_view, 16> kUnits = {
        "microseconds", "milliseconds", "seconds", "minutes", "mins",  "secs",    "hours",     "hrs",
        "days",         "weeks",        "months",  "mons",    "years", "decades", "centuries", "millennia"};
    static constexpr std::array<std::string_view, 7> kOthers = {"ago",      "@",         "century", "millennium",
                                                                "infinity", "-infinity", "c"};
    const std::string text = base::lower(base::trim(value));
    if (text.starts_with('p')) return holds_only(text.substr(1), "0123456789ymwdhts.:-+");
    std::string spaced;  // "1day" is 1 day
    for (const char c : text) {
        const bool letter = c >= 'a' && c <= 'z';
        if (letter && !spaced.empty() && kDigits.find(spaced.back()) != kDigits.npos) spaced += ' ';
        spaced += c;
    }
    bool told = false;
    for (const std::string& word : base::split_words(spaced)) {
        const bool number = holds_only(word, "0123456789.:+-") && word.find_first_of(kDigits) != std::string::npos;
        const bool unit = is_in(word, kOthers) || std::any_of(kUnits.begin(), kUnits.end(), [&](std::string_view each) {
                              return each.starts_with(word);
                          });
        const bool date =
            std::count(word.begin() + 1, word.end(), '-') > 1 || std::count(word.begin(), word.end(), '.') > 1;
        if ((!number && !unit) || date) return false;
        told = told || number || word.ends_with("infinity");
    }
    return told;
}

/// Of date, time and timestamp: what none of their forms looks like is refused, all else may be read.
bool is_moment(TypeKind kind, std::string_view value) {
    static constexpr std::array<std::string_view, 9> kWords = {
        "now", "now()", "today", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "allballs"};
    const std::string text = base::lower(base::trim(value));
    if (kind == TypeKind::time && text.ends_with("infinity")) return false;
    if (is_in(text, kWords)) return true;
    if (text.find_first_of(kDigits) == std::string::npos ||
        !holds_only(text, "0123456789abcdefghijklmnopqrstuvwxyz:./+-, ()"))
        return false;
    std::string_view rest = text;
    const std::size_t digits = take_digits(rest);
    const bool address = std::count(text.begin(), text.end(), '.') == 3 && holds_only(text, "0123456789.");
    const bool year_and_day = digits == 4 && rest.size() == 4;  // 2020.123
    const bool number = is_decimal(text) && !year_and_day && digits < 5 && (kind != TypeKind::time || digits < 4);
    const bool clock = digits > 0 && digits < 3 && rest.starts_with(':');
    const bool letters = text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    const bool units = letters && !clock && is_interval(text);
    if (address || number || units || is_uuid(text) || is_newer_number(text) != is_decimal(text)) return false;
    if (clock) return kind == TypeKind::time || text.find(' ') != std::string::npos;
    const bool only_date = holds_only(text, "0123456789-") && std::count(text.begin(), text.end(), '-') == 2;
    return !is_impossible_date(text) && !(kind == TypeKind::time && only_date);
}

/// "127.0.0.1/8", "::1"; of a network fewer parts do.
bool is_address(std::string_view value, bool network) {
    std::string_view text = base::trim(value);
    if (text.find(':') != text.npos) return holds_only(text, "0123456789abcdefABCDEF:./");
    int parts = 0;
    for (const std::string& part : base::split(text.substr(0, text.find('/')), '.')) {
        if (part.empty() || part.size() > 3 || !holds_only(part, kDigits) || std::stoi(part) > 255) return false;
        ++parts;
    }
    const std::size_t slash = text.find('/');
    const bool mask = slash == text.npos || (slash + 1 < text.size() && holds_only(text.substr(slash + 1), kDigits));
    return mask && (network ? parts <= 4 : parts == 4);
}

bool is_binary(std::string_view value) {
    if (value.starts_with("\\x"))
        return value.size() % 2 == 0 && holds_only(value.substr(2), "0123456789abcdefABCDEF \n\t");
    for (std::size_t at = value.find('\\'); at != value.npos; at = value.find('\\', at)) {
        const std::string_view behind = value.substr(at + 1, 3);
        const bool octal = behind.size() == 3 && holds_only(behind, "01234567");
        if (!octal && !behind.starts_with('\\')) return false;
        at += octal ? 4 : 2;
    }
    return true;
}

/// "[a,b)" and "empty"
bool is_range(std::string_view value) {
    const std::string_view text = base::trim(value);
    if (base::equal_ignoring_case(text, "empty")) return true;
    if (text.size() < 3 || (text.front() != '[' && text.front() != '(')) return false;
    return (text.back() == ']' || text.back() == ')') && text.find(',') != text.npos;
}

/// "{1,2}"; of elements that are nested or quoted only the brackets are looked at.
bool is_array(const Type& type, std::string_view value) {
    const std::string_view text = base::trim(value);
    if (text.starts_with('[')) return text.find('=') != text.npos;
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return false;
    const std::string_view inside = text.substr(1, text.size() - 2);
    if (inside.find_first_of("{}\\") != inside.npos || type.element.empty()) return true;
    const std::size_t quote = inside.find('"');
    if (quote != inside.npos) {  // "a":1 is not an element
        const std::size_t close = inside.find('"', quote + 1);
        return close == inside.npos || close + 1 >= inside.size() || inside[close + 1] == ',' ||
               inside[close + 1] == ' ';
    }
    if (base::trim(inside).empty()) return true;
    const auto elements = base::split(inside, ',');
    return std::all_of(elements.begin(), elements.end(), [&](const std::string& element) {
        const std::string word(base::trim(element));
        return base::equal_ignoring_case(word, "null") || (!word.empty() && reads_text(type.element.front(), word));
    });
}

bool reads_other(std::string_view name, const std::string& value) {
    const std::string_view head = name.substr(0, name.find('('));
    if (head.ends_with("multirange")) return base::trim(value).starts_with('{') && base::trim(value).ends_with('}');
    if (head.ends_with("range") && find_postgres_type(head) != nullptr) return is_range(value);
    if (head == "cidr") return is_address(value, true);
    if (head.starts_with("bit")) return holds_only(value, "01") || value.starts_with('b') || value.starts_with('x');
    if (head.starts_with("interval ")) return is_interval(value);
    return true;
}

}  // namespace

std::optional<long double> number_in(std::string_view text) {
    const std::string plain(base::trim(text));
    if (!is_decimal(plain)) return std::nullopt;
    return std::strtold(plain.c_str(), nullptr);
}

bool reads_text(const Type& type, const std::string& value) {
    switch (type.kind) {
        case TypeKind::boolean:
            return is_boolean(value);
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
            return is_whole(value);
        case TypeKind::numeric:
        case TypeKind::floating:
            return is_number_text(value);
        case TypeKind::date:
        case TypeKind::time:
        case TypeKind::datetime:
            return is_moment(type.kind, value);
        case TypeKind::interval:
            return is_interval(value);
        case TypeKind::uuid:
            return is_uuid(value);
        case TypeKind::json:
        case TypeKind::jsonb:
            return nlohmann::json::accept(value);
        case TypeKind::inet:
            return is_address(value, false);
        case TypeKind::binary:
            return is_binary(value);
        case TypeKind::array:
            return is_array(type, value);
        case TypeKind::enumeration:
            return type.labels.empty() || is_in(value, type.labels);
        case TypeKind::other:
            return reads_other(type.name, value);
        default:
            return true;
    }
}

}  // namespace migrate::lint
