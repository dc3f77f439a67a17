/// SQLite: sqlite_master and the PRAGMAs that list things.
#include <algorithm>

#include "base/text.h"
#include "catalog/catalogs.h"

namespace migrate::sql {
namespace {

const Table* find_by_name(const Schema& schema, const std::string& name) {
    for (const auto& [key, table] : schema.tables)
        if (key.schema.empty() && base::equal_ignoring_case(key.name, name)) return &table;
    return nullptr;
}

Value default_text(const Column& column) {
    return column.server_default ? text_value(column.server_default->sql) : null_value();
}

long key_position(const Table& table, const std::string& column) {
    if (!table.primary_key) return 0;
    const auto& columns = table.primary_key->columns;
    const auto found = std::find(columns.begin(), columns.end(), column);
    return found == columns.end() ? 0 : found - columns.begin() + 1;
}

Relation table_info(const Table& table) {
    Relation relation{{"cid", "name", "type", "notnull", "dflt_value", "pk"}, {}};
    long id = 0;
    for (const Column& column : table.columns)
        relation.rows.push_back({number_value(id++), text_value(column.name),
                                 text_value(sql_of(column.type, Dialect::sqlite)),
                                 number_value(column.nullable ? 0 : 1), default_text(column),
                                 number_value(key_position(table, column.name))});
    return relation;
}

/// SQLite numbers the indexes behind UNIQUE and PRIMARY KEY in the order of the table's text, which is not
/// kept.
Relation index_list(const Table& table) {
    Relation relation{{"seq", "name", "unique", "origin", "partial"}, {}};
    long number = 0;
    for (const Index& index : table.indexes)
        relation.rows.push_back({number_value(number++), text_value(index.name), number_value(index.unique),
                                 text_value("c"), number_value(!index.where.empty())});
    for (std::size_t i = 0; i < table.uniques.size(); ++i)
        relation.rows.push_back({number_value(number++), vague_value("SQLite's own name of a unique index"),
                                 number_value(1), text_value("u"), number_value(0)});
    return relation;
}

Relation index_info(const Index& index) {
    Relation relation{{"seqno", "cid", "name"}, {}};
    long number = 0;
    for (const IndexElement& element : index.elements)
        relation.rows.push_back({number_value(number++), vague_value("a column's number"),
                                 element.column.empty() ? null_value() : text_value(element.column)});
    return relation;
}

Relation foreign_key_list(const Table& table) {
    Relation relation{{"id", "seq", "table", "from", "to", "on_update", "on_delete", "match"}, {}};
    const auto rule = [](const std::string& action) { return text_value(action.empty() ? "NO ACTION" : action); };
    long id = 0;
    for (const ForeignKey& key : table.foreign_keys) {
        for (std::size_t i = 0; i < key.columns.size(); ++i)
            relation.rows.push_back({number_value(id), number_value(static_cast<long>(i)), text_value(key.target.name),
                                     text_value(key.columns[i]),
                                     i < key.target_columns.size() ? text_value(key.target_columns[i]) : null_value(),
                                     rule(key.on_update), rule(key.on_delete), text_value("NONE")});
        ++id;
    }
    return relation;
}

}  // namespace

Relation sqlite_master(const Schema& schema) {
    Relation relation{{"type", "name", "tbl_name", "rootpage", "sql"}, {}};
    const auto add = [&](std::string_view type, const std::string& name, const std::string& table) {
        relation.rows.push_back({text_value(type), text_value(name), text_value(table), vague_value("a page number"),
                                 vague_value("SQLite's own text of a table")});
    };
    for (const auto& [name, table] : schema.tables) {
        add("table", name.name, name.name);
        for (const Index& index : table.indexes) add("index", index.name, name.name);
    }
    for (const auto& [name, sql] : schema.views) add("view", name.name, name.name);
    return relation;
}

std::optional<Relation> find_pragma(const Schema& schema, const std::string& pragma, const std::string& argument) {
    const Table* table = find_by_name(schema, argument);
    const Table nothing;
    if (pragma == "table_info" || pragma == "table_xinfo") {
        Relation relation = table_info(table ? *table : nothing);
        if (pragma == "table_xinfo") {
            relation.columns.push_back("hidden");
            for (Row& row : relation.rows) row.push_back(number_value(0));
        }
        return relation;
    }
    if (pragma == "index_list") return index_list(table ? *table : nothing);
    if (pragma == "foreign_key_list") return foreign_key_list(table ? *table : nothing);
    if (pragma == "index_info") {
        const Table* owner = find_index_owner(schema, "", argument);
        return index_info(owner ? *find_index(*owner, argument) : Index{});
    }
    return std::nullopt;
}

}  // namespace migrate::sql
