#include "lint/new_keys.h"

#include <algorithm>

namespace migrate::lint {

namespace {

bool is_there(const Table* table, const ForeignKey& key) {
    return table != nullptr &&
           std::find(table->foreign_keys.begin(), table->foreign_keys.end(), key) != table->foreign_keys.end();
}

/// Types that PostgreSQL compares with each other in a key. Lengths and precisions do not matter.
TypeKind family(const Type& type) {
    switch (type.kind) {
        case TypeKind::text:
        case TypeKind::char_:
            return TypeKind::string;
        case TypeKind::bigint:
        case TypeKind::smallint:
            return TypeKind::integer;
        case TypeKind::datetime:
            return TypeKind::date;
        default:
            return type.kind;
    }
}

int bytes_of(TypeKind integer) {
    if (integer == TypeKind::smallint) return 2;
    return integer == TypeKind::integer ? 4 : 8;
}

/// PostgreSQL casts an integer key by itself to the type of its target, not the other way round.
bool is_cast(const Type& from, const Type& to) {
    return family(from) == TypeKind::integer && (to.kind == TypeKind::numeric || to.kind == TypeKind::floating);
}

bool is_unknown(const Type& type) {
    return type.kind == TypeKind::opaque || type.kind == TypeKind::other;
}

}  // namespace

std::vector<NewKey> new_foreign_keys(const replay::FileRuns& side) {
    std::vector<NewKey> keys;
    for (const Step& step : upgrade_steps(side)) {
        const std::optional<TableName> name = table_of(*step.operation);
        const bool makes_keys = std::holds_alternative<CreateTable>(*step.operation) ||
                                std::holds_alternative<CreateForeignKey>(*step.operation);
        if (!name || !makes_keys) continue;
        const Schema& met = step.before;
        Result<Schema> after = migrate::apply(*step.operation, met);
        if (!after) continue;
        const Table* before = find_table(met, *name);
        const Table* table = find_table(std::as_const(*after), *name);
        if (table == nullptr) continue;
        for (const ForeignKey& key : table->foreign_keys) {
            if (!is_there(before, key)) keys.push_back({*after, table, &key, step.place.line});
        }
    }
    return keys;
}

KeyTypes compare_key(const Type& from, const Type& to) {
    if (is_unknown(from) || is_unknown(to)) return KeyTypes::fit;
    if (family(from) != family(to)) return is_cast(from, to) ? KeyTypes::fit : KeyTypes::refused;
    const bool integers = family(from) == TypeKind::integer;
    return integers && bytes_of(from.kind) < bytes_of(to.kind) ? KeyTypes::narrow : KeyTypes::fit;
}

}  // namespace migrate::lint
