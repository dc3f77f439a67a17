/// Values and small tables in which questions on catalogs are answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::sql {

struct Value {
    enum class Kind {
        null,
        text,
        number,   ///< `text` holds the digits
        boolean,  ///< `text` is "true" or "false"
        list,     ///< `items`
        vague,    ///< there is a value, but no schema knows it; `text` says what
        unknown,  ///< nothing is known; `text` says why
    } kind = Kind::null;
    std::string text;
    std::vector<Value> items;

    bool is_known() const { return kind != Kind::vague && kind != Kind::unknown; }
    bool is_true() const { return kind == Kind::boolean && text == "true"; }
    bool is_false() const { return kind == Kind::boolean && text == "false"; }
};

Value null_value();
Value text_value(std::string_view text);
Value number_value(long number);
Value boolean_value(bool value);
Value list_value(std::vector<Value> items);
Value vague_value(std::string_view what);
Value unknown_value(std::string_view why);

using Row = std::vector<Value>;

struct Relation {
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

/// Three-valued logic with a fourth: unknown gives way only to what decides by itself.
Value both(const Value& left, const Value& right);
Value either(const Value& left, const Value& right);
Value negation(const Value& value);
/// "=", "<>", "<", "<=", ">", ">=" as text or, where both are numbers, as numbers.
Value compare(const Value& left, std::string_view operation, const Value& right);
/// LIKE with % and _; `fold` for ILIKE. Bounded work.
Value like(const Value& text, const Value& pattern, bool fold);

}  // namespace migrate::sql
