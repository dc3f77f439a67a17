/// What a change of type does to the values that SQLite holds, and USING expressions both ways.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "operations/casts.h"
#include "plan/cast.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

/// The pieces that mean something, words in lower case.
std::vector<std::string> pieces_of(const std::string& sql) {
    std::vector<std::string> pieces;
    for (const Token& token : read_meaningful_tokens(sql)) {
        pieces.push_back(token.kind == TokenKind::word ? base::lower(token.text) : std::string(token.text));
    }
    return pieces;
}

bool is_text_literal(const std::string& piece) {
    return piece.starts_with('\'');
}

}  // namespace

std::optional<std::string> inverse_using(const std::string& using_sql, const std::string& column, const Type& from,
                                         const Type& to) {
    const std::vector<std::string> pieces = pieces_of(without_outer_parentheses(using_sql));
    const auto is_column = [&](const std::string& piece) {
        return piece == base::lower(column) || piece == "\"" + column + "\"";
    };
    if (pieces.empty()) return std::nullopt;
    for (std::size_t i = 3; i < pieces.size(); ++i) {
        if (pieces[i - 1] != "zone" || !is_text_literal(pieces[i])) continue;
        const std::string known = using_zone(column, from, to, pieces[i]);
        if (known.empty() || pieces_of(without_outer_parentheses(known)) != pieces) continue;
        return using_zone(column, to, from, pieces[i]);
    }
    const bool bare = is_column(pieces[0]) && (pieces.size() == 1 || (pieces.size() > 2 && pieces[1] == ":"));
    const bool only_casts = bare && std::none_of(pieces.begin(), pieces.end(), [](const std::string& piece) {
                                constexpr std::array<std::string_view, 6> kOther = {"+", "-", "*", "/", "|", "at"};
                                return std::find(kOther.begin(), kOther.end(), piece) != kOther.end();
                            });
    const bool standard =
        pieces.size() > 4 && pieces[0] == "cast" && pieces[1] == "(" && is_column(pieces[2]) && pieces[3] == "as";
    if (!only_casts && !standard) return std::nullopt;
    return has_cast(to, from) ? std::optional(cast_expression(column, to, from)) : std::nullopt;
}

std::string rounded(const std::string& expression) {
    return "round(" + expression + ")";
}

std::string sqlite_conversion(const std::string& column, const Type& from, const Type& to) {
    const std::string name = quote_identifier(column);
    if (is_text(from.kind) && to.kind == TypeKind::boolean)
        return "CASE WHEN lower(trim(" + name + ")) IN ('true', 't', 'yes', 'y', 'on', '1') THEN '1' WHEN lower(trim(" +
               name + ")) IN ('false', 'f', 'no', 'n', 'off', '0') THEN '0' ELSE " + name + " END";
    if (from.kind == TypeKind::boolean && is_text(to.kind))
        return "CASE " + name + " WHEN '1' THEN 'true' WHEN '0' THEN 'false' ELSE " + name + " END";
    const auto where = [&](const std::string& form, const std::string& value) {
        return "WHEN " + name + " GLOB '" + form + "' THEN " + value + " ";
    };
    const std::string midnight = name + " || ' 00:00:00.000000'", otherwise = "ELSE " + name + " END";
    if ((from.kind == TypeKind::datetime || is_text(from.kind)) && to.kind == TypeKind::date)
        return "CASE " + where("????-??-??[ T]*", "substr(" + name + ", 1, 10)") + otherwise;
    if (from.kind == TypeKind::date && to.kind == TypeKind::datetime)
        return "CASE " + where("????-??-??", midnight) + otherwise;
    if (is_text(from.kind) && to.kind == TypeKind::datetime)
        return "CASE " + where("????-??-??", midnight) + where("????-??-??T*", "replace(" + name + ", 'T', ' ')") +
               otherwise;
    if (from.kind == TypeKind::datetime && to.kind == TypeKind::time) return "substr(" + name + ", 12)";
    if (is_number(from.kind) && to.kind == TypeKind::boolean) return name + " <> 0";
    if (is_number(from.kind) && !is_whole_number(from.kind) && is_whole_number(to.kind))
        return rounded(name);  // CAST cuts off
    return "";
}

bool is_portable_expression(const std::string& sql) {
    constexpr std::array<std::string_view, 17> kFunctions = {
        "lower", "upper",  "trim",   "ltrim", "rtrim", "replace", "coalesce", "nullif", "round",
        "abs",   "length", "substr", "case",  "when",  "then",    "in",       "else"};
    constexpr std::array<std::string_view, 5> kPostgres = {":", "ilike", "similar", "at", "interval"};
    const std::vector<std::string> pieces = pieces_of(sql);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (std::find(kPostgres.begin(), kPostgres.end(), pieces[i]) != kPostgres.end()) return false;
        if (i == 0 || pieces[i] != "(") continue;
        const std::string& before = pieces[i - 1];
        const bool word = !before.empty() && (std::isalpha(static_cast<unsigned char>(before[0])) != 0);
        constexpr std::array<std::string_view, 4> kConnectives = {"and", "or", "not", "between"};
        const bool known = std::find(kFunctions.begin(), kFunctions.end(), before) != kFunctions.end() ||
                           std::find(kConnectives.begin(), kConnectives.end(), before) != kConnectives.end();
        if (word && !known) return false;
    }
    return true;
}

}  // namespace migrate::plan
