#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "usecases/show/show.h"

namespace migrate::usecases {

namespace {

std::string columns_text(const std::vector<std::string>& columns) {
    return "(" + base::join(columns, ", ") + ")";
}

std::string element_text(const IndexElement& element) {
    std::string text = element.column.empty() ? "(" + element.expression + ")" : element.column;
    if (!element.collation.empty()) text += " collate " + element.collation;
    if (!element.opclass.empty()) text += " " + element.opclass;
    if (element.descending) text += " desc";
    if (!element.nulls.empty()) text += " nulls " + base::lower(element.nulls);
    return text;
}

std::string index_text(const Index& index) {
    std::vector<std::string> elements;
    for (const IndexElement& element : index.elements) elements.push_back(element_text(element));
    std::string text = (index.unique ? "unique index " : "index ") + index.name + " ";
    if (!index.method.empty()) text += "using " + index.method + " ";
    text += columns_text(elements);
    if (!index.include.empty()) text += " include " + columns_text(index.include);
    if (!index.where.empty()) text += " where " + index.where;
    return text;
}

std::string key_text(const ForeignKey& key) {
    std::string text = "foreign key " + key.name + " " + columns_text(key.columns) + " → " + to_string(key.target) +
                       columns_text(key.target_columns);
    if (!key.on_delete.empty()) text += " on delete " + base::lower(key.on_delete);
    if (!key.on_update.empty()) text += " on update " + base::lower(key.on_update);
    if (!key.deferrable.empty()) text += " " + base::lower(key.deferrable);
    return text + (key.not_valid ? " not valid" : "");
}

std::string column_facts(const Column& column) {
    std::string text = column.nullable ? "" : " not null";
    if (column.server_default) text += " default " + column.server_default->sql;
    if (column.identity == IdentityKind::serial)
        text += " serial";
    else if (column.identity)
        text += " identity";
    if (column.computed) text += " generated as (" + *column.computed + ")";
    if (!is_known(column.type)) text += " (the application's own type: what it is in the database is not known)";
    if (!column.comment.empty()) text += " -- " + column.comment;
    return text;
}

}  // namespace

bool is_known(const Type& type) {
    const Type* inner = &type;
    while (!inner->element.empty()) inner = &inner->element.front();
    return inner->kind != TypeKind::opaque;
}

namespace {

void write_table(const Table& table, Dialect dialect, std::string& text) {
    text += "table " + to_string(table.name) + (table.comment.empty() ? "" : "  -- " + table.comment) + "\n";
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const Column& column : table.columns) {
        name_width = std::max(name_width, column.name.size());
        type_width = std::max(type_width, sql_of(column.type, dialect).size());
    }
    for (const Column& column : table.columns) {
        const std::string line = fmt::format("  {:<{}}  {:<{}} {}", column.name, name_width,
                                             sql_of(column.type, dialect), type_width, column_facts(column));
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    if (table.primary_key) {
        text += "  primary key " + table.primary_key->name + (table.primary_key->name.empty() ? "" : " ") +
                columns_text(table.primary_key->columns) + (table.primary_key->autoincrement ? " autoincrement" : "") +
                "\n";
    }
    for (const Unique& unique : table.uniques)
        text += "  unique " + unique.name + " " + columns_text(unique.columns) + "\n";
    for (const Check& check : table.checks) {
        text += "  check " + check.name + ": " + check.sql + (check.not_valid ? " (not valid)" : "") + "\n";
    }
    for (const ForeignKey& key : table.foreign_keys) text += "  " + key_text(key) + "\n";
    for (const Exclude& exclude : table.excludes) text += "  exclude " + exclude.name + " " + exclude.sql + "\n";
    for (const Index& index : table.indexes) text += "  " + index_text(index) + "\n";
}

/// Mermaid takes letters, digits and underscores in types and names.
std::string mermaid_word(std::string_view text) {
    std::string word;
    for (char c : text) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (fine)
            word += c;
        else if (!word.empty() && word.back() != '_')
            word += '_';
    }
    while (!word.empty() && word.back() == '_') word.pop_back();
    return word.empty() ? "_" : word;
}

}  // namespace

std::string write_schema_text(const SchemaView& view) {
    std::string text = "schema at " + (view.revision.empty() ? "base" : view.revision) + " on " +
                       std::string(name_of(view.schema.dialect)) + "\n";
    for (const auto& [name, type] : view.schema.enums) {
        text += "\nenum " + to_string(name) + " " + columns_text(type.labels) + "\n";
    }
    for (const auto& [name, table] : view.schema.tables) {
        text += "\n";
        write_table(table, view.schema.dialect, text);
    }
    for (const auto& [name, sql] : view.schema.views) text += "\nview " + to_string(name) + "\n";
    for (const Doubt& doubt : view.schema.doubts) {
        text += "\nnot certain: " + doubt.object + ": " + doubt.reason + " (" + doubt.where + ")\n";
    }
    return text;
}

std::string write_schema_mermaid(const Schema& schema) {
    std::string text = "erDiagram\n";
    for (const auto& [name, table] : schema.tables) {
        text += "    " + mermaid_word(to_string(name)) + " {\n";
        for (const Column& column : table.columns) {
            text += "        " + mermaid_word(sql_of(column.type, schema.dialect)) + " " + mermaid_word(column.name);
            std::vector<std::string> marks;
            const auto holds = [&](const std::vector<std::string>& columns) {
                return std::find(columns.begin(), columns.end(), column.name) != columns.end();
            };
            if (table.primary_key && holds(table.primary_key->columns)) marks.push_back("PK");
            if (std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                            [&](const ForeignKey& key) { return holds(key.columns); })) {
                marks.push_back("FK");
            }
            text += (marks.empty() ? "" : " " + base::join(marks, ", ")) + "\n";
        }
        text += "    }\n";
    }
    for (const auto& [name, table] : schema.tables) {
        for (const ForeignKey& key : table.foreign_keys) {
            text += "    " + mermaid_word(to_string(key.target)) + " ||--o{ " + mermaid_word(to_string(name)) + " : " +
                    mermaid_word(base::join(key.columns, "_")) + "\n";
        }
    }
    return text;
}

}  // namespace migrate::usecases
