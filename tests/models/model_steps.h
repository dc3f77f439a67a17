/// The steps that make the tables of classes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/models.h"
#include "operations/operation.h"

namespace migrate::test {

/// Enumerations first, foreign keys last, so that the order of the classes does not matter.
inline std::vector<Step> steps_of(const std::vector<models::Model>& models) {
    std::vector<Step> enums, steps, keys;
    for (const models::Model& model : models) {
        Table table = model.table;
        for (const Column& column : table.columns) {
            const bool array = column.type.kind == TypeKind::array && !column.type.element.empty();
            const Type& type = array ? column.type.element.front() : column.type;
            if (type.kind != TypeKind::enumeration) continue;
            enums.push_back({CreateEnum{{{type.name_schema, type.name}, type.labels}, true}, {}});
        }
        for (const ForeignKey& key : table.foreign_keys) keys.push_back({CreateForeignKey{table.name, key}, {}});
        const std::vector<Index> indexes = std::move(table.indexes);
        table.foreign_keys.clear();
        table.indexes.clear();
        steps.push_back({CreateTable{table}, {}});
        for (const Index& index : indexes)
            steps.push_back({CreateIndex{.table = model.table.name, .index = index}, {}});
    }
    steps.insert(steps.begin(), enums.begin(), enums.end());
    steps.insert(steps.end(), keys.begin(), keys.end());
    return steps;
}

}  // namespace migrate::test
