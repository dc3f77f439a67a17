/// Shows tables in the form that samples/dump.py shows SQLAlchemy's own in.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "models/models.h"

namespace migrate::test {

inline std::string trimmed(std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

inline std::string show_column(const Column& column) {
    std::string extra;
    if (column.computed) extra = " computed " + *column.computed;
    if (column.server_default) extra = " default " + column.server_default->sql;
    if (column.identity == IdentityKind::serial) extra = " serial";
    if (column.identity == IdentityKind::always) extra = " identity always";
    if (column.identity == IdentityKind::by_default) extra = " identity by default";
    const std::string type = sql_of(lower(column.type, Dialect::postgresql), Dialect::postgresql);
    return "  " + column.name + " " + type + (column.nullable ? " null" : "") + extra;
}

inline std::string show_index(const Index& index) {
    std::vector<std::string> elements;
    for (const IndexElement& element : index.elements) {
        elements.push_back(element.column + element.expression + (element.descending ? " DESC" : ""));
    }
    return std::string(index.unique ? "  ux " : "  ix ") + index.name + " (" + base::join(elements, ", ") + ")" +
           (index.where.empty() ? "" : " WHERE " + index.where);
}

inline std::vector<std::string> show_table(const Table& table) {
    std::vector<std::string> lines;
    for (const Column& column : table.columns) lines.push_back(show_column(column));
    if (table.primary_key)
        lines.push_back("  pk " + table.primary_key->name + " " + base::join(table.primary_key->columns, ","));
    for (const Unique& unique : table.uniques)
        lines.push_back("  uq " + unique.name + " " + base::join(unique.columns, ","));
    for (const Check& check : table.checks) lines.push_back("  ck " + check.name + " " + check.sql);
    for (const ForeignKey& key : table.foreign_keys) {
        lines.push_back(trimmed("  fk " + key.name + " " + base::join(key.columns, ",") + " -> " +
                                to_string(key.target) + " " + base::join(key.target_columns, ",") + " " +
                                key.on_delete + " " + key.on_update + " " + key.deferrable));
    }
    for (const Index& index : table.indexes) lines.push_back(show_index(index));
    std::sort(lines.begin(), lines.end());
    lines.insert(lines.begin(), to_string(table.name) + (table.comment.empty() ? "" : " -- " + table.comment));
    return lines;
}

inline std::vector<std::string> show_models(std::vector<models::Model> models) {
    std::sort(models.begin(), models.end(), [](const models::Model& a, const models::Model& b) {
        return to_string(a.table.name) < to_string(b.table.name);
    });
    std::vector<std::string> lines;
    for (const models::Model& model : models) {
        const std::vector<std::string> table = show_table(model.table);
        lines.insert(lines.end(), table.begin(), table.end());
        for (const Doubt& doubt : model.doubts)
            lines.push_back("  ? " + doubt.object + ": " + doubt.reason + " at " + doubt.where);
    }
    return lines;
}

}  // namespace migrate::test
