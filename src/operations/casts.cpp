#include "operations/casts.h"

namespace migrate {

bool casts_by_itself(const Type& from, const Type& to) {
    if (from == to) return true;
    if (to.kind == TypeKind::enumeration || to.kind == TypeKind::other || to.kind == TypeKind::array) return false;
    const auto both = [&](auto... kinds) { return ((from.kind == kinds) || ...) && ((to.kind == kinds) || ...); };
    return from.kind == to.kind || is_text(to.kind) || (is_number(from.kind) && is_number(to.kind)) ||
           both(TypeKind::json, TypeKind::jsonb) || both(TypeKind::date, TypeKind::datetime) ||
           (from.kind == TypeKind::datetime && to.kind == TypeKind::time);
}

}  // namespace migrate
