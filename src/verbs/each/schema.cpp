#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "schema/doubts.h"
#include "usecases/show/show.h"
#include "verbs/remarks_json.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::SchemaRequest;
using usecases::SchemaView;

struct Asked {
    SchemaRequest request;
    std::string sql;  ///< write DDL: "-", or "", or the dialect
    bool mermaid = false;
    bool all = false;
    std::size_t offset = 0;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

/// In `schema --sql tags` the word after the option is the table: the option takes a dialect or nothing.
Result<void> settle(Asked& asked) {
    SchemaRequest& request = asked.request;
    if (asked.sql.empty() || asked.sql == "-") return {};
    if (read_value("sql", asked.sql, request.dialect)) return {};
    if (!request.table.empty())
        return bad_param("sql", asked.sql + " is no database", "--sql takes postgresql or sqlite, or nothing");
    request.table = std::exchange(asked.sql, "-");
    return {};
}

OutJson write_column(const Column& column, Dialect dialect) {
    OutJson out = {{"name", column.name}, {"type", sql_of(column.type, dialect)}, {"nullable", column.nullable}};
    if (!usecases::is_known(column.type)) out["type_known"] = false;
    if (column.server_default) out["default"] = column.server_default->sql;
    if (column.identity) out["identity"] = *column.identity == IdentityKind::serial ? "serial" : "identity";
    if (column.computed) out["computed"] = *column.computed;
    if (!column.comment.empty()) out["comment"] = column.comment;
    return out;
}

OutJson write_index(const Index& index) {
    OutJson columns = OutJson::array();
    for (const IndexElement& element : index.elements) {
        if (element.column.empty()) {
            columns.push_back({{"expression", element.expression}});
        } else if (element.descending) {
            columns.push_back({{"column", element.column}, {"desc", true}});
        } else {
            columns.push_back(element.column);
        }
    }
    OutJson out = {{"name", index.name}, {"columns", std::move(columns)}};
    if (index.unique) out["unique"] = true;
    if (!index.method.empty()) out["method"] = index.method;
    if (!index.where.empty()) out["where"] = index.where;
    return out;
}

OutJson write_table(const Table& table, Dialect dialect) {
    OutJson out = {{"name", to_string(table.name)}};
    for (const Column& column : table.columns) out["columns"].push_back(write_column(column, dialect));
    if (table.primary_key) out["primary_key"] = table.primary_key->columns;
    for (const Unique& unique : table.uniques)
        out["uniques"].push_back({{"name", unique.name}, {"columns", unique.columns}});
    for (const Check& check : table.checks) out["checks"].push_back({{"name", check.name}, {"sql", check.sql}});
    for (const ForeignKey& key : table.foreign_keys) {
        OutJson one = {{"name", key.name},
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

OutJson write_json(const SchemaView& view) {
    OutJson out = {{"revision", view.revision}, {"dialect", name_of(view.schema.dialect)}};
    out["tables"] = OutJson::array();
    for (const auto& [name, table] : view.schema.tables)
        out["tables"].push_back(write_table(table, view.schema.dialect));
    for (const auto& [name, type] : view.schema.enums) {
        out["enums"].push_back({{"name", to_string(name)}, {"labels", type.labels}});
    }
    for (const auto& [name, sql] : view.schema.views) out["views"].push_back(to_string(name));
    out["doubts"] = OutJson::array();
    for (const Doubt& doubt : view.schema.doubts) {
        out["doubts"].push_back({{"object", doubt.object},
                                 {"kind", is_possible(doubt) ? "possible" : "named"},
                                 {"reason", doubt.reason},
                                 {"where", doubt.where}});
    }
    out["remarks"] = write_remarks(view.remarks);
    return out;
}

constexpr std::size_t kRoomForNames = 30'000;  ///< of kMaxResult, in each of the two forms
constexpr std::size_t kRoomForLine = 100;
constexpr std::size_t kMostNotes = 20;  ///< remarks and doubts, where not all fit

mcp::ToolResult write_whole(const SchemaView& view) {
    return {.structured = write_json(view), .text = usecases::write_schema_text(view)};
}

/// Notes can be longer than the schema: the first ones, and how many more there are.
SchemaView with_few_notes(SchemaView view) {
    std::size_t left_out = 0;
    if (view.remarks.size() > kMostNotes) {
        left_out += view.remarks.size() - kMostNotes;
        view.remarks.resize(kMostNotes);
    }
    SharedSet<Doubt> first;
    for (const Doubt& doubt : view.schema.doubts) {
        if (first.size() < kMostNotes)
            first.insert(doubt);
        else
            ++left_out;
    }
    view.schema.doubts = std::move(first);
    if (left_out > 0) {
        view.remarks.push_back({replay::Remark::Kind::note, "schema://head",
                                fmt::format("{} more remarks and doubts are left out here", left_out)});
    }
    return view;
}

/// "invoices (5 columns): id, number, customer_id, ..."
std::string name_line(const Table& table) {
    std::string line = fmt::format("{} ({} columns):", to_string(table.name), table.columns.size());
    for (const Column& column : table.columns) {
        if (line.size() + column.name.size() > kRoomForLine) return line + " ...\n";
        line += (line.ends_with(':') ? " " : ", ") + column.name;
    }
    return line + "\n";
}

/// The names of the tables, from `offset` on, as many as there is room for.
mcp::ToolResult write_names(const SchemaView& view, std::size_t offset) {
    const std::size_t count = view.schema.tables.size();
    SchemaView rest = view;
    rest.schema = Schema{view.schema.dialect};
    rest.schema.doubts = view.schema.doubts;
    mcp::ToolResult result = write_whole(rest);
    std::string names;
    std::size_t end = offset;
    for (auto table = std::next(view.schema.tables.begin(), static_cast<std::ptrdiff_t>(offset));
         table != view.schema.tables.end() && names.size() < kRoomForNames / 2; ++table, ++end) {
        const std::size_t columns = table->second.columns.size();
        names += name_line(table->second);
        result.structured["tables"].push_back({{"name", to_string(table->first)}, {"column_count", columns}});
    }
    std::string summary = "The names only: ask for one table, or send all.";
    if (offset > 0 || end < count) summary += fmt::format(" Tables {} to {} of {}.", offset + 1, end, count);
    if (end < count) {
        summary += fmt::format(" The next ones: offset {}.", end);
        result.structured["next_offset"] = end;
    }
    result.structured["summary"] = summary;
    result.text = summary + "\n\n" + names + (view.remarks.empty() ? "" : "\n" + result.text);
    return result;
}

mcp::ToolResult write_result(const SchemaView& view, const Asked& asked) {
    const std::string& table = asked.request.table;
    const std::size_t count = view.schema.tables.size();
    if (asked.offset > 0 && asked.offset >= count) {
        return error_result(
            {"bad_params", fmt::format("there are {} tables", count), "send a smaller offset, or none", "offset"});
    }
    const SchemaView shorter = with_few_notes(view);
    if (table.empty() && !asked.all) return write_names(shorter, asked.offset);
    for (const mcp::ToolResult& whole : {write_whole(view), write_whole(shorter)}) {
        if (asked.offset == 0 && fits(whole)) return whole;
    }
    if (table.empty()) return write_names(shorter, asked.offset);
    return error_result({"too_long", table + " alone is longer than 40,000 characters",
                         "read the resource schema://head/" + table, ""});
}

std::string write_text(const SchemaView& view, const Asked& asked) {
    if (!asked.sql.empty()) return usecases::write_schema_sql(view);
    return asked.mermaid ? usecases::write_schema_mermaid(view.schema) : usecases::write_schema_text(view);
}

OutJson output_schema() {
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

}  // namespace

Verb schema() {
    return make_verb(Definition<Asked, SchemaView>{
        .about = {.rank = 8,
                  .command = "schema",
                  .summary = "Show the schema that the chain leads to",
                  .examples = {"alembic-migrate schema invoices", "alembic-migrate schema --sql sqlite"},
                  .methods = {{"schema"}},
                  .tool = {.name = "describe_schema",
                           .title = "Describe the schema",
                           .description = "The schema that the history leads to: the tables' names, or one table "
                                          "whole. Needs no database.",
                           .output_schema = output_schema(),
                           .annotations = {.read_only = true, .destructive = false, .idempotent = true}},
                  .schedule = rpc::Schedule::read_only},
        .fields = {{"table",
                    in(&SchemaRequest::table),
                    {.help = "One table; all when not given", .typed = Typed::word, .brief = true}},
                   {"at", in(&SchemaRequest::at), {.help = "Revision; the head when not given", .brief = true}},
                   {"dialect",
                    in(&SchemaRequest::dialect),
                    {.help = "postgresql or sqlite; the one in use when not given"}},
                   {"sql",
                    at(&Asked::sql),
                    {.help = "As DDL: --sql, --sql postgresql or --sql sqlite",
                     .whom = For::person,
                     .type_name = "[DIALECT]",
                     .alone = "-"}},
                   {"mermaid", at(&Asked::mermaid), {.help = "As a Mermaid diagram", .whom = For::person}},
                   {"all", at(&Asked::all), {.whom = For::model}},
                   {"offset", at(&Asked::offset), {.whom = For::model}}},
        .settle = settle,
        .run = [](const Asked& asked, const base::Work& work) { return show_schema(asked.request, work); },
        .json = [](const SchemaView& view, const Asked&) { return write_json(view); },
        .text = write_text,
        .tool = write_result,
    });
}

}  // namespace migrate::verbs::each
