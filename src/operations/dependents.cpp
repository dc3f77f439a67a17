#include "operations/dependents.h"

#include <algorithm>

#include "base/text.h"
#include "operations/postgres_names.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
}

/// The columns of a unique index that a foreign key may stand on: no predicate, no expressions.
std::optional<std::vector<std::string>> key_columns(const Index& index) {
    if (!index.unique || !index.where.empty()) return std::nullopt;
    std::vector<std::string> columns;
    for (const IndexElement& element : index.elements) {
        if (!element.expression.empty()) return std::nullopt;
        columns.push_back(element.column);
    }
    return columns;
}

template <class Chosen>
std::vector<Referrer> referrers_where(const Schema& schema, const TableName& target, Chosen chosen) {
    std::vector<Referrer> found;
    schema.tables.find_marked(mark_of_target(target), [&](const auto& entry) {
        for (const ForeignKey& key : entry.second.foreign_keys) {
            if (key.target == target && chosen(entry.first, key)) found.push_back({entry.first, key.name});
        }
        return false;
    });
    return found;
}

}  // namespace

std::optional<std::string> key_used_by(const Table& target, const ForeignKey& key) {
    if (target.primary_key && same_columns(target.primary_key->columns, key.target_columns))
        return target.primary_key->name;
    for (const Unique& unique : target.uniques) {
        if (same_columns(unique.columns, key.target_columns)) return unique.name;
    }
    for (const Index& index : target.indexes) {
        const auto columns = key_columns(index);
        if (columns && same_columns(*columns, key.target_columns)) return index.name;
    }
    return std::nullopt;
}

std::vector<TableName> tables_referring_to(const Schema& schema, const TableName& target) {
    std::vector<TableName> names;
    schema.tables.find_marked(mark_of_target(target), [&](const auto& entry) {
        const auto& keys = entry.second.foreign_keys;
        if (std::ranges::any_of(keys, [&](const ForeignKey& key) { return key.target == target; }))
            names.push_back(entry.first);
        return false;
    });
    return names;
}

std::vector<Referrer> referrers(const Schema& schema, const TableName& target, bool self) {
    return referrers_where(schema, target,
                           [&](const TableName& owner, const ForeignKey&) { return self || owner != target; });
}

std::vector<Referrer> referrers_of_column(const Schema& schema, const TableName& target, const std::string& column) {
    return referrers_where(schema, target, [&](const TableName& owner, const ForeignKey& key) {
        const bool goes_itself = owner == target && contains(key.columns, column);
        return !goes_itself && contains(key.target_columns, column);
    });
}

std::vector<Referrer> referrers_of_key(const Schema& schema, const TableName& target, const std::string& key_name) {
    const Table* table = find_table(schema, target);
    if (!table) return {};
    return referrers_where(
        schema, target, [&](const TableName&, const ForeignKey& key) { return key_used_by(*table, key) == key_name; });
}

std::string to_text(const Referrer& referrer) {
    const std::string name = referrer.name.empty() ? "a foreign key" : "foreign key " + referrer.name;
    return name + " of " + to_string(referrer.table);
}

void drop_foreign_key(Schema& schema, const Referrer& referrer) {
    Table* table = find_table(schema, referrer.table);
    if (!table) return;
    std::erase_if(table->foreign_keys, [&](const ForeignKey& key) { return key.name == referrer.name; });
}

bool mentions_column(const Table& table, std::string_view sql, const std::string& column) {
    if (sql.empty()) return false;
    std::vector<std::string> names;
    for (const Column& each : table.columns) names.push_back(each.name);
    return contains(columns_in_expression(sql, names), column);
}

bool mentions_column(const Table& table, const Index& index, const std::string& column) {
    if (contains(index.include, column) || mentions_column(table, index.where, column)) return true;
    return std::any_of(index.elements.begin(), index.elements.end(), [&](const IndexElement& element) {
        return element.column == column || mentions_column(table, element.expression, column);
    });
}

std::string index_name_holder(const Schema& schema, const std::string& schema_name, std::string_view name) {
    if (schema.dialect == Dialect::postgresql) return relation_holding(schema, schema_name, name);
    if (name.empty()) return "";
    const TableName full{schema_name, std::string(name)};
    if (schema.tables.contains(full)) return "table " + to_string(full);
    if (schema.views.contains(full)) return "view " + to_string(full);
    const Table* owner = find_index_owner(schema, schema_name, name);
    return owner ? "index " + std::string(name) + " of " + to_string(owner->name) : "";
}

std::vector<TableName> views_on(const Schema& schema, const TableName& table) {
    std::vector<TableName> found;
    for (const auto& [name, sql] : schema.views) {
        if (reads_relation(sql, table)) found.push_back(name);
    }
    return found;
}

Attachment ownership(const TableName& sequence, const TableName& table, const std::string& column) {
    return {"ownership", to_string(sequence), table,
            "ALTER SEQUENCE " + sql_name(sequence) + " OWNED BY " + sql_name(table) + "." + quote_identifier(column)};
}

bool calls_sequence(const std::string& sql, const TableName& sequence) {
    const std::vector<Token> tokens = read_meaningful_tokens(sql);
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (base::lower(tokens[i].text) != "nextval" || tokens[i + 2].kind != TokenKind::text) continue;
        const std::string_view quoted = tokens[i + 2].text;
        if (quoted.size() > 1 && read_table_name(std::string(quoted.substr(1, quoted.size() - 2))) == sequence)
            return true;
    }
    return false;
}

Type& innermost(Type& type) {
    Type* inner = &type;
    while (inner->kind == TypeKind::array && !inner->element.empty()) inner = &inner->element.front();
    return *inner;
}

const Type& innermost(const Type& type) {
    return innermost(const_cast<Type&>(type));
}

bool uses_enum(const Type& type, const TableName& name) {
    const Type& inner = innermost(type);
    return inner.kind == TypeKind::enumeration && inner.name == name.name && inner.name_schema == name.schema;
}

std::vector<EnumUser> users_of(const Schema& schema, const TableName& type) {
    std::vector<EnumUser> users;
    for (const auto& [name, table] : schema.tables) {
        for (const Column& column : table.columns) {
            if (uses_enum(column.type, type)) users.push_back({name, column.name, column.type.kind == TypeKind::array});
        }
    }
    return users;
}

}  // namespace migrate
