#include "plan/cast.h"

#include <utility>

#include "operations/casts.h"
#include "operations/dependents.h"
#include "operations/diff.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

bool is_moment(TypeKind kind) {
    return kind == TypeKind::date || kind == TypeKind::datetime;
}

/// How many decimal digits before the point a number type holds.
int whole_digits(const Type& type) {
    switch (type.kind) {
        case TypeKind::smallint:
            return 5;
        case TypeKind::integer:
            return 10;
        case TypeKind::bigint:
            return 19;
        case TypeKind::numeric:
            return type.precision ? *type.precision - type.scale.value_or(0) : 1000;
        default:
            return 308;
    }
}

}  // namespace

std::string cast_expression(const std::string& column, const Type& from, const Type& to) {
    if (casts_by_itself(from, to)) return "";
    if (is_number(from.kind) && to.kind == TypeKind::boolean) return quote_identifier(column) + " <> 0";
    return cast_of(column, from, to, Dialect::postgresql);
}

bool has_cast(const Type& from, const Type& to) {
    const auto is_known = [](TypeKind kind) { return kind != TypeKind::other && kind != TypeKind::opaque; };
    if (!is_known(from.kind) || !is_known(to.kind)) return true;
    if (from.kind == TypeKind::array && to.kind == TypeKind::array) return has_cast(innermost(from), innermost(to));
    if (from.kind == to.kind || is_text(from.kind) || is_text(to.kind)) return true;
    const auto is_countable = [](TypeKind kind) { return is_number(kind) || kind == TypeKind::boolean; };
    if (is_countable(from.kind) && is_countable(to.kind)) return true;
    if ((is_moment(from.kind) && is_moment(to.kind)) || (is_json(from.kind) && is_json(to.kind))) return true;
    if (from.kind == TypeKind::jsonb) return is_countable(to.kind);
    const auto pair = std::pair(from.kind, to.kind);
    return pair == std::pair(TypeKind::datetime, TypeKind::time) ||
           pair == std::pair(TypeKind::time, TypeKind::interval) ||
           pair == std::pair(TypeKind::interval, TypeKind::time);
}

std::string lost_by_cast(const Type& from, const Type& to) {
    if (is_text(from.kind) && !is_text(to.kind) && to.kind != TypeKind::enumeration)
        return "values may come back spelled otherwise than they were";
    if (from.kind == TypeKind::datetime && to.kind == TypeKind::date) return "the time of day goes";
    if (from.kind == TypeKind::datetime && to.kind == TypeKind::time) return "the date goes";
    if (from.kind == TypeKind::time && to.kind == TypeKind::time && from.timezone && !to.timezone)
        return "the offset of each time goes";
    if (!is_number(from.kind)) return "";
    if (to.kind == TypeKind::boolean) return "all numbers but 0 become true";
    const bool has_fraction = from.kind == TypeKind::floating ||
                              (from.kind == TypeKind::numeric && (!from.precision || from.scale.value_or(0) > 0));
    if (has_fraction && is_whole_number(to.kind)) return "the fraction of each value is rounded away";
    const int places = to.scale.value_or(0);
    const bool fewer = from.kind == TypeKind::floating || !from.precision || from.scale.value_or(0) > places;
    if (has_fraction && to.kind == TypeKind::numeric && to.precision && fewer)
        return "values are rounded to " + std::to_string(places) + " decimal places";
    const bool exact = from.kind == TypeKind::numeric || from.kind == TypeKind::bigint;
    if (exact && to.kind == TypeKind::floating) return "values of more than 15 digits are rounded";
    return "";
}

std::string lost_on_sqlite(const Type& from, const Type& to) {
    if (from.kind == TypeKind::json && is_text(to.kind))  // a column of JSON has the affinity of numbers
        return "documents that are a number of more than 15 digits are rounded on SQLite";
    const bool fraction = from.kind == TypeKind::floating || from.kind == TypeKind::numeric;
    return fraction && is_text(to.kind) ? "values of more than 15 digits are rounded on SQLite"
                                        : lost_by_cast(from, to);
}

bool narrows(const Type& from, const Type& to) {
    if (is_text(from.kind) && is_text(to.kind)) {
        if (to.kind == TypeKind::text || !to.length) return false;
        return from.kind == TypeKind::text || !from.length || *from.length > *to.length;
    }
    if (is_number(from.kind) && is_number(to.kind)) return whole_digits(to) < whole_digits(from);
    if (is_moment(from.kind) && (is_moment(to.kind) || to.kind == TypeKind::time)) return false;
    return from.kind != to.kind && !is_text(to.kind) && !(is_json(from.kind) && is_json(to.kind));
}

}  // namespace migrate::plan
