#include "operations/sqlite_cast.h"

namespace migrate {
namespace {

bool is_clock(TypeKind kind) {
    return kind == TypeKind::date || kind == TypeKind::datetime || kind == TypeKind::time;
}

bool is_countable(TypeKind kind) {
    return is_number(kind) || kind == TypeKind::boolean;
}

/// SQLAlchemy's affinity of a type, as one kind of those that share it.
TypeKind family(TypeKind kind) {
    if (is_text(kind) || kind == TypeKind::enumeration) return TypeKind::text;
    if (is_whole_number(kind)) return TypeKind::integer;
    return kind == TypeKind::floating ? TypeKind::numeric : kind;
}

}  // namespace

bool batch_casts(const Type& from, const Type& compared) {
    return family(from.kind) != family(compared.kind) && !is_json(compared.kind);
}

bool cast_destroys(const Type& from, const Type& to) {
    if (from.kind == TypeKind::opaque || to.kind == TypeKind::opaque) return false;  // not known, so not certain
    if (from.kind == to.kind || is_text(to.kind) || is_json(to.kind)) return false;
    if (is_countable(from.kind) && is_countable(to.kind)) return false;
    return is_text(from.kind) || is_clock(from.kind) || is_clock(to.kind);
}

}  // namespace migrate
