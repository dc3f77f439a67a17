#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "schema/naming.h"
#include "schema/type.h"
#include "schema/type_names.h"

namespace migrate {
namespace {

constexpr int kRealDigits = 24;  // FLOAT(24) and less is REAL on PostgreSQL

std::string with_length(std::string_view word, const std::optional<int>& length) {
    std::string sql(word);
    if (length) sql += "(" + std::to_string(*length) + ")";
    return sql;
}

bool is_real(const Type& type) {
    return type.precision && *type.precision <= kRealDigits;
}

std::string numeric_sql(const Type& type, std::string_view word, std::string_view comma, bool show_zero_scale) {
    std::string sql(word);
    if (!type.precision) return sql;
    sql += "(" + std::to_string(*type.precision);
    if (type.scale)
        sql += std::string(comma) + std::to_string(*type.scale);
    else if (show_zero_scale)
        sql += std::string(comma) + "0";
    return sql + ")";
}

std::string zoned(std::string_view word, const Type& type) {
    return with_length(word, type.precision) + (type.timezone ? " with time zone" : " without time zone");
}

std::string named(const Type& type) {
    const std::string name = quote_identifier(type.name);
    return type.name_schema.empty() ? name : quote_identifier(type.name_schema) + "." + name;
}

std::string postgres_sql(const Type& type) {
    switch (type.kind) {
        case TypeKind::string:
            return with_length("character varying", type.length);
        case TypeKind::char_:
            return with_length("character", type.length ? type.length : 1);
        case TypeKind::text:
            return "text";
        case TypeKind::integer:
            return "integer";
        case TypeKind::bigint:
            return "bigint";
        case TypeKind::smallint:
            return "smallint";
        case TypeKind::numeric:
            return numeric_sql(type, "numeric", ",", true);
        case TypeKind::floating:
            return is_real(type) ? "real" : "double precision";
        case TypeKind::boolean:
            return "boolean";
        case TypeKind::date:
            return "date";
        case TypeKind::time:
            return zoned("time", type);
        case TypeKind::datetime:
            return zoned("timestamp", type);
        case TypeKind::interval:
            return with_length("interval", type.precision);
        case TypeKind::uuid:
            return "uuid";
        case TypeKind::json:
            return "json";
        case TypeKind::jsonb:
            return "jsonb";
        case TypeKind::binary:
            return "bytea";
        case TypeKind::inet:
            return "inet";
        case TypeKind::array:
            return (type.element.empty() ? "text" : sql_of(type.element.front(), Dialect::postgresql)) + "[]";
        case TypeKind::enumeration:
            return named(type);
        case TypeKind::other:
        case TypeKind::opaque:
            return type.name;
    }
    return type.name;
}

std::string sqlite_sql(const Type& type) {
    switch (type.kind) {
        case TypeKind::string:
            return with_length("VARCHAR", type.length);
        case TypeKind::char_:
            return with_length("CHAR", type.length);
        case TypeKind::text:
            return "TEXT";
        case TypeKind::integer:
            return "INTEGER";
        case TypeKind::bigint:
            return "BIGINT";
        case TypeKind::smallint:
            return "SMALLINT";
        case TypeKind::numeric:
            return numeric_sql(type, "NUMERIC", ", ", false);
        case TypeKind::floating:
            return "FLOAT";
        case TypeKind::boolean:
            return "BOOLEAN";
        case TypeKind::date:
            return "DATE";
        case TypeKind::time:
            return "TIME";
        case TypeKind::datetime:
        case TypeKind::interval:
            return "DATETIME";
        case TypeKind::uuid:
            return "UUID";  // of postgresql.UUID and sa.UUID; sa.Uuid is CHAR(32)
        case TypeKind::json:
            return "JSON";
        case TypeKind::jsonb:
            return "JSONB";
        case TypeKind::binary:
            return "BLOB";
        case TypeKind::inet:
            return "INET";
        case TypeKind::array:
            return "JSON";
        case TypeKind::enumeration:
            return sql_of(lower(type, Dialect::sqlite), Dialect::sqlite);
        case TypeKind::other:
        case TypeKind::opaque:
            return type.name;
    }
    return type.name;
}

/// A type name taken apart: lower-case words before the parentheses, the numbers inside, the words after.
struct Spelling {
    std::string head;
    std::vector<int> numbers;
    std::string tail;
    bool readable = true;
};

std::optional<std::vector<int>> read_numbers(std::string_view inside) {
    std::vector<int> numbers;
    for (const std::string& piece : base::split(inside, ',')) {
        const std::string_view digits = base::trim(piece);
        const bool is_number = !digits.empty() && digits.size() <= 9 &&
                               std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!is_number) return std::nullopt;
        numbers.push_back(std::stoi(std::string(digits)));
    }
    return numbers;
}

Spelling take_apart(std::string_view sql) {
    Spelling spelling;
    const std::size_t open = sql.find('(');
    std::string_view head = sql.substr(0, open);
    spelling.head = base::lower(base::join(base::split_words(head), " "));
    if (spelling.head.starts_with("pg_catalog.")) spelling.head.erase(0, 11);
    if (open == std::string_view::npos) return spelling;
    const std::size_t close = sql.find(')', open);
    const auto numbers =
        close == std::string_view::npos ? std::nullopt : read_numbers(sql.substr(open + 1, close - open - 1));
    spelling.readable = numbers.has_value();
    spelling.numbers = numbers.value_or(std::vector<int>{});
    if (spelling.readable) spelling.tail = base::lower(base::join(base::split_words(sql.substr(close + 1)), " "));
    return spelling;
}

enum class Takes { nothing, length, numeric, seconds };
struct Word {
    TypeKind kind;
    Takes takes = Takes::nothing;
    bool timezone = false;
};

const std::map<std::string, Word, std::less<>>& words() {
    static const std::map<std::string, Word, std::less<>> table = {
        {"character varying", {TypeKind::string, Takes::length}},
        {"char varying", {TypeKind::string, Takes::length}},
        {"national character varying", {TypeKind::string, Takes::length}},
        {"national character", {TypeKind::char_, Takes::length}},
        {"varchar", {TypeKind::string, Takes::length}},
        {"character", {TypeKind::char_, Takes::length}},
        {"char", {TypeKind::char_, Takes::length}},
        {"bpchar", {TypeKind::char_, Takes::length}},
        {"text", {TypeKind::text}},
        {"clob", {TypeKind::text}},
        {"integer", {TypeKind::integer}},
        {"int", {TypeKind::integer}},
        {"int4", {TypeKind::integer}},
        {"bigint", {TypeKind::bigint}},
        {"int8", {TypeKind::bigint}},
        {"smallint", {TypeKind::smallint}},
        {"int2", {TypeKind::smallint}},
        {"numeric", {TypeKind::numeric, Takes::numeric}},
        {"decimal", {TypeKind::numeric, Takes::numeric}},
        {"dec", {TypeKind::numeric, Takes::numeric}},
        {"double precision", {TypeKind::floating}},
        {"float8", {TypeKind::floating}},
        {"double", {TypeKind::floating}},
        {"float", {TypeKind::floating, Takes::seconds}},
        {"boolean", {TypeKind::boolean}},
        {"bool", {TypeKind::boolean}},
        {"date", {TypeKind::date}},
        {"time", {TypeKind::time, Takes::seconds}},
        {"timetz", {TypeKind::time, Takes::seconds, true}},
        {"timestamp", {TypeKind::datetime, Takes::seconds}},
        {"datetime", {TypeKind::datetime, Takes::seconds}},
        {"timestamptz", {TypeKind::datetime, Takes::seconds, true}},
        {"interval", {TypeKind::interval, Takes::seconds}},
        {"uuid", {TypeKind::uuid}},
        {"json", {TypeKind::json}},
        {"jsonb", {TypeKind::jsonb}},
        {"bytea", {TypeKind::binary}},
        {"blob", {TypeKind::binary}},
        {"inet", {TypeKind::inet}},
    };
    return table;
}

bool takes(Takes what, std::size_t numbers) {
    switch (what) {
        case Takes::nothing:
            return numbers == 0;
        case Takes::length:
        case Takes::seconds:
            return numbers <= 1;
        case Takes::numeric:
            return numbers <= 2;
    }
    return false;
}

/// "timestamp with time zone" may carry its zone before or after the parentheses; leaves only the bare word
/// in `head`.
std::optional<bool> take_zone(Spelling& spelling) {
    for (std::string* text : {&spelling.tail, &spelling.head}) {
        for (const bool with : {true, false}) {
            const std::string words_of = with ? "with time zone" : "without time zone";
            if (!text->ends_with(words_of)) continue;
            text->erase(text->size() - words_of.size());
            *text = std::string(base::trim(*text));
            return with;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Type> known_sql_type(std::string_view sql) {
    Spelling spelling = take_apart(sql);
    const std::optional<bool> zone = take_zone(spelling);
    if (!spelling.readable || !spelling.tail.empty()) return std::nullopt;
    Type type;
    if (spelling.head == "real" || spelling.head == "float4") {
        type.kind = TypeKind::floating;
        type.precision = kRealDigits;
        return type;
    }
    const auto found = words().find(spelling.head);
    if (found == words().end() || !takes(found->second.takes, spelling.numbers.size())) return std::nullopt;
    const Word& word = found->second;
    if (spelling.head == "bpchar" && spelling.numbers.empty()) return std::nullopt;  // of any length, unlike "char"
    if (zone && word.kind != TypeKind::time && word.kind != TypeKind::datetime) return std::nullopt;
    type.kind = word.kind;
    type.timezone = zone.value_or(word.timezone);
    if (spelling.numbers.empty()) return type;
    if (word.takes == Takes::length)
        type.length = spelling.numbers[0];
    else
        type.precision = spelling.numbers[0];
    if (spelling.numbers.size() == 2) type.scale = spelling.numbers[1];
    if (type.kind == TypeKind::floating && !is_real(type)) type.precision.reset();
    if (type.kind == TypeKind::floating && is_real(type)) type.precision = kRealDigits;
    return type;
}

bool is_interval_fields(std::string_view words) {
    constexpr std::array kFields = {"year",
                                    "month",
                                    "day",
                                    "hour",
                                    "minute",
                                    "second",
                                    "year to month",
                                    "day to hour",
                                    "day to minute",
                                    "day to second",
                                    "hour to minute",
                                    "hour to second",
                                    "minute to second"};
    return std::find(kFields.begin(), kFields.end(), words) != kFields.end();
}

std::string other_type_name(std::string_view sql) {
    std::string name = base::join(base::split_words(sql), " ");
    if (name.find_first_of("\"'") != std::string::npos) return name;
    name = base::lower(name);
    for (const char* sign : {"(", ")", ","}) {
        name = base::replace_all(name, std::string(" ") + sign, sign);
        if (*sign != ')') name = base::replace_all(name, std::string(sign) + " ", sign);
    }
    if (name.starts_with("varbit")) name.replace(0, std::string_view("varbit").size(), "bit varying");
    return name == "bit(1)" ? "bit" : name;
}

std::string sql_of(const Type& type, Dialect dialect) {
    return dialect == Dialect::postgresql ? postgres_sql(type) : sqlite_sql(type);
}

Type read_sql_type(std::string_view sql) {
    constexpr int kMaxDimensions = 6;  // PostgreSQL's own limit
    std::string_view text = base::trim(sql);
    int dimensions = 0;
    while (text.ends_with("[]") && dimensions < kMaxDimensions) {
        text = base::trim(text.substr(0, text.size() - 2));
        ++dimensions;
    }
    Type type = known_sql_type(text).value_or(Type{.kind = TypeKind::other, .name = other_type_name(text)});
    for (; dimensions > 0; --dimensions) {
        Type array;
        array.kind = TypeKind::array;
        array.element = {std::move(type)};
        type = std::move(array);
    }
    return type;
}

}  // namespace migrate
