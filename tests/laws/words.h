/// Names, types and expressions for generated cases: such as both databases take.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "schema/naming.h"
#include "support/generate_schema.h"

namespace migrate::laws {

using generate::chance;
using generate::number;
using generate::one_of;

inline std::string table_word() {
    return one_of<std::string>({"invoices", "users", "projects", "line_items", "tags", "customers", "payments", "order",
                                "group", "Customer", "sąskaitos", "two words", "audit_log",
                                "a_table_whose_name_is_nearly_as_long_as_postgresql_lets_it"});
}

inline std::string column_word() {
    return one_of<std::string>({"name",      "status",   "email", "total",    "amount", "sent_at",  "parent",
                                "user",      "order",    "Kind",  "kiekis_ą", "data",   "a column", "note",
                                "is_active", "due_date", "code",  "quantity", "select", "rate",     "per%cent"});
}

/// A word that no item has yet, whatever its case (SQLite does not tell "Order" from "order").
template <class Items, class Name>
std::string fresh_word(std::string (*word)(), const Items& items, Name name_of_item) {
    for (;;) {
        const std::string chosen = word();
        const bool taken = std::any_of(items.begin(), items.end(), [&](const auto& item) {
            return base::lower(name_of_item(item)) == base::lower(chosen);
        });
        if (!taken) return chosen;
    }
}

inline std::string fresh_table(const Schema& schema) {
    return fresh_word(table_word, schema.tables, [](const auto& item) { return item.first.name; });
}

inline std::string fresh_column(const std::vector<std::string>& taken) {
    return fresh_word(column_word, taken, [](const std::string& name) { return name; });
}

inline std::vector<std::string> names_of(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    return names;
}

inline Type some_type() {
    return *read_type(
        one_of<std::string>({"string(20)",     "string(60)",  "string",   "text",          "integer",
                             "integer",        "bigint",      "smallint", "numeric(12,2)", "numeric",
                             "float",          "boolean",     "date",     "time",          "datetime",
                             "datetime_naive", "uuid",        "json",     "jsonb",         "binary",
                             "inet",           "array(text)", "char(3)",  "interval",      "jsonb on sqlite text"}));
}

inline bool is_text(const Type& type) {
    return type.kind == TypeKind::string || type.kind == TypeKind::text;
}
inline bool is_whole(const Type& type) {
    return type.kind == TypeKind::integer || type.kind == TypeKind::bigint || type.kind == TypeKind::smallint;
}
inline bool is_number(const Type& type) {
    return is_whole(type) || type.kind == TypeKind::numeric;
}
/// PostgreSQL has no order for json, so no index, key or unique constraint on it.
inline bool is_ordered(const Type& type) {
    return type.kind != TypeKind::json;
}

inline std::optional<Default> some_default(const Type& type) {
    switch (type.kind) {
        case TypeKind::string:
        case TypeKind::text:
            return Default{one_of<std::string>({"'DRAFT'", "'it''s'", "''", "'10:30'", "'50%'"}), std::nullopt};
        case TypeKind::char_:
            return Default{"'EUR'", std::nullopt};
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
        case TypeKind::floating:
            return Default{std::to_string(number(0, 99)), std::nullopt};
        case TypeKind::numeric:
            return Default{one_of<std::string>({"0", "1.50", "-1"}), std::nullopt};
        case TypeKind::boolean:
            return chance(50) ? default_true() : default_false();
        case TypeKind::datetime:
            return default_now();
        case TypeKind::uuid:
            return default_generated_uuid();
        case TypeKind::json:
        case TypeKind::jsonb:
            return Default{one_of<std::string>({"'{}'", "'[]'", "'{\"a\": 1}'"}), std::nullopt};
        case TypeKind::date:
            return Default{"'2026-01-31'", std::nullopt};
        default:
            return std::nullopt;
    }
}

/// A condition over one column that holds for made-up rows as far as it can.
inline std::string condition(const Column& column) {
    const std::string name = quote_identifier(column.name);
    if (is_text(column.type)) {
        return one_of<std::string>(
            {name + " IN ('DRAFT', 'SENT', 'PAID')", "length(" + name + ") > 0", name + " <> 'NO:NE'"});
    }
    if (is_number(column.type)) {
        return one_of<std::string>({name + " >= 0", name + " > -5 AND " + name + " < 30000",
                                    name + " BETWEEN 0 AND 20000", name + " % 1000 <> 999"});
    }
    return name + " IS NOT NULL";
}

inline std::string condition(const Table& table) {
    const Column& first = one_of(table.columns);
    const Column& second = one_of(table.columns);
    if (first.name == second.name || chance(60)) return condition(first);
    return "(" + condition(first) + ") OR " + condition(second);
}

inline std::string index_expression(const Column& column) {
    const std::string name = quote_identifier(column.name);
    if (is_text(column.type)) return one_of<std::string>({"lower(" + name + ")", "upper(" + name + ")"});
    return one_of<std::string>({"coalesce(" + name + ", 0)", name + " * 2", "abs(" + name + ")"});
}

inline Index some_index(const Table& table) {
    Index index;
    std::vector<std::string> taken;
    for (int i = chance(35) ? 2 : 1; i > 0; --i) {
        const Column column = one_of(table.columns);
        if (!is_ordered(column.type) || std::count(taken.begin(), taken.end(), column.name) > 0) continue;
        taken.push_back(column.name);
        IndexElement element;
        const bool expression = chance(20) && (is_text(column.type) || is_number(column.type));
        if (expression)
            element.expression = index_expression(column);
        else
            element.column = column.name;
        element.descending = chance(20);
        index.elements.push_back(std::move(element));
    }
    index.unique = chance(15);
    if (chance(25)) index.where = condition(table);
    return index;
}

/// One or two ordered columns; none when the table has none.
inline std::vector<std::string> some_ordered_columns(const Table& table) {
    std::vector<std::string> ordered;
    for (const Column& column : table.columns) {
        if (is_ordered(column.type)) ordered.push_back(column.name);
    }
    if (ordered.empty()) return {};
    std::vector<std::string> chosen = {one_of(ordered)};
    const std::string second = one_of(ordered);
    if (chance(40) && second != chosen.front()) chosen.push_back(second);
    return chosen;
}

}  // namespace migrate::laws
