#include "intent/column_sql.h"

#include <algorithm>
#include <array>

#include "intent/sql_words.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

void add_name(Table& table, const std::string& name) {
    if (find_column(table, name) == nullptr)
        table.columns.push_back({name, Type{}, true, std::nullopt, std::nullopt, std::nullopt, {}});
}

/// The first function of the expression that is none of those which are the same on both databases.
std::string unknown_function(const Context& context, const Node& sql) {
    constexpr std::array kKnown = {"lower", "upper", "coalesce", "abs", "length", "round", "trim", "replace", "nullif",
                                   "in",    "and",   "or",       "not", "case",   "when",  "then", "else",    "end"};
    for (auto i = sql.begin; i + 1 < sql.end; ++i) {
        const auto& token = context.tokens.list[i];
        const bool called = token.kind == TokenKind::word && context.tokens.list[i + 1].text == "(";
        if (called && std::find(kKnown.begin(), kKnown.end(), token.lower) == kKnown.end()) return token.lower;
        constexpr std::array kNow = {"current_timestamp", "current_date", "current_time", "localtimestamp"};
        if (std::find(kNow.begin(), kNow.end(), token.lower) != kNow.end()) return token.lower;
    }
    return {};
}

}  // namespace

Build<std::string> read_column_check(const Context& context, const Node& sql, const std::string& name,
                                     const Place& place, Draft& draft) {
    Context with_column = context;
    add_name(with_column.schema.tables[place.table], name);
    auto text = read_sql_node(with_column, sql, place.table, true, draft);
    if (text && columns_in_expression(*text, {name}).empty()) return not_understood(words_of(context, sql));
    return text;
}

Build<std::string> read_computed(const Context& context, const Node& sql, const Place& place, Draft& draft) {
    if (const auto function = unknown_function(context, sql); !function.empty()) {
        return refuse(
            "not_exact",
            "a computed column must always come out the same on both databases, which is not known of " + function,
            "send it as an operation with \"computed\" when it is meant");
    }
    return read_sql_node(context, sql, place.table, false, draft);
}

Context with_columns_of(const Context& context, const std::vector<const Node*>& items, const Place& place) {
    if (!place.is_new) return context;
    Context inside = context;
    auto& table = inside.schema.tables[place.table];
    table.name = place.table;
    for (const auto* item : items) {
        if (const auto* name = find_part(*item, "name")) add_name(table, spoken_name(context, *name));
    }
    return inside;
}

}  // namespace migrate::intent
