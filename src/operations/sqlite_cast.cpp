#include "operations/sqlite_cast.h"

namespace migrate {
namespace {

bool is_clock(TypeKind kind) {
    return kind == TypeKind::date || kind == TypeKind::datetime || kind == TypeKind::time;
}

bool is_countable(TypeKind kind) {
    return is_number(kind) || kind == TypeKind::boolean;
}

}  // namespace

bool cast_destroys(const Type& from, const Type& to) {
    if (from.kind == to.kind || is_text(to.kind) || to.kind == TypeKind::json || to.kind == TypeKind::jsonb)
        return false;
    if (is_countable(from.kind) && is_countable(to.kind)) return false;
    return is_text(from.kind) || is_clock(from.kind) || is_clock(to.kind);
}

}  // namespace migrate
