#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/error_text.h"
#include "server/tool_list.h"

namespace migrate::server {

mcp::ToolResult error_result(const Error& whole) {
    const Error error = bounded(whole);
    std::string text = error.message;
    if (!error.where.empty()) text += " (at " + error.where + ")";
    if (!error.hint.empty()) text += ". " + error.hint;
    return {.text = text + " [" + error.code + "]", .is_error = true};
}

mcp::ToolResult review_result(const Result<usecases::Review>& review, bool explain) {
    if (!review) return error_result(review.error());
    return {.structured = write_review(*review, explain), .text = usecases::write_text(*review)};
}

}  // namespace migrate::server
