#include "base/text.h"
#include "operations/request_parts.h"

namespace migrate {
namespace {

using nlohmann::json;

void put_text(json& out, const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
}

void put_flag(json& out, const char* key, bool flag) {
    if (flag) out[key] = true;
}

bool has_dot(const std::string& text) {
    return text.find('.') != std::string::npos;
}

/// The short form "customers.id" where it reads back as the same.
std::optional<std::string> short_target(const TableName& table, const std::string& column) {
    if (has_dot(table.name) || has_dot(table.schema) || has_dot(column)) return std::nullopt;
    if (table.schema.empty()) return column.empty() ? table.name : table.name + "." + column;
    if (column.empty() || table.schema == "public") return std::nullopt;
    return table.schema + "." + table.name + "." + column;
}

void put_reference(json& out, const Reference& reference) {
    const auto target = short_target(reference.table, reference.column);
    if (target && reference.name.empty()) {
        out["references"] = *target;
    } else {
        json object = json::object();
        write_table(object, reference.table);
        put_text(object, "column", reference.column);
        put_text(object, "name", reference.name);
        out["references"] = std::move(object);
    }
    put_text(out, "on_delete", reference.on_delete);
    put_text(out, "on_update", reference.on_update);
}

json write_element(const IndexElement& element) {
    const bool plain = element == IndexElement{element.column} && !element.column.empty();
    if (plain) return element.column;
    json out = json::object();
    put_text(out, "column", element.column);
    put_text(out, "expression", element.expression);
    put_flag(out, "desc", element.descending);
    put_text(out, "nulls", element.nulls);
    put_text(out, "opclass", element.opclass);
    put_text(out, "collation", element.collation);
    return out;
}

}  // namespace

std::string_view word_of(IdentityKind kind) {
    switch (kind) {
        case IdentityKind::serial:
            return "serial";
        case IdentityKind::always:
            return "always";
        case IdentityKind::by_default:
            return "by_default";
    }
    return "";
}

std::string_view word_of(ConstraintKind kind) {
    switch (kind) {
        case ConstraintKind::primary_key:
            return "primary_key";
        case ConstraintKind::unique:
            return "unique";
        case ConstraintKind::check:
            return "check";
        case ConstraintKind::foreign_key:
            return "foreign_key";
        case ConstraintKind::exclude:
            return "exclude";
    }
    return "";
}

void write_table(json& out, const TableName& table, const char* table_key, const char* schema_key) {
    out[table_key] = table.name;
    // With a schema key the name is not split at its dot.
    if (!table.schema.empty() || has_dot(table.name)) out[schema_key] = table.schema;
}

json write_column(const RequestedColumn& column) {
    json out = {{"name", column.name}};
    if (column.type) out["type"] = write_type(*column.type);
    if (column.nullable) out["nullable"] = *column.nullable;
    if (column.server_default)
        out["default"] = write_default(*column.server_default, column.type ? &*column.type : nullptr);
    if (column.identity) out["identity"] = word_of(*column.identity);
    put_flag(out, "primary_key", column.primary_key);
    put_flag(out, "unique", column.unique);
    put_flag(out, "index", column.index);
    if (column.references) put_reference(out, *column.references);
    if (!column.in.empty()) out["in"] = column.in;
    put_text(out, "check", column.check);
    put_text(out, "comment", column.comment);
    if (column.computed) out["computed"] = *column.computed;
    if (column.backfill) out["backfill"] = *column.backfill;
    put_text(out, "from", column.from);
    return out;
}

json write_unique(const Unique& unique) {
    json out = {{"columns", unique.columns}};
    put_text(out, "name", unique.name);
    put_flag(out, "nulls_not_distinct", unique.nulls_not_distinct);
    put_text(out, "deferrable", unique.deferrable);
    return out;
}

json write_check(const Check& check) {
    json out = {{"sql", check.sql}};
    put_text(out, "name", check.name);
    put_flag(out, "not_valid", check.not_valid);
    return out;
}

json write_foreign_key(const ForeignKey& key) {
    json out = {{"columns", key.columns}};
    const std::string column = key.target_columns.size() == 1 ? key.target_columns[0] : "";
    const auto target = key.target_columns.size() <= 1 ? short_target(key.target, column) : std::nullopt;
    if (target) {
        out["references"] = *target;
    } else {
        json object = json::object();
        write_table(object, key.target);
        if (!key.target_columns.empty()) object["columns"] = key.target_columns;
        out["references"] = std::move(object);
    }
    put_text(out, "name", key.name);
    put_text(out, "on_delete", key.on_delete);
    put_text(out, "on_update", key.on_update);
    put_text(out, "deferrable", key.deferrable);
    put_flag(out, "not_valid", key.not_valid);
    return out;
}

json write_index(const Index& index) {
    json out = {{"columns", json::array()}};
    for (const IndexElement& element : index.elements) out["columns"].push_back(write_element(element));
    put_text(out, "name", index.name);
    put_flag(out, "unique", index.unique);
    put_text(out, "where", index.where);
    put_text(out, "method", index.method);
    if (!index.include.empty()) out["include"] = index.include;
    put_flag(out, "nulls_not_distinct", index.nulls_not_distinct);
    put_text(out, "with", index.with);
    return out;
}

}  // namespace migrate
