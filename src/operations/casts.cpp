#include "operations/casts.h"

#include "schema/naming.h"

namespace migrate {

namespace {

bool is_instant(const Type& type) {
    return type.kind == TypeKind::datetime && type.timezone;
}
/// What AT TIME ZONE takes and gives, or what is cast to it first.
bool is_local(const Type& type) {
    return (type.kind == TypeKind::datetime && !type.timezone) || type.kind == TypeKind::date || is_text(type.kind);
}

}  // namespace

bool casts_by_itself(const Type& from, const Type& to) {
    if (from == to) return true;
    if (to.kind == TypeKind::enumeration || to.kind == TypeKind::other || to.kind == TypeKind::array) return false;
    const auto both = [&](auto... kinds) { return ((from.kind == kinds) || ...) && ((to.kind == kinds) || ...); };
    return from.kind == to.kind || is_text(to.kind) || (is_number(from.kind) && is_number(to.kind)) ||
           both(TypeKind::json, TypeKind::jsonb) || both(TypeKind::date, TypeKind::datetime) ||
           (from.kind == TypeKind::datetime && to.kind == TypeKind::time);
}

bool asks_session_zone(const Type& from, const Type& to) {
    if (from.kind == TypeKind::time && to.kind == TypeKind::time) return from.timezone != to.timezone;
    return (is_local(from) && is_instant(to)) || (is_instant(from) && is_local(to) && !is_text(to.kind));
}

std::string using_zone(const std::string& column, const Type& from, const Type& to, const std::string& zone) {
    const bool gives = is_instant(to) && is_local(from), takes = is_instant(from) && is_local(to);
    if (!gives && !takes) return "";
    const std::string name = quote_identifier(column);
    if (gives) return name + (from.kind == TypeKind::datetime ? "" : "::timestamp") + " AT TIME ZONE " + zone;
    const std::string local = name + " AT TIME ZONE " + zone;
    return to.kind == TypeKind::datetime ? local : "(" + local + ")::" + sql_of(to, Dialect::postgresql);
}

}  // namespace migrate
