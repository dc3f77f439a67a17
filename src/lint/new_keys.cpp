#include "lint/new_keys.h"

#include <algorithm>

namespace migrate::lint {

namespace {

bool is_there(const Table* table, const ForeignKey& key) {
    return table != nullptr &&
           std::find(table->foreign_keys.begin(), table->foreign_keys.end(), key) != table->foreign_keys.end();
}

/// Lengths and precisions do not matter to a key.
TypeKind family(const Type& type) {
    if (type.kind == TypeKind::text || type.kind == TypeKind::char_) return TypeKind::string;
    return type.kind;
}

bool is_unknown(const Type& type) {
    return type.kind == TypeKind::opaque || type.kind == TypeKind::other;
}

}  // namespace

std::vector<NewKey> new_foreign_keys(const replay::Side& side) {
    std::vector<NewKey> keys;
    for (const Step& step : upgrade_steps(side)) {
        Result<Schema> after = migrate::apply(*step.operation, step.before);
        const TableName* name = table_of(*step.operation);
        const bool makes_keys = std::holds_alternative<CreateTable>(*step.operation) ||
                                std::holds_alternative<CreateForeignKey>(*step.operation);
        if (!after || name == nullptr || !makes_keys) continue;
        const Table* before = find_table(step.before, *name);
        const Table* table = find_table(std::as_const(*after), *name);
        if (table == nullptr) continue;
        for (const ForeignKey& key : table->foreign_keys) {
            if (!is_there(before, key)) keys.push_back({*after, table, &key, step.place.line});
        }
    }
    return keys;
}

bool types_clash(const Type& from, const Type& to) {
    return !is_unknown(from) && !is_unknown(to) && family(from) != family(to);
}

}  // namespace migrate::lint
