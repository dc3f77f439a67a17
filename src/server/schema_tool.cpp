#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "server/params.h"
#include "server/schema_json.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "The schema that the history leads to: the tables' names, or one table whole. Needs no database.";
constexpr std::size_t kRoomForNames = 30'000;  ///< of kMaxResult, in each of the two forms
constexpr std::size_t kRoomForLine = 100;
constexpr std::size_t kMostNotes = 20;  ///< remarks and doubts, where not all fit

mcp::ToolResult write_whole(const usecases::SchemaView& view) {
    return {.structured = write_schema_view(view), .text = usecases::write_schema_text(view)};
}

/// Notes can be longer than the schema: the first ones, and how many more there are.
usecases::SchemaView with_few_notes(usecases::SchemaView view) {
    std::size_t left_out = 0;
    const auto shorten = [&](auto& notes) {
        if (notes.size() <= kMostNotes) return;
        left_out += notes.size() - kMostNotes;
        notes.resize(kMostNotes);
    };
    shorten(view.remarks);
    shorten(view.schema.doubts);
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
mcp::ToolResult write_names(const usecases::SchemaView& view, std::size_t offset) {
    const std::size_t count = view.schema.tables.size();
    usecases::SchemaView rest = view;
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

mcp::ToolResult describe(const std::string& start, mcp::Json arguments, const base::Work& work) {
    const Result<std::size_t> offset = read_offset_param(arguments);
    if (!offset) return error_result(offset.error());
    const Result<bool> all = read_flag_param(arguments, "all");
    if (!all) return error_result(all.error());
    for (const char* own : {"offset", "all"}) arguments.erase(own);
    const Result<usecases::SchemaRequest> request = read_schema_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<usecases::SchemaView> view = usecases::show_schema(*request, work);
    if (!view) return error_result(view.error());
    const std::size_t count = view->schema.tables.size();
    if (*offset > 0 && *offset >= count) {
        return error_result(
            {"bad_params", fmt::format("there are {} tables", count), "send a smaller offset, or none", "offset"});
    }
    const usecases::SchemaView shorter = with_few_notes(*view);
    if (request->table.empty() && !*all) return write_names(shorter, *offset);
    for (const mcp::ToolResult& whole : {write_whole(*view), write_whole(shorter)}) {
        if (*offset == 0 && fits(whole)) return whole;
    }
    if (request->table.empty()) return write_names(shorter, *offset);
    return error_result({"too_long", request->table + " alone is longer than 40,000 characters",
                         "read the resource schema://head/" + request->table, ""});
}

}  // namespace

mcp::Tool schema_tool(const std::string& start) {
    return {.name = "describe_schema",
            .title = "Describe the schema",
            .description = kDescription,
            .input_schema = schema_input_schema(),
            .output_schema = schema_output_schema(),
            .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return describe(start, arguments, work_of(context));
            }};
}

}  // namespace migrate::server
