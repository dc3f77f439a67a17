#include "catalog/narrow.h"

#include <algorithm>
#include <array>
#include <set>

namespace migrate::sql {
namespace {

/// How a column of a catalog names the table that its row is of.
enum class Names { table, anything, oid };

struct NamingColumn {
    std::string_view catalog;
    std::string_view column;
    Names names;
};

constexpr std::array<NamingColumn, 22> kColumns = {{
    {"tables", "table_name", Names::table},
    {"columns", "table_name", Names::table},
    {"table_constraints", "table_name", Names::table},
    {"table_constraints", "constraint_name", Names::anything},
    {"key_column_usage", "table_name", Names::table},
    {"key_column_usage", "constraint_name", Names::anything},
    {"constraint_column_usage", "constraint_name", Names::anything},
    {"referential_constraints", "constraint_name", Names::anything},
    {"check_constraints", "constraint_name", Names::anything},
    {"pg_tables", "tablename", Names::table},
    {"pg_indexes", "tablename", Names::table},
    {"pg_indexes", "indexname", Names::anything},
    {"pg_class", "relname", Names::anything},
    {"pg_attribute", "attrelid", Names::oid},
    {"pg_constraint", "conname", Names::anything},
    {"pg_constraint", "conrelid", Names::oid},
    {"pg_index", "indrelid", Names::oid},
    {"pg_index", "indexrelid", Names::oid},
    {"pg_attrdef", "adrelid", Names::oid},
    {"sqlite_master", "name", Names::anything},
    {"sqlite_master", "tbl_name", Names::table},
    {"sqlite_schema", "name", Names::anything},
}};

/// Sequences behind columns, and what has no name, are found by no name of a table.
bool is_unmarked(std::string_view text) {
    return text.empty() || text.ends_with("seq");
}

/// The tables of this name, and those with an index or a constraint of it.
void add_marked(const Schema& schema, std::string_view name, std::vector<const Table*>& found) {
    schema.tables.find_marked(mark_of_name(name), [&](const auto& entry) {
        const Table& table = entry.second;
        if (table.name.name == name || find_index(table, name) || find_constraint(table, name)) found.push_back(&table);
        return false;
    });
}

/// These tables, and those that their foreign keys lead to, which their rows tell of.
Schema only(const Schema& schema, const std::vector<const Table*>& tables) {
    std::set<TableName> names;
    for (const Table* table : tables) {
        names.insert(table->name);
        for (const ForeignKey& key : table->foreign_keys) names.insert(key.target);
    }
    Schema few = schema;
    few.tables = {};
    for (const TableName& name : names) {
        if (const Table* table = find_table(schema, name)) few.tables.emplace(name, *table);
    }
    return few;
}

}  // namespace

std::vector<const Table*> tables_with_oid(const Schema& schema, std::string_view oid) {
    std::vector<const Table*> found;
    add_marked(schema, oid, found);
    for (std::size_t at = 0; at < oid.size(); ++at) {
        if (oid[at] == '.') add_marked(schema, oid.substr(at + 1), found);
    }
    std::sort(found.begin(), found.end(), [](const Table* a, const Table* b) { return a->name < b->name; });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::optional<Schema> narrowed(const Schema& schema, std::string_view catalog, const std::vector<Wanted>& conditions) {
    for (const Wanted& wanted : conditions) {
        const auto column = std::ranges::find_if(kColumns, [&](const NamingColumn& each) {
            return each.catalog == catalog && each.column == wanted.column;
        });
        if (column == kColumns.end() || std::ranges::any_of(wanted.texts, is_unmarked)) continue;
        std::vector<const Table*> tables;
        for (const std::string& text : wanted.texts) {
            if (column->names == Names::oid) {
                for (const Table* table : tables_with_oid(schema, text)) tables.push_back(table);
            } else {
                add_marked(schema, text, tables);
            }
        }
        return only(schema, tables);
    }
    return std::nullopt;
}

}  // namespace migrate::sql
