#include "server/schema_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "schema/doubts.h"
#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 4> kKeys = {"table", "at", "dialect", "project"};

ordered_json write_column(const Column& column, Dialect dialect) {
    ordered_json out = {{"name", column.name}, {"type", sql_of(column.type, dialect)}, {"nullable", column.nullable}};
    if (!usecases::is_known(column.type)) out["type_known"] = false;
    if (column.server_default) out["default"] = column.server_default->sql;
    if (column.identity) out["identity"] = *column.identity == IdentityKind::serial ? "serial" : "identity";
    if (column.computed) out["computed"] = *column.computed;
    if (!column.comment.empty()) out["comment"] = column.comment;
    return out;
}

ordered_json write_index(const Index& index) {
    ordered_json columns = ordered_json::array();
    for (const IndexElement& element : index.elements) {
        if (element.column.empty()) {
            columns.push_back({{"expression", element.expression}});
        } else if (element.descending) {
            columns.push_back({{"column", element.column}, {"desc", true}});
        } else {
            columns.push_back(element.column);
        }
    }
    ordered_json out = {{"name", index.name}, {"columns", std::move(columns)}};
    if (index.unique) out["unique"] = true;
    if (!index.method.empty()) out["method"] = index.method;
    if (!index.where.empty()) out["where"] = index.where;
    return out;
}

ordered_json write_table(const Table& table, Dialect dialect) {
    ordered_json out = {{"name", to_string(table.name)}};
    for (const Column& column : table.columns) out["columns"].push_back(write_column(column, dialect));
    if (table.primary_key) out["primary_key"] = table.primary_key->columns;
    for (const Unique& unique : table.uniques)
        out["uniques"].push_back({{"name", unique.name}, {"columns", unique.columns}});
    for (const Check& check : table.checks) out["checks"].push_back({{"name", check.name}, {"sql", check.sql}});
    for (const ForeignKey& key : table.foreign_keys) {
        ordered_json one = {{"name", key.name},
                            {"columns", key.columns},
                            {"references", to_string(key.target)},
                            {"target_columns", key.target_columns}};
        if (!key.on_delete.empty()) one["on_delete"] = key.on_delete;
        out["foreign_keys"].push_back(std::move(one));
    }
    for (const Exclude& exclude : table.excludes)
        out["excludes"].push_back({{"name", exclude.name}, {"sql", exclude.sql}});
    for (const Index& index : table.indexes) out["indexes"].push_back(write_index(index));
    if (!table.comment.empty()) out["comment"] = table.comment;
    return out;
}

std::string_view kind_of(replay::Remark::Kind kind) {
    switch (kind) {
        case replay::Remark::Kind::unknown:
            return "unknown";
        case replay::Remark::Kind::fails:
            return "fails";
        case replay::Remark::Kind::note:
            return "note";
    }
    return "";
}

ordered_json write_remarks(const std::vector<replay::Remark>& remarks) {
    ordered_json out = ordered_json::array();
    for (const replay::Remark& remark : remarks) {
        out.push_back({{"kind", kind_of(remark.kind)}, {"where", remark.where}, {"text", remark.text}});
    }
    return out;
}

}  // namespace

Result<usecases::SchemaRequest> read_schema_request(const json& params, const std::string& start) {
    usecases::SchemaRequest request{.start = start};
    if (params.is_null()) return request;
    if (Result<void> fine = check_param_names(params, kKeys); !fine) return tl::unexpected(fine.error());
    const std::array targets = {std::pair("table", &request.table), std::pair("at", &request.at),
                                std::pair("project", &request.project)};
    for (const auto& [key, target] : targets) {
        const auto found = params.find(key);
        if (found == params.end()) continue;
        if (!found->is_string())
            return fail("bad_params", std::string(key) + " must be a text", "send a JSON string", key);
        *target = found->get<std::string>();
    }
    const auto dialect = params.find("dialect");
    if (dialect == params.end()) return request;
    if (*dialect == "sqlite")
        request.dialect = Dialect::sqlite;
    else if (*dialect == "postgresql")
        request.dialect = Dialect::postgresql;
    else
        return fail("bad_params", "dialect must be postgresql or sqlite", "send one of the two", "dialect");
    return request;
}

ordered_json write_schema_view(const usecases::SchemaView& view) {
    ordered_json out = {{"revision", view.revision}, {"dialect", name_of(view.schema.dialect)}};
    out["tables"] = ordered_json::array();
    for (const auto& [name, table] : view.schema.tables)
        out["tables"].push_back(write_table(table, view.schema.dialect));
    for (const auto& [name, type] : view.schema.enums) {
        out["enums"].push_back({{"name", to_string(name)}, {"labels", type.labels}});
    }
    for (const auto& [name, sql] : view.schema.views) out["views"].push_back(to_string(name));
    out["doubts"] = ordered_json::array();
    for (const Doubt& doubt : view.schema.doubts) {
        out["doubts"].push_back({{"object", doubt.object},
                                 {"kind", is_possible(doubt) ? "possible" : "named"},
                                 {"reason", doubt.reason},
                                 {"where", doubt.where}});
    }
    out["remarks"] = write_remarks(view.remarks);
    return out;
}

ordered_json write_history_view(const usecases::HistoryView& view) {
    ordered_json out = {{"heads", view.heads}, {"revisions", ordered_json::array()}, {"faults", ordered_json::array()}};
    for (const usecases::HistoryView::Entry& entry : view.entries) {
        out["revisions"].push_back({{"revision", entry.revision.id},
                                    {"down_revisions", entry.revision.down_revisions},
                                    {"message", entry.revision.message},
                                    {"path", entry.path},
                                    {"operations", entry.operations},
                                    {"complete", entry.complete},
                                    {"remarks", write_remarks(entry.remarks)}});
    }
    for (const history::Fault& fault : view.faults) {
        out["faults"].push_back(
            {{"code", fault.code}, {"message", fault.message}, {"hint", fault.hint}, {"files", fault.files}});
    }
    return out;
}

ordered_json schema_input_schema() {
    ordered_json properties;
    properties["table"] = {{"type", "string"}};
    properties["at"] = {{"type", "string"}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

ordered_json schema_output_schema() {
    return {{"type", "object"},
            {"properties",
             {{"revision", {{"type", "string"}}},
              {"dialect", {{"type", "string"}}},
              {"tables", {{"type", "array"}, {"items", {{"type", "object"}}}}},
              {"next_offset", {{"type", "integer"}}},
              {"summary", {{"type", "string"}}},
              {"doubts", {{"type", "array"}, {"items", {{"type", "object"}}}}}}},
            {"required", {"revision", "dialect", "tables", "doubts"}}};
}

}  // namespace migrate::server
