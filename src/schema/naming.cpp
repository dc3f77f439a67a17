#include "schema/naming.h"

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/text.h"

namespace migrate {
namespace {

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A new word starts at an upper-case letter after a lower one or a digit, and before the last capital of
/// "HTTPServer".
bool starts_hump(std::string_view text, std::size_t i) {
    if (!is_upper(text[i]) || i == 0) return false;
    const char before = text[i - 1];
    if (is_lower(before) || is_digit(before)) return true;
    return is_upper(before) && i + 1 < text.size() && is_lower(text[i + 1]);
}

bool is_plain_name(std::string_view name) {
    if (name.empty() || is_digit(name[0])) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

}  // namespace

TableName serial_sequence(const TableName& table, std::string_view column) {
    return {table.schema, postgres_object_name(table.name, column, "seq")};
}

std::string postgres_object_name(std::string_view first, std::string_view second, std::string_view label) {
    const std::size_t overhead = (second.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
    const std::size_t room = kMaxIdentifierBytes > overhead ? kMaxIdentifierBytes - overhead : 0;
    std::size_t first_bytes = first.size();
    std::size_t second_bytes = second.size();
    while (first_bytes + second_bytes > room) {
        if (first_bytes > second_bytes)
            --first_bytes;
        else
            --second_bytes;
    }
    std::string name(base::cut_utf8(first, first_bytes));
    if (!second.empty()) name += "_" + std::string(base::cut_utf8(second, second_bytes));
    if (!label.empty()) name += "_" + std::string(label);
    return name;
}

std::string choose_postgres_name(std::string_view first, std::string_view second, std::string_view label,
                                 const std::function<bool(std::string_view)>& taken) {
    constexpr int kMaxTries = 100000;  // `taken` of a real schema says no long before
    std::string name = postgres_object_name(first, second, label);
    for (int number = 1; number < kMaxTries && taken(name); ++number) {
        name = postgres_object_name(first, second, std::string(label) + std::to_string(number));
    }
    return name;
}

std::string shorten_identifier(std::string_view name) {
    constexpr std::size_t kHashDigits = 8;
    if (name.size() <= kMaxIdentifierBytes) return std::string(name);
    const std::string_view kept = base::cut_utf8(name, kMaxIdentifierBytes - kHashDigits - 1);
    return std::string(kept) + "_" + base::hash64(name).substr(0, kHashDigits);
}

std::string to_snake_case(std::string_view text) {
    std::string snake;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool in_word = is_lower(c) || is_upper(c) || is_digit(c) || (c & 0x80) != 0;
        const bool breaks = !in_word || starts_hump(text, i);
        if (breaks && !snake.empty() && snake.back() != '_') snake += '_';
        if (in_word) snake += base::lower(text.substr(i, 1));
    }
    while (snake.ends_with('_')) snake.pop_back();
    return snake;
}

std::string quote_identifier(std::string_view name) {
    if (is_plain_name(name) && !is_reserved_word(name)) return std::string(name);
    return "\"" + base::replace_all(name, "\"", "\"\"") + "\"";
}

std::string quote_text(std::string_view text) {
    return "'" + base::replace_all(text, "'", "''") + "'";
}

std::optional<std::string> text_of_literal(std::string_view sql) {
    if (sql.size() < 2 || sql.front() != '\'' || sql.back() != '\'') return std::nullopt;
    return base::replace_all(std::string(sql.substr(1, sql.size() - 2)), "''", "'");
}

std::string convention_key(ConstraintKind kind) {
    switch (kind) {
        case ConstraintKind::primary_key:
            return "pk";
        case ConstraintKind::unique:
            return "uq";
        case ConstraintKind::check:
            return "ck";
        case ConstraintKind::foreign_key:
            return "fk";
        case ConstraintKind::exclude:
            return "ex";
    }
    return "";
}

std::string sql_name(const TableName& table) {
    const std::string name = quote_identifier(table.name);
    return table.schema.empty() ? name : quote_identifier(table.schema) + "." + name;
}

}  // namespace migrate
