#include "lint/default_fit.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "schema/expression.h"
#include "syntax/tokens.h"

namespace migrate::lint {

namespace {

enum class Shape { unknown, text, integer, decimal, boolean, moment, uuid };

struct Literal {
    Shape shape = Shape::unknown;
    std::string value;  ///< of a text
};

bool is_in(std::string_view text, const auto& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

Literal literal_of(const std::string& whole) {
    static constexpr std::array<std::string_view, 7> kMoments = {"now()",
                                                                 "current_timestamp",
                                                                 "localtimestamp",
                                                                 "statement_timestamp()",
                                                                 "transaction_timestamp()",
                                                                 "clock_timestamp()",
                                                                 "current_timestamp()"};
    static constexpr std::array<std::string_view, 2> kUuids = {"gen_random_uuid()", "uuid_generate_v4()"};
    const std::string sql = without_outer_parentheses(whole);
    const std::string lower = base::lower(base::trim(sql));
    if (lower == "true" || lower == "false") return {Shape::boolean, ""};
    if (is_in(lower, kMoments)) return {Shape::moment, ""};
    if (is_in(lower, kUuids)) return {Shape::uuid, ""};
    const sql::Tokens tokens = sql::read_tokens(sql, Dialect::postgresql);
    if (tokens.empty() || tokens.size() > 2) return {};
    const std::string first = sql.substr(tokens[0].begin, tokens[0].end - tokens[0].begin);
    if (tokens.size() == 1 && tokens[0].kind == sql::TokenKind::string && first.front() == '\'') {
        return {Shape::text, sql::string_value(sql, tokens[0])};
    }
    if (tokens.back().kind != sql::TokenKind::number) return {};
    if (tokens.size() == 2 && first != "-" && first != "+") return {};
    const std::string number = sql.substr(tokens.back().begin, tokens.back().end - tokens.back().begin);
    return {number.find_first_not_of("0123456789") == std::string::npos ? Shape::integer : Shape::decimal, ""};
}

bool is_boolean_text(const std::string& value) {
    static constexpr std::array<std::string_view, 4> kWords = {"true", "false", "yes", "no"};
    static constexpr std::array<std::string_view, 5> kOthers = {"on", "of", "off", "1", "0"};
    const std::string word = base::lower(base::trim(value));
    return is_in(word, kOthers) || (!word.empty() && std::any_of(kWords.begin(), kWords.end(),
                                                                 [&](auto known) { return known.starts_with(word); }));
}

bool is_number_text(const std::string& value, bool whole) {
    std::string_view text = base::trim(value);
    if (!whole && is_in(base::lower(text), std::array<std::string_view, 4>{"nan", "infinity", "-infinity", "inf"}))
        return true;
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    // What else a number may be made of, PostgreSQL 16's hexadecimal too, is left to it.
    return !text.empty() && text.find_first_of("0123456789") == (text.starts_with('.') ? 1U : 0U) &&
           text.find_first_not_of(whole ? "0123456789_xXoObBabcdefABCDEF" : "0123456789_.eE+-xXabcdfABCDF") ==
               std::string_view::npos;
}

bool is_moment_text(const std::string& value) {
    static constexpr std::array<std::string_view, 8> kWords = {"now",   "today",    "tomorrow",  "yesterday",
                                                               "epoch", "infinity", "-infinity", "allballs"};
    return value.find_first_of("0123456789") != std::string::npos || is_in(base::lower(base::trim(value)), kWords);
}

bool is_uuid_text(const std::string& value) {
    const auto digits =
        std::count_if(value.begin(), value.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
    return digits == 32 && value.find_first_not_of("0123456789abcdefABCDEF-{}") == std::string::npos;
}

/// Whether the type's reader takes the text.
bool reads(const Type& type, const std::string& value) {
    switch (type.kind) {
        case TypeKind::boolean:
            return is_boolean_text(value);
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
            return is_number_text(value, true);
        case TypeKind::numeric:
        case TypeKind::floating:
            return is_number_text(value, false);
        case TypeKind::date:
        case TypeKind::time:
        case TypeKind::datetime:
            return is_moment_text(value);
        case TypeKind::uuid:
            return is_uuid_text(value);
        case TypeKind::json:
        case TypeKind::jsonb:
            return !base::trim(value).empty();
        case TypeKind::array:
            return base::trim(value).starts_with('{') || base::trim(value).starts_with('[');
        case TypeKind::enumeration:
            return type.labels.empty() || is_in(value, type.labels);
        default:
            return true;
    }
}

/// Whether PostgreSQL assigns a value of the shape to the type by itself.
bool assigns(TypeKind kind, Shape shape) {
    if (is_text(kind) || kind == TypeKind::other || kind == TypeKind::opaque) return true;
    switch (shape) {
        case Shape::integer:
        case Shape::decimal:
            return is_number(kind);
        case Shape::boolean:
            return kind == TypeKind::boolean;
        case Shape::moment:
            return kind == TypeKind::datetime || kind == TypeKind::date || kind == TypeKind::time;
        case Shape::uuid:
            return kind == TypeKind::uuid;
        default:
            return true;
    }
}

std::string_view name_of(Shape shape) {
    switch (shape) {
        case Shape::integer:
            return "an integer";
        case Shape::decimal:
            return "a number";
        case Shape::boolean:
            return "a boolean";
        case Shape::moment:
            return "a timestamp";
        default:
            return "a UUID";
    }
}

}  // namespace

DefaultProblem problem_with_default(const std::string& sql, const Type& type) {
    const Literal literal = literal_of(sql);
    const std::string shown = sql_of(type, Dialect::postgresql);
    if (literal.shape == Shape::unknown) return {};
    if (literal.shape != Shape::text) {
        if (assigns(type.kind, literal.shape)) return {};
        return {DefaultFit::refused,
                "it is " + std::string(name_of(literal.shape)) + ", which " + shown + " does not take"};
    }
    if (!reads(type, literal.value)) return {DefaultFit::refused, "it cannot be read as " + shown};
    if (is_text(type.kind) && type.length && std::count_if(literal.value.begin(), literal.value.end(), [](char c) {
                                                 return (c & 0xC0) != 0x80;
                                             }) > *type.length) {
        return {DefaultFit::insert_fails, "it is longer than " + shown};
    }
    return {};
}

}  // namespace migrate::lint
