#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "server/check_json.h"
#include "server/params.h"
#include "server/tool_list.h"

namespace migrate::server {

namespace {

constexpr const char* kDescription =
    "What a careful reviewer would say of migration files: the head, or files, all, or since a git ref.";

constexpr std::size_t kRoomForFindings = 36'000;  ///< of kMaxResult, in each of the two forms
constexpr std::size_t kMaxSummary = 3'000;

std::string summary_of(const usecases::CheckView& view, std::size_t offset, std::size_t shown) {
    std::string text = usecases::write_check_summary(view);
    if (text.size() > kMaxSummary) text = std::string(base::cut_utf8(text, kMaxSummary)) + "...\n";
    const std::size_t end = offset + shown;
    if (offset > 0 || end < view.found.size())
        text += fmt::format("findings {} to {} of {}", shown == 0 ? end : offset + 1, end, view.found.size());
    if (end < view.found.size()) text += fmt::format("; the next ones: offset {}", end);
    return text;
}

/// From `offset` on, as many findings as there is room for in a result.
mcp::ToolResult write_page(const usecases::CheckView& view, std::size_t offset) {
    mcp::OutJson findings = mcp::OutJson::array();
    std::string text;
    std::size_t bytes = 0;
    for (std::size_t i = offset; i < view.found.size(); ++i) {
        mcp::OutJson finding = write_found(view.found[i]);
        const std::string told = usecases::write_found_text(view.found[i]);
        bytes += dumped(finding).size() + 1;
        if (bytes > kRoomForFindings || text.size() + told.size() > kRoomForFindings) break;
        findings.push_back(std::move(finding));
        text += told;
    }
    const std::size_t end = offset + findings.size();
    const std::string summary = summary_of(view, offset, findings.size());
    mcp::OutJson structured = {
        {"checked", view.files.size()}, {"total", view.found.size()}, {"findings", std::move(findings)}};
    if (end < view.found.size()) structured["next_offset"] = end;
    structured["summary"] = summary;
    return {.structured = std::move(structured), .text = text + summary};
}

mcp::ToolResult check(const std::string& start, const mcp::Json& arguments, const base::Work& work) {
    const Result<usecases::CheckRequest> request = read_check_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<std::size_t> offset = read_offset_param(arguments);
    if (!offset) return error_result(offset.error());
    const Result<usecases::CheckView> view = usecases::check_migrations(*request, work);
    if (!view) return error_result(view.error());
    if (*offset > 0 && *offset >= view->found.size()) {
        return error_result({"bad_params", fmt::format("there are {} findings", view->found.size()),
                             "send a smaller offset, or none", "offset"});
    }
    return write_page(*view, *offset);
}

}  // namespace

mcp::Tool check_tool(const std::string& start) {
    return {.name = "check_migrations",
            .title = "Check migrations",
            .description = kDescription,
            .input_schema = check_input_schema(),
            .output_schema = check_output_schema(),
            .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
            .handler = [start](const mcp::Json& arguments, const mcp::CallContext& context) {
                return check(start, arguments, work_of(context));
            }};
}

}  // namespace migrate::server
