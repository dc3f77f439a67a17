#include <algorithm>
#include <array>

#include "sql/block.h"

namespace migrate::sql {
namespace {

template <std::size_t N>
bool is_one_of(const Source& source, std::size_t at, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return source.is(at, word); });
}

constexpr std::array<std::string_view, 21> kOutside = {
    "POLICY",  "ROLE",      "USER",        "GROUP",  "EXTENSION",    "FUNCTION",   "PROCEDURE",
    "TRIGGER", "EVENT",     "PUBLICATION", "RULE",   "SUBSCRIPTION", "DATABASE",   "SERVER",
    "DEFAULT", "AGGREGATE", "CAST",        "SCHEMA", "OPERATOR",     "TABLESPACE", "ROUTINE"};

/// ALTER TABLE ... ENABLE ROW LEVEL SECURITY, OWNER TO and the like.
bool alters_only_guards(const Source& source, std::size_t from, std::size_t to) {
    constexpr std::array<std::string_view, 8> kChanging = {"ADD", "DROP",   "ALTER",  "RENAME",
                                                           "SET", "ATTACH", "DETACH", "INHERIT"};
    const std::size_t end = source.find(";", from, to);
    for (std::size_t i = from; i < end; ++i)
        if (is_one_of(source, i, kChanging)) return false;
    return end > from + 2;
}

bool is_harmless_ddl(const Source& source, std::size_t at, std::size_t to) {
    std::size_t next = at + 1;
    if (source.is(next, "OR")) next += 2;
    if (is_one_of(source, next, kOutside)) return !(source.is(at, "DROP") && source.is(next, "SCHEMA"));
    if (source.is(at, "ALTER") && source.is(next, "TABLE")) return alters_only_guards(source, next + 1, to);
    return false;
}

/// FROM f(...) CASCADE, COMMENT ON and the like are no danger; EXECUTE of what is not written out is.
bool is_ddl_word(const Source& source, std::size_t at, std::size_t to) {
    constexpr std::array<std::string_view, 3> kWords = {"CREATE", "ALTER", "DROP"};
    if (is_one_of(source, at, kWords)) return !is_harmless_ddl(source, at, to);
    return source.is(at, "COMMENT") && source.is(at + 1, "ON");
}

}  // namespace

bool mentions_ddl(const Source& source, std::size_t from, std::size_t to, int depth) {
    for (std::size_t i = from; i < std::min(to, source.count()); ++i) {
        if (is_ddl_word(source, i, to)) return true;
        if (source.kind(i) != TokenKind::string) continue;
        const Source inner(string_value(source.text(), source.tokens()[i]), source.dialect());
        if (depth == 0 ? inner.count() > 3 : mentions_ddl(inner, 0, inner.count(), depth - 1)) return true;
    }
    return false;
}

}  // namespace migrate::sql
