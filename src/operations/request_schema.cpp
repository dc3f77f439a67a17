#include <initializer_list>
#include <nlohmann/json.hpp>

#include "operations/requested.h"

namespace migrate {
namespace {

using nlohmann::json;

json typed(const char* type) {
    return json{{"type", type}};
}

void add_all(json& properties, const json& schema, std::initializer_list<const char*> keys) {
    for (const char* key : keys) properties[key] = schema;
}

json object_of(json properties) {
    return json{{"type", json::array({"string", "object"})},
                {"properties", std::move(properties)},
                {"additionalProperties", false}};
}

/// One kind of item serves as column, as element of an index and, as a string, as a column's name.
json column_item() {
    json properties = json::object();
    add_all(
        properties, typed("string"),
        {"name", "on_delete", "on_update", "check", "comment", "from", "column", "expression", "opclass", "collation"});
    add_all(properties, typed("boolean"), {"nullable", "primary_key", "unique", "index", "desc"});
    add_all(properties, json::object(), {"identity", "backfill", "nulls"});
    properties["type"] = {{"type", "string"},
                          {"description",
                           "string(n) text integer bigint smallint numeric(p,s) float boolean date time "
                           "datetime uuid json jsonb binary inet array(T)"}};
    properties["default"] = {{"description", "literal, null or {\"sql\":...}"}};
    properties["references"] = {{"description", "customers.id"}};
    properties["in"] = typed("array");
    return object_of(std::move(properties));
}

json operation_properties() {
    json properties = json::object();
    properties["op"] = {
        {"enum",
         {"create_table", "drop_table", "rename_table", "add_column", "drop_column", "rename_column", "alter_column",
          "create_index", "drop_index", "create_unique", "create_check", "create_foreign_key", "drop_constraint",
          "execute", "comment_table", "rename_index", "rename_constraint", "add_enum_label"}}};
    add_all(properties, typed("string"),
            {"table", "schema", "to", "to_schema", "type", "using", "name", "where", "method", "with", "deferrable",
             "using_index", "on_delete", "on_update", "sql", "from", "label", "before", "after"});
    add_all(properties, typed("boolean"),
            {"nullable", "unique", "concurrently", "nulls_not_distinct", "not_valid", "house_columns", "if_exists",
             "if_not_exists", "cascade"});
    add_all(properties, typed("array"), {"uniques", "checks", "foreign_keys", "indexes"});
    add_all(properties, json::object(),
            {"default", "identity", "backfill", "references", "comment", "include", "primary_key"});
    properties["columns"] = {{"type", json::array({"array", "string"})}, {"items", column_item()}};
    properties["column"] = {{"type", json::array({"string", "object"})},
                            {"description", "add_column: as an item of columns; else a name"}};
    properties["kind"] = {
        {"enum", {"primary_key", "unique", "check", "foreign_key", "exclude", "primary", "foreignkey"}}};
    properties["dialect"] = {{"enum", {"postgresql", "sqlite"}}};
    properties["down_sql"] = {{"type", json::array({"string", "null"})}};
    return properties;
}

json needs(const char* key) {
    return json{{"required", json::array({key})}};
}

}  // namespace

// No $ref: the schema stands inside a tool's input schema, where a path from the root would lead elsewhere.
json operations_json_schema() {
    const json example = {
        {"op", "add_column"}, {"table", "users"}, {"column", {{"name", "phone"}, {"type", "string(20)"}}}};
    json operation = {{"type", "object"},
                      {"properties", operation_properties()},
                      {"additionalProperties", false},
                      {"required", json::array({"op"})},
                      {"anyOf", json::array({needs("table"), needs("name"), needs("sql")})}};
    return json{{"type", "array"},
                {"minItems", 1},
                {"maxItems", 200},
                {"description", "Example: [" + example.dump() + "]"},
                {"items", std::move(operation)}};
}

}  // namespace migrate
