#include "lint/default_fit.h"

#include <cmath>
#include <map>
#include <optional>

#include "base/text.h"
#include "lint/literal_text.h"
#include "schema/expression.h"
#include "schema/postgres_types.h"
#include "syntax/tokens.h"

namespace migrate::lint {

namespace {

/// A value as PostgreSQL sees it: its type, where that is known, and its text.
struct Literal {
    std::optional<Type> type;  ///< none: a text without a type, which the column's own type reads
    bool known = false;
    std::string text;            ///< of a literal
    std::size_t characters = 0;  ///< that it has as a text, at least
};

Literal typed(TypeKind kind, std::size_t characters, std::string text = "") {
    return {
        .type = Type{.kind = kind, .timezone = true}, .known = true, .text = std::move(text), .characters = characters};
}

std::size_t characters_in(const std::string& text) {
    return base::count_characters(text.substr(0, text.find_last_not_of(' ') + 1));  // blanks at the end are cut off
}

/// current_date, now() and their kin, with the text that they are at least.
Literal function_of(const std::string& lower) {
    constexpr std::size_t kDate = 10, kMoment = 22, kUuid = 36;
    static const std::map<std::string, std::pair<TypeKind, std::size_t>, std::less<>> kKnown = {
        {"true", {TypeKind::boolean, 4}},
        {"false", {TypeKind::boolean, 5}},
        {"now()", {TypeKind::datetime, kMoment}},
        {"current_timestamp", {TypeKind::datetime, kMoment}},
        {"current_timestamp()", {TypeKind::datetime, kMoment}},
        {"localtimestamp", {TypeKind::datetime, kDate}},
        {"statement_timestamp()", {TypeKind::datetime, kMoment}},
        {"transaction_timestamp()", {TypeKind::datetime, kMoment}},
        {"clock_timestamp()", {TypeKind::datetime, kMoment}},
        {"current_date", {TypeKind::date, kDate}},
        {"gen_random_uuid()", {TypeKind::uuid, kUuid}},
        {"uuid_generate_v4()", {TypeKind::uuid, kUuid}}};
    const auto found = kKnown.find(lower);
    return found == kKnown.end() ? Literal{} : typed(found->second.first, found->second.second);
}

/// 'x'::jsonb and ARRAY[]::text[]: what is behind the last cast that nothing stands around.
Literal cast_of(const std::string& sql, const sql::Tokens& tokens) {
    std::size_t cast = tokens.size();
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string_view token = std::string_view(sql).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
        depth += token == "(" || token == "[" ? 1 : token == ")" || token == "]" ? -1 : 0;
        if (depth == 0 && token == "::") cast = i;
        const bool operator_after = cast < i && depth == 0 && tokens[i].kind == sql::TokenKind::symbol &&
                                    token != "]" && token != ")" && token != ".";
        const bool first_of_several = depth == 0 && cast == tokens.size() && i > 0 && token != "]" && token != ")";
        if (operator_after || (first_of_several && i > 1 && sql[tokens[0].begin] == '\'')) return {};
    }
    if (cast == tokens.size() || cast == 0) return {};
    const Type type = read_sql_type(std::string_view(sql).substr(tokens[cast].end));
    const bool judged = type.kind != TypeKind::other || find_postgres_type(type.name.substr(0, type.name.find('(')));
    return {.type = type, .known = judged, .text = "", .characters = 0};
}

Literal literal_of(const std::string& whole) {
    const std::string sql(base::trim(without_outer_parentheses(whole)));
    if (Literal known = function_of(base::lower(sql)); known.known) return known;
    const sql::Tokens tokens = sql::read_tokens(sql, Dialect::postgresql);
    if (tokens.empty()) return {};
    const std::string first = sql.substr(tokens[0].begin, tokens[0].end - tokens[0].begin);
    if (tokens.size() == 1 && tokens[0].kind == sql::TokenKind::string && first.front() == '\'') {
        const std::string text = sql::string_value(sql, tokens[0]);
        return {.type = {}, .known = true, .text = text, .characters = characters_in(text)};
    }
    const bool number = tokens.back().kind == sql::TokenKind::number;
    if (number && (tokens.size() == 1 || (tokens.size() == 2 && (first == "-" || first == "+")))) {
        const bool whole_number = sql.find_first_not_of("+-0123456789") == std::string::npos;
        return typed(whole_number ? TypeKind::integer : TypeKind::numeric,
                     sql.find_first_of("eE") == sql.npos ? sql.size() : 1, sql);
    }
    return cast_of(sql, tokens);
}

bool is_moment(TypeKind kind) {
    return kind == TypeKind::datetime || kind == TypeKind::date || kind == TypeKind::time;
}

/// Types of PostgreSQL that take anything, as texts do, and those that take numbers.
bool takes_freely(const Type& type, TypeKind from) {
    const std::string_view name = std::string_view(type.name).substr(0, type.name.find('('));
    const bool number = name == "money" || name == "oid" || name.starts_with("reg");
    const bool text = name == "citext" || name == "name" || name == "bpchar" || name == "cube";
    const bool address = name == "cidr" && from == TypeKind::inet;
    return find_postgres_type(name) == nullptr || text || address || (number && is_number(from));
}

/// Whether PostgreSQL assigns a value of the one type to the other by itself.
bool assigns(const Type& to, const Type& from) {
    if (is_text(to.kind) || to.kind == TypeKind::opaque || to.kind == from.kind) {
        return to.kind != TypeKind::other || to.name == from.name || takes_freely(to, from.kind);
    }
    if (from.kind == TypeKind::opaque || from.kind == TypeKind::other) return true;
    if (to.kind == TypeKind::other) return takes_freely(to, from.kind);
    if (is_number(to.kind)) return is_number(from.kind);
    if (is_json(to.kind)) return is_json(from.kind);
    if (to.kind == TypeKind::interval) return from.kind == TypeKind::time;
    if (to.kind == TypeKind::time) return from.kind == TypeKind::datetime || from.kind == TypeKind::interval;
    return is_moment(to.kind) && (from.kind == TypeKind::datetime || from.kind == TypeKind::date);
}

/// True where the number is none of the type's: 99999 of a smallint, 1000 of a numeric(5,2).
bool overflows(const Type& type, const std::string& text) {
    const auto number = number_in(text);
    if (type.kind == TypeKind::numeric && type.precision && base::lower(text).find("inf") != std::string::npos)
        return true;
    if (!number) return false;
    const auto beyond = [&](int bits) {
        return *number >= std::ldexp(1.0L, bits) || *number < -std::ldexp(1.0L, bits);
    };
    if (type.kind == TypeKind::smallint) return beyond(15);
    if (type.kind == TypeKind::integer) return beyond(31);
    if (type.kind == TypeKind::bigint) return beyond(63);
    if (type.kind != TypeKind::numeric || !type.precision) return false;
    const int places = type.scale.value_or(0);
    return std::fabs(*number) >= std::pow(10.0L, *type.precision - places);
}

std::string shown_kind(const Type& type) {
    switch (type.kind) {
        case TypeKind::integer:
            return "an integer";
        case TypeKind::numeric:
            return "a number";
        case TypeKind::boolean:
            return "a boolean";
        case TypeKind::datetime:
            return "a timestamp";
        case TypeKind::uuid:
            return "a UUID";
        default:
            return "of type " + sql_of(type, Dialect::postgresql);
    }
}

}  // namespace

DefaultProblem problem_with_default(const std::string& sql, const Type& type) {
    const Literal literal = literal_of(sql);
    const std::string shown = sql_of(type, Dialect::postgresql);
    if (!literal.known) return {};
    if (literal.type && !assigns(type, *literal.type))
        return {DefaultFit::refused, "it is " + shown_kind(*literal.type) + ", which " + shown + " does not take"};
    if (!literal.type && !reads_text(type, literal.text)) return {DefaultFit::refused, "it cannot be read as " + shown};
    if (is_text(type.kind) && type.length && literal.characters > static_cast<std::size_t>(*type.length))
        return {DefaultFit::insert_fails, "it is longer than " + shown};
    if (overflows(type, literal.text)) {
        const bool at_once = !literal.type && is_whole_number(type.kind);  // a text is read when the table is made
        return {at_once ? DefaultFit::refused : DefaultFit::insert_fails, "it is out of the range of " + shown};
    }
    return {};
}

}  // namespace migrate::lint
